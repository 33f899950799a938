using LanguageExt;

namespace ModelDsl;

/// <summary>A data set in two parts that share no sample.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To validate on.</param>
public sealed record Parts(Dataset Train, Dataset Validation);

/// <summary>One of the k folds of cross-validation.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Train">All samples but the held ones, in their order.</param>
/// <param name="Held">The samples held out, in their order.</param>
public sealed record Fold(int Index, Dataset Train, Dataset Held);
