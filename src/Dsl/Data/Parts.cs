using LanguageExt;

namespace ModelDsl;

/// <summary>A data set in two parts that share no sample.</summary>
/// <param name="Train">The part for training.</param>
/// <param name="Validation">The part for validation.</param>
public sealed record Parts(Dataset Train, Dataset Validation);

/// <summary>One of the k folds of cross-validation.</summary>
/// <param name="Index">Index of the fold, from 0.</param>
/// <param name="Train">All samples except the held-out ones, in their order.</param>
/// <param name="Held">The held-out samples, in their order.</param>
public sealed record Fold(int Index, Dataset Train, Dataset Held);
