using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>
/// The places in an image from which the pixels of a new one are taken: <c>x′ = A0·x + A1·y + A2</c> and <c>y′ = B0·x + B1·y + B2</c>, for
/// the pixel in column x of row y. Each is a function of the sample's random numbers.
/// </summary>
internal readonly record struct AffineMap(Scalar A0, Scalar A1, Scalar A2, Scalar B0, Scalar B1, Scalar B2);

/// <summary>The parts of layers that change images at random.</summary>
internal static class Placing
{
    /// <summary>Draws numbers from [0, 1) for each sample, and returns each of them as a column <c>[N, 1]</c>.</summary>
    public static Value[] Draw(LayerBuilder build, int count)
    {
        var type = TensorType.Float(Dim.Batch, count);
        var all = build.Graph.Append(
            Elementwise.Uniform, build.Name + "Draws", new OperationAttributes { Type = type, Index = build.Stream });
        if (count == 1) return [all];
        return [.. Enumerable.Range(0, count).Select(i => build.Graph.Append(Sequences.Columns, $"{build.Name}Draw{i}",
            new OperationAttributes { Type = TensorType.Float(Dim.Batch, 1), Index = i }, all))];
    }

    /// <summary>Applies a function to the elements of several values.</summary>
    /// <param name="build">The layer.</param>
    /// <param name="name">The name of the result; the layer's name comes before it.</param>
    /// <param name="write">Writes the function of the elements.</param>
    /// <param name="operands">The values; all have the same shape.</param>
    public static Value Map(LayerBuilder build, string name, Func<Scalar[], Scalar> write, params Value[] operands)
    {
        var builder = new ScalarBuilder();
        var result = write([.. operands.Select((_, i) => new Scalar(builder, builder.Argument(i)))]).Step;
        if (builder.Constant(result) is { } number) return build.Graph.Constant(build.Name + name, operands[0].Type, number);
        var function = builder.Build(name.Length == 0 ? "Changed" : name, operands.Length, result);
        return build.Graph.Append(Maps.Map, build.Name + name, new OperationAttributes { Function = function }, operands);
    }

    /// <summary>Repeats one number for each sample, <c>[N, 1]</c>, in the shape of samples.</summary>
    public static Value Repeat(LayerBuilder build, string name, Value numbers, TensorType type)
    {
        var column = build.Graph.Reshape(numbers, build.Name + name + "Column", TensorType.Float(Dim.Batch));
        var row = TensorType.Float(Dim.Batch, (int)type.Elements);
        var repeated = build.Graph.Append(
            Reductions.BroadcastColumns, build.Name + name + "Row", new OperationAttributes { Type = row }, column);
        return build.Graph.Reshape(repeated, build.Name + name, type);
    }

