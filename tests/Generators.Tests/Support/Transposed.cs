using System.Collections.Immutable;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>Between a matrix as its shape says and as some programs store it.</summary>
internal static class Transposed
{
    /// <summary>The matrix of so many columns, column by column.</summary>
    public static double[] Of(double[] values, int columns)
    {
        var rows = values.Length / columns;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[i % rows * columns + i / rows])];
    }

    /// <summary>A parameter's numbers as an arena stores them.</summary>
    public static double[] ToStored(ParameterDescription parameter, double[] values) =>
        parameter.StoredTransposed ? Of(values, parameter.Shape[1]) : values;

    /// <summary>A parameter's numbers from an arena.</summary>
    public static double[] FromStored(ParameterDescription parameter, double[] values) =>
        parameter.StoredTransposed ? Of(values, parameter.Shape[0]) : values;

    /// <summary>What an output holds, a gradient in its parameter's own layout.</summary>
    public static double[] Output(GraphOutput output, double[] values, ImmutableHashSet<int> stored) =>
        output.Role is OutputRole.Gradient or OutputRole.Product && stored.Contains(output.Index)
            ? Of(values, output.Value.Type.Columns.Size) : values;
}
