namespace ModelDsl.Import.Tests.Support;

/// <summary>Numbers in row-major order, in double precision.</summary>
public sealed record Numbers(long[] Sizes, double[] Data)
{
    public static Numbers Of(long[] sizes, IEnumerable<float> data) => new(sizes, [.. data.Select(number => (double)number)]);
}

/// <summary>Runs an imported model as its records say, with plain loops.</summary>
public static class Evaluator
{
    /// <summary>Runs a model on inputs of n samples.</summary>
    public static IReadOnlyList<Numbers> Run(ImportedModel model, long n, IReadOnlyList<Numbers> inputs)
    {
        var values = new Dictionary<Operand, Numbers>();
        foreach (var (value, numbers) in model.Inputs.Zip(inputs))
            values[value] = numbers;
        foreach (var step in model.Steps)
        {
            var operands = step.Operands.Select(operand => operand is Constant constant ? Read(constant.Tensor) : values[operand]).ToList();
            if (step.Operation is Split(var axis, var sizes))
            {
                long start = 0;
                foreach (var (result, size) in step.Results.Zip(sizes))
                {
                    values[result] = Movements.Cut(operands[0], [new(axis, start, size, 1)]);
                    start += size;
                }
                continue;
            }
            var computed = Compute(step.Operation, operands, n);
            Assert.Equal(step.Result.Shape.At(n), computed.Sizes);
            values[step.Result] = computed;
        }
        return [.. model.Outputs.Select(output => values[output])];
    }

    public static Numbers Read(Tensor tensor) => new(
        [.. tensor.Shape.Select(size => (long)size)],
        tensor.Type == ElementType.Float ? Array.ConvertAll(tensor.ReadFloats(), number => (double)number)
            : Array.ConvertAll(tensor.ReadIntegers(), number => (double)number));

    private static Numbers Compute(Operation operation, IReadOnlyList<Numbers> operands, long n)
    {
        var x = operands[0];
        return operation switch
        {
            Apply(var layer) => Layers.Apply(layer, x),
            Unary(UnaryFunction.Not, _, _) => Each(x, number => number == 0 ? 1 : 0),
            Unary unary => Each(x, number => Elementwise.Value(unary, number)),
            Binary(var function) => Movements.Broadcast(operands, numbers => function switch
            {
                BinaryFunction.Maximum => double.IsNaN(numbers[0] + numbers[1]) ? double.NaN : Math.Max(numbers[0], numbers[1]),
                _ => Elementwise.Value(function, numbers[0], numbers[1]),
            }),
            Where => Movements.Broadcast(operands, numbers => numbers[0] != 0 ? numbers[1] : numbers[2]),
            Clip(var least, var most) => Each(x, number => Math.Min(Math.Max(number, least ?? -1e300), most ?? 1e300)),
            MatMul => Movements.Product(x, operands[1]),
            Reshape(var target) => x with { Sizes = target.At(n) },
            Transpose(var order) => Movements.Turn(x, order),
            Expand(var target) => Movements.Broadcast([x, new(target.At(n), new double[ShapeRules.Length(target.At(n))])],
                numbers => numbers[0]),
            Concat(var axis) => Movements.Join(operands, axis),
            Slice(var ranges) => Movements.Cut(x, ranges),
            Gather(var axis) => Movements.Take(x, axis, [.. operands[1].Data.Select(place => (long)place)]),
            Reduce(var function, var axes, var keep) => Movements.Reduce(x, axes, keep, numbers => function switch
            {
                ReduceFunction.Sum => numbers.Sum(),
                ReduceFunction.Mean => numbers.Average(),
                ReduceFunction.Maximum => numbers.Max(),
                ReduceFunction.Minimum => numbers.Min(),
                _ => numbers.Aggregate((a, b) => a * b),
            }),
            ArgMax(var axis, var keep, var smallest) => Movements.Reduce(x, [axis], keep, numbers =>
                numbers.IndexOf(smallest ? numbers.Min() : numbers.Max())),
            Softmax(var axis, var isLogarithm) => Movements.Softmax(x, axis, isLogarithm),
            Pool pool => Movements.Pool(x, pool),
            Pad pad => Movements.Pad(x, pad),
            Resize(var factors, var mode) => Movements.Resize(x, factors, mode),
            Cast(ElementType.Boolean) => Each(x, number => number != 0 ? 1 : 0),
            Cast(ElementType.Integer) => Each(x, Math.Truncate),
            Cast => x,
            _ => throw new InvalidOperationException($"{operation} is not computed."),
        };
    }

    internal static Numbers Each(Numbers x, Func<double, double> function) =>
        x with { Data = Array.ConvertAll(x.Data, number => function(number)) };
}