    /// <summary>Takes the pixels of new images from places in the old ones.</summary>
    /// <param name="build">The layer.</param>
    /// <param name="x">The images.</param>
    /// <param name="height">Rows of the new images.</param>
    /// <param name="width">Columns of the new images.</param>
    /// <param name="draws">The number of random numbers for each sample.</param>
    /// <param name="map">Writes the places, from the random numbers.</param>
    /// <param name="fill">The numbers outside the images.</param>
    /// <param name="interpolation">The way to a number between pixels.</param>
    /// <param name="fillValue">The number outside the images, if that is a constant.</param>
    public static Value Take(
        LayerBuilder build, Value x, int height, int width, int draws, Func<Scalar[], AffineMap> map, FillMode fill,
        Interpolation interpolation, double fillValue = 0)
    {
        var (rows, columns, channels) = (x.Type.Dims[1].Size, x.Type.Dims[2].Size, x.Type.Columns);
        var (uniform, grid) = (Draw(build, draws), Grid(build, height, width));
        var places = new[]
        {
            Places("X", static m => [m.A0, m.A1, m.A2]),
            Places("Y", static m => [m.B0, m.B1, m.B2]),
        };
        var taken = interpolation == Interpolation.Nearest
            ? [Corner("Pixel", static s => Rounded(s), static s => Rounded(s), static s => s[0].Of(1))]
            : new[]
            {
                Corner("TopLeft", At(0), At(0), static s => (1 - Part(s[0])) * (1 - Part(s[1]))),
                Corner("TopRight", At(1), At(0), static s => Part(s[0]) * (1 - Part(s[1]))),
                Corner("BottomLeft", At(0), At(1), static s => (1 - Part(s[0])) * Part(s[1])),
                Corner("BottomRight", At(1), At(1), static s => Part(s[0]) * Part(s[1])),
            };
        var sum = taken[0];
        for (var i = 1; i < taken.Length; i++) sum = build.Graph.Append(Elementwise.Add, build.Name + "Sum", sum, taken[i]);
        return build.Graph.Reshape(sum, build.Name, x.Type.With([Dim.Batch, height, width, channels]));

        // One number for each sample and pixel of the new images.
        Value Places(string axis, Func<AffineMap, Scalar[]> part)
        {
            var factors = Enumerable.Range(0, 3).Select(i => Map(build, axis + i, u => part(map(u))[i], uniform)).ToArray();
            var joined = build.Graph.Append(Layouts.ConcatColumns, $"{build.Name}{axis}Factors",
                build.Graph.Append(Layouts.ConcatColumns, $"{build.Name}{axis}Turn", factors[0], factors[1]), factors[2]);
            return build.Graph.Append(
                Matrices.MatMul, build.Name + axis, new OperationAttributes { TransposeRight = true }, joined, grid);
        }

        // The pixels at one corner around the places, times their weights.
        Value Corner(string name, Func<Scalar, Scalar> column, Func<Scalar, Scalar> row, Func<Scalar[], Scalar> weight)
        {
            var numbers = Map(build, name + "Number",
                s => columns * Index(row(s[1]), rows, fill) + Index(column(s[0]), columns, fill), places);
            var pixels = build.Graph.Append(Images.Pixels, build.Name + name + "Pixels", numbers, x);
            Scalar Inside(Scalar[] s) => IsInside(row(s[1]), rows) * IsInside(column(s[0]), columns);
            if (fill != FillMode.Constant) return interpolation == Interpolation.Nearest ? pixels : Weighted(name, weight, pixels);

            var inside = Weighted(name, s => weight(s) * Inside(s), pixels);
            if (fillValue == 0) return inside;
            var outside = EachChannel(name + "Fill", Map(build, name + "Outside", s => fillValue * (weight(s) * (1 - Inside(s))), places));
            return build.Graph.Append(Elementwise.Add, build.Name + name + "Filled", inside, outside);
        }

        Value Weighted(string name, Func<Scalar[], Scalar> weight, Value pixels) => build.Graph.Append(
            Elementwise.Multiply, build.Name + name, EachChannel(name + "Weights", Map(build, name + "Weight", weight, places)), pixels);

        Value EachChannel(string name, Value numbers) => build.Graph.Append(Reductions.BroadcastColumns, build.Name + name,
            new OperationAttributes { Type = numbers.Type.With([.. numbers.Type.Dims, channels]) }, numbers);
    }

    /// <summary>Returns a row <c>[x, y, 1]</c> for each pixel of images.</summary>
    private static Value Grid(LayerBuilder build, int height, int width)
    {
        var (graph, type) = (build.Graph, TensorType.Float(height, width));
        var rows = graph.Append(
            Reductions.BroadcastColumns, build.Name + "Rows", new OperationAttributes { Type = type }, Counted("RowNumbers", height));
        var columns = graph.Append(
            Matrices.AddBias, build.Name + "Columns", graph.Constant(build.Name + "Zeros", type, 0), Counted("ColumnNumbers", width));
        var pixel = TensorType.Float(height * width, 1);
        var pixels = graph.Append(Layouts.ConcatColumns, build.Name + "Pixels",
            graph.Reshape(columns, build.Name + "PixelColumns", pixel), graph.Reshape(rows, build.Name + "PixelRows", pixel));
        return graph.Append(Layouts.ConcatColumns, build.Name + "Grid", pixels, graph.Constant(build.Name + "Ones", pixel, 1));

        Value Counted(string name, int count) =>
            graph.Append(Constants.Multiples, build.Name + name, new OperationAttributes { Type = TensorType.Float(count), Factor = 1 });
    }

    /// <summary>Returns the rule of the pixel before a place, or of the pixel behind it.</summary>
    private static Func<Scalar, Scalar> At(double step) => place => place.Append(ScalarOperations.Floor) + step;

    /// <summary>Writes the distance from the pixel before a place.</summary>
    private static Scalar Part(Scalar place) => place - place.Append(ScalarOperations.Floor);

    /// <summary>Writes the nearest pixel; halves are rounded away from 0.</summary>
    private static Scalar Rounded(Scalar place) =>
        place.Below(0, -(0.5 - place).Append(ScalarOperations.Floor), (place + 0.5).Append(ScalarOperations.Floor));

    /// <summary>Writes the pixel whose number stands at a row or column, which may be outside the image.</summary>
    private static Scalar Index(Scalar at, int size, FillMode fill) => fill switch
    {
        FillMode.Wrap => Remainder(at, size),
        FillMode.Reflect => Remainder(at, 2 * size) is var place ? place.Above(size - 1, 2 * size - 1 - place, place) : default,
        _ => at.Below(0, at.Of(0), at.Above(size - 1, at.Of(size - 1), at)),
    };

    private static Scalar Remainder(Scalar x, double divisor) => x - divisor * (x / divisor).Append(ScalarOperations.Floor);

    private static Scalar IsInside(Scalar at, int size) => at.Below(0, at.Of(0), at.Above(size - 1, at.Of(0), at.Of(1)));
}
