using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// The samples after a first layer that only scales them, <c>[Rescaling]</c> or <c>[Normalization]</c>. Whoever gathers samples for a
/// program may write this value instead of the input, and leave out the program's first operations.
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="End">The number of operations that compute it. They are the first ones, and nothing else reads their results.</param>
/// <param name="Arguments">The arguments of <c>SamplePreparation</c> that say how it is computed.</param>
internal sealed record PreparedInput(Value Value, int End, string Arguments)
{
    /// <summary>Returns the prepared input of a program; null when it has none.</summary>
    /// <param name="graph">The program.</param>
    /// <param name="operations">Its operations in the order in which they run.</param>
    public static PreparedInput? Of(Graph graph, IReadOnlyList<Operation> operations)
    {
        var readers = Readers(graph);
        var input = graph.Operations.First(operation => operation.Is(Sources.Input)).Result;
        if (readers[input] is not [{ Operands.Length: > 0 } reader] || !Reads(reader, input)) return null;
        if (Rescaled(reader) is { } rescaled) return First(rescaled, [reader], operations, readers);
        return Normalized(reader, readers) is var (result, steps, arguments)
            ? First((result, arguments), steps, operations, readers)
            : null;
    }

    private static (Value Value, string Arguments)? Rescaled(Operation reader)
    {
        if (reader.Is(Elementwise.Scale) && reader.Attributes.Factor.BatchPower == 0)
            return (reader.Result, $"{Literal.Of(reader.Attributes.Factor.Value)}, 0.0");
        if (!reader.Is(Maps.Map) || reader.Operands.Length != 1 || reader.Attributes.Function!.Nodes.Items is not
            [var x, var scale, var product, var offset, var sum]) return null;
        var isRescaling = x.Is(ScalarOperations.Argument) && scale.Is(ScalarOperations.Number) && offset.Is(ScalarOperations.Number)
            && product.Is(ScalarOperations.Multiply) && product.Operands.SequenceEqual([0, 1])
            && sum.Is(ScalarOperations.Add) && sum.Operands.SequenceEqual([2, 3]);
        return isRescaling ? (reader.Result, $"{Literal.Of(scale.Value)}, {Literal.Of(offset.Value)}") : null;
    }

    /// <summary>Recognizes <c>(x − mean)/max(√variance, least)</c>, as the layer writes it.</summary>
    private static (Value Value, Operation[] Steps, string Arguments)? Normalized(
        Operation distance, IReadOnlyDictionary<Value, IReadOnlyList<Operation>> readers)
    {
        if (!distance.Is(Matrices.AddBias) || readers[distance.Result] is not [var last] || !last.Is(Normalizations.ScaleRows)) return null;
        var minusMean = distance.Operands[1].Producer;
        var factor = last.Operands[1].Producer;
        if (!minusMean.Is(Elementwise.Scale) || minusMean.Attributes.Factor != new Coefficient(-1) || !factor.Is(Arithmetic.Divide)
            || !factor.Operands[0].Producer.Is(Elementwise.Fill) || !factor.Operands[0].Producer.Attributes.Factor.IsOne) return null;
        var divisor = factor.Operands[1].Producer;
        if (!divisor.Is(Arithmetic.Clamp) || !double.IsPositiveInfinity(divisor.Attributes.Most)) return null;
        var deviation = divisor.Operands[0].Producer;
        if (!deviation.Is(Arithmetic.Sqrt)) return null;
        var (mean, variance) = (minusMean.Operands[0].Producer, deviation.Operands[0].Producer);
        if (!mean.Is(Sources.State) || !variance.Is(Sources.State)) return null;
        return (last.Result, [minusMean, deviation, divisor, factor, distance, last],
            $"parameters[{Literal.Of(mean.Attributes.Index)}], parameters[{Literal.Of(variance.Attributes.Index)}], {Literal.Of(divisor.Attributes.Least)}");
    }

    private static PreparedInput? First((Value Value, string Arguments) found, Operation[] steps, IReadOnlyList<Operation> operations,
        IReadOnlyDictionary<Value, IReadOnlyList<Operation>> readers)
    {
        var areFirst = operations.Count >= steps.Length && operations.Take(steps.Length).All(steps.Contains);
        var areAlone = steps.Where(step => step.Result != found.Value).All(step => readers[step.Result].All(steps.Contains));
        return areFirst && areAlone ? new PreparedInput(found.Value, steps.Length, found.Arguments) : null;
    }

    /// <summary>Returns true when the first operand is a value or a view of it, and no other operand is.</summary>
    private static bool Reads(Operation reader, Value value) =>
        Storage(reader.Operands[0]) == value && reader.Operands.Skip(1).All(operand => Storage(operand) != value);

    private static Value Storage(Value value)
    {
        while (value.Producer.Definition.IsView) value = value.Producer.Operands[0];
        return value;
    }

    /// <summary>
    /// Returns the operations that read each value, or a view of it. An output of the program counts as one more reader: the operation that
    /// made it.
    /// </summary>
    private static IReadOnlyDictionary<Value, IReadOnlyList<Operation>> Readers(Graph graph)
    {
        var readers = graph.Operations.SelectMany(operation => operation.Results).ToDictionary(value => value, _ => new List<Operation>());
        foreach (var operation in graph.Operations.Where(operation => !operation.Definition.IsView))
            foreach (var operand in operation.Operands.Select(Storage).Distinct()) readers[operand].Add(operation);
        foreach (var output in graph.Outputs)
            if (!output.Value.Producer.Is(Sources.State)) readers[Storage(output.Value)].Add(Storage(output.Value).Producer);
        return readers.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Operation>)pair.Value);
    }
}
