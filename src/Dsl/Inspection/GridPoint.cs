namespace ModelDsl.Inspection;

/// <summary>A point at which a partial dependence is computed.</summary>
/// <param name="Label">The value as text.</param>
/// <param name="Value">The value as numbers; empty for a category.</param>
/// <param name="Numbers">The numbers that the model gets.</param>
internal readonly record struct GridPoint(string Label, double[] Value, float[] Numbers);
