namespace ModelDsl.FeatureRecords;

/// <summary>The unit in which a model sees a label: its mean and deviation if it is normalized.</summary>
/// <param name="Center">The number of the table that is 0 for the model.</param>
/// <param name="Scale">The distance in the table that is 1 for the model.</param>
internal readonly record struct LabelUnit(double Center, double Scale)
{
    /// <summary>The unit of the table.</summary>
    internal static readonly LabelUnit OfTable = new(0, 1);

    /// <summary>Whether it is the unit of the table.</summary>
    internal bool IsOfTable => this == OfTable;

    /// <summary>Returns a label as the model sees it.</summary>
    internal double Encode(double label) => (label - Center) / Scale;

    /// <summary>Returns a model's output in the unit of the table.</summary>
    internal double Restore(double output) => output * Scale + Center;
}
