namespace ModelDsl.Examples;

/// <summary>
/// How models of tables are trained. <c>run.sh table</c> and <c>bench.sh TABLE</c> do the same, so that their figures can be compared.
/// </summary>
public static class TableTraining
{
    /// <summary>Number of folds of a cross-validation. Without a seed they are those of scikit-learn.</summary>
    public const int Folds = 5;

    /// <summary>Passes over the training rows.</summary>
    public const int Epochs = 60;

    /// <summary>Number of rows of a step.</summary>
    public const int BatchSize = 32;

    /// <summary>The learning rate of Adam.</summary>
    public const double Rate = 0.03;

    /// <summary>The factor of the squares of the weights in the loss of the bookings' network, which learns noise without it.</summary>
    public const double Penalty = 3e-3;

    /// <summary>Number of bookings.</summary>
    public const int Bookings = 2_000;

    /// <summary>The seed of the bookings, of first weights and of the order of rows.</summary>
    public const int Seed = 42;

    /// <summary>The figure of a model that predicts a number: R². Otherwise it is the accuracy.</summary>
    public static Metric Figure(ModelDescription model) => model.Output == OutputKind.Values ? Metric.R2Score : Metric.Accuracy;
}
