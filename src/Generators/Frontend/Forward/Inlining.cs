using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Writes the parts of a record as tensors of a method of that record.</summary>
/// <param name="training">True for the computation in training.</param>
/// <param name="add">Appends a tensor, and returns its number.</param>
internal sealed class Inlining(bool training, Func<TensorNode, int> add)
{
    /// <summary>Returns true when a part is more than a sequence of layers.</summary>
    public static bool IsRecord(PartSpec part) => part is RecordPart || (part is RepeatedPart { Items: var items } && IsRecord(items[0]));

    /// <summary>Returns the computation of parts one after the other. The content of a record has the place of its parameter.</summary>
    public static ForwardSpec Chain(EquatableArray<PartSpec> parts)
    {
        var prediction = Chain(parts, training: false);
        var trained = Chain(parts, training: true);
        return new ForwardSpec("", prediction, trained.Equals(prediction) ? prediction : trained);
    }

    private static TensorTrace Chain(EquatableArray<PartSpec> parts, bool training)
    {
        var nodes = new List<TensorNode> { new(TensorNode.Input, [], -1) };
        var (x, first, draws) = (0, 0, 0);
        for (var i = 0; i < parts.Count; first += parts[i].Count, i++)
        {
            var place = IsRecord(parts[i]) ? i : -1;
            x = new Inlining(training, Add).Apply(parts[i], first, parts[i].Name, x);

            int Add(TensorNode node)
            {
                nodes.Add(node with { Place = place, Draw = node.IsDraw ? draws++ : -1 });
                return nodes.Count - 1;
            }
        }
        return new TensorTrace(nodes.ToEquatableArray(), x);
    }

    /// <summary>Applies a part of a record to a tensor, and returns the number of the result.</summary>
    /// <param name="part">The part.</param>
    /// <param name="first">Number of its first layer.</param>
    /// <param name="path">Its name, seen from the record that has the method.</param>
    /// <param name="x">Number of the tensor.</param>
    public int Apply(PartSpec part, int first, string path, int x) => part switch
    {
        LayerPart => add(new TensorNode(TensorNode.Layer, [x], 0) { LayerIndex = first, Name = path }),
        RecordPart { Record: var record } => Apply(record, first, path, x),
        RepeatedPart { Items: var items } => Follow(items, first, path, x),
        _ => throw new UnreadableException(),
    };

    /// <inheritdoc cref="Apply(PartSpec, int, string, int)"/>
    public int Apply(RecordSpec record, int first, string path, int x)
    {
        if (record.InputShape is { } shape) x = add(new TensorNode(TensorNode.Model, [x], 0) { Name = path, Integers = shape });
        if (record.Forward is not { } forward) return Follow(record.Parts, first, path, x);
        var trace = training ? forward.Training : forward.Prediction;
        var numbers = new int[trace.Nodes.Count];
        numbers[0] = x;
        for (var i = 1; i < numbers.Length; i++) numbers[i] = add(Moved(trace.Nodes[i], forward, numbers, first, path));
        return numbers[trace.Result];
    }

    private static TensorNode Moved(TensorNode node, ForwardSpec forward, int[] numbers, int first, string path)
    {
        var isPart = node.IsLayer || node.Function == TensorNode.Model;
        var method = node.Method.Length > 0 ? node.Method : forward.Method;
        return node with
        {
            Operands = node.Operands.Select(operand => numbers[operand]).ToEquatableArray(),
            LayerIndex = node.LayerIndex < 0 ? -1 : first + node.LayerIndex,
            Name = isPart ? $"{path}.{node.Name}" : node.Name,
            Method = isPart ? "" : $"{path}.{method}",
        };
    }

    private int Follow(EquatableArray<PartSpec> parts, int first, string path, int x)
    {
        foreach (var part in parts)
        {
            x = Apply(part, first, $"{path}.{part.Name}", x);
            first += part.Count;
        }
        return x;
    }
}
