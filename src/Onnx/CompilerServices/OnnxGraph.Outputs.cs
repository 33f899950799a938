using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

// The outputs, and the end of the graph.
public sealed partial class OnnxGraph
{
    internal const string LabelName = "label", ProbabilitiesName = "probabilities";

    private readonly List<(string Name, OnnxValue Value)> outputs = [];

    /// <summary>Makes a value an output of the model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    public void Output(string name, OnnxValue value) => outputs.Add((name, value));

    private IEnumerable<string> OutputNames => options.Classifier ? [LabelName, ProbabilitiesName]
        : model.Outputs.IsEmpty ? ["output"] : model.Outputs.Map(output => output.Name);

    /// <summary>Ends the graph: outputs get their names, and what no output needs is taken out.</summary>
    internal GraphProto Finish()
    {
        if (options.Classifier) Classify(outputs[0].Value);
        else foreach (var (name, value) in outputs) End(name, value);
        Prune();
        return proto;
    }

    /// <summary>Writes the outputs of a classifier.</summary>
    private void Classify(OnnxValue value)
    {
        var probabilities = model.Output == OutputKind.Logits ? Softmax(value.Name + ".Probabilities", value) : value;
        var dims = probabilities.Dims[..^1];
        var label = Tensor("ArgMax", value.Name + ".Label", [In(probabilities)], dims, DataType.Int64,
            Int("axis", probabilities.Rank - 1), Int("keepdims", 0));
        End(LabelName, new OnnxValue(LabelName, dims) { Last = label, Element = DataType.Int64 });
        End(ProbabilitiesName, probabilities);
    }

    /// <summary>
    /// Gives the tensor of an output the output's name. One that has another part to play, as an input or another output, is copied.
    /// </summary>
    private void End(string name, OnnxValue value)
    {
        var tensor = In(value);
        // No two tensors of a file have one name.
        if (proto.Input.Any(input => input.Name == name)) name = names.Unique(name);
        var maker = proto.Node.FirstOrDefault(node => node.Output.Contains(tensor));
        if (maker is null || proto.Output.Any(output => output.Name == tensor))
        {
            proto.Node.Add(new NodeProto { OpType = "Identity", Name = name, DocString = Text(value.Dims), Input = { tensor }, Output = { name } });
        }
        else
        {
            foreach (var node in proto.Node)
            {
                Rename(node.Input, tensor, name);
                Rename(node.Output, tensor, name);
            }
            proto.ValueInfo.Remove(proto.ValueInfo.First(info => info.Name == tensor));
            value.Last = name;
        }
        proto.Output.Add(Info(name, value.Dims, value.Element));
    }

    private static void Rename(IList<string> tensors, string from, string to)
    {
        for (var i = 0; i < tensors.Count; i++)
            if (tensors[i] == from) tensors[i] = to;
    }

    /// <summary>Takes out the nodes and weights on which no output depends.</summary>
    private void Prune()
    {
        var needed = proto.Output.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = proto.Node.Count - 1; i >= 0; i--)
        {
            if (proto.Node[i].Output.Any(needed.Contains)) needed.UnionWith(proto.Node[i].Input);
            else proto.Node.RemoveAt(i);
        }
        Keep(proto.Initializer, tensor => tensor.Name);
        Keep(proto.ValueInfo, info => info.Name, [.. proto.Node.SelectMany(node => node.Output)]);

        void Keep<T>(IList<T> items, Func<T, string> nameOf, HashSet<string>? made = null)
        {
            for (var i = items.Count - 1; i >= 0; i--)
                if (!needed.Contains(nameOf(items[i])) || made?.Contains(nameOf(items[i])) == false) items.RemoveAt(i);
        }
    }
}
