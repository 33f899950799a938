using System.Collections.Immutable;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>Converts between a matrix in the layout of its shape and in the layout that some programs store.</summary>
internal static class Transposed
{
    /// <summary>Returns a matrix of this many columns, column by column.</summary>
    public static double[] Of(double[] values, int columns)
    {
        var rows = values.Length / columns;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[i % rows * columns + i / rows])];
    }

    /// <summary>Returns a parameter's numbers in the layout of an arena.</summary>
    public static double[] ToStored(ParameterDescription parameter, double[] values) =>
        parameter.StoredTransposed ? Of(values, parameter.Shape[1]) : values;

    /// <summary>Returns a parameter's numbers from the layout of an arena.</summary>
    public static double[] FromStored(ParameterDescription parameter, double[] values) =>
        parameter.StoredTransposed ? Of(values, parameter.Shape[0]) : values;

    /// <summary>Returns the numbers of an output; a gradient is in its parameter's own layout.</summary>
    public static double[] Output(GraphOutput output, double[] values, ImmutableHashSet<int> stored) =>
        output.Role is OutputRole.Gradient or OutputRole.Product && stored.Contains(output.Index)
            ? Of(values, output.Value.Type.Columns.Size) : values;
}
