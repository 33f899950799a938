using Onnx;
using Kind = Onnx.AttributeProto.Types.AttributeType;

namespace ModelDsl.Import;

/// <summary>A node of the file. It remembers which attributes were read: others would be silently ignored.</summary>
internal sealed class SourceNode
{
    private readonly Dictionary<string, AttributeProto> attributes = [];
    private readonly HashSet<string> read = [];

    public SourceNode(NodeProto node, int opset)
    {
        (Operator, Domain, Opset) = (node.OpType, node.Domain, opset);
        (Inputs, Outputs) = ([.. node.Input], [.. node.Output]);
        Name = node.Name.Length > 0 ? node.Name : Outputs.FirstOrDefault(output => output.Length > 0) ?? node.OpType;
        HasName = node.Name.Length > 0;
        foreach (var attribute in node.Attribute)
            if (attributes.ContainsKey(attribute.Name))
                throw Error($"has the attribute '{attribute.Name}' twice. Export the model again.");
            else
                attributes.Add(attribute.Name, attribute);
    }

    /// <summary>The node's name, or that of its first output if it has none.</summary>
    public string Name { get; }

    /// <summary>Whether the name is its own.</summary>
    public bool HasName { get; }

    public string Operator { get; }

    public string Domain { get; }

    public int Opset { get; }

    public IReadOnlyList<string> Inputs { get; }

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The results that a node or the model reads.</summary>
    public HashSet<string> Used { get; } = [];

    /// <summary>Whether anything reads a result.</summary>
    public bool IsUsed(int result) => result < Outputs.Count && Used.Contains(Outputs[result]);

    /// <summary>The node for messages: its name, operator and operator set.</summary>
    public override string ToString() =>
        $"node '{Name}' ({(ModelParser.IsStandard(Domain) ? "" : Domain + ".")}{Operator}, opset {Opset})";

    /// <summary>An error that begins with the node.</summary>
    public ImportException Error(string what) => new($"{this} {what}");

    public long? Integer(string name) => Find(name, Kind.Int)?.I;

    public long Integer(string name, long standard) => Integer(name) ?? standard;

    public double Number(string name, double standard) => Find(name, Kind.Float) is { } attribute ? Decimals.Short(attribute.F) : standard;

    public string Text(string name, string standard) => Find(name, Kind.String)?.S.ToStringUtf8() ?? standard;

    public long[]? Integers(string name) => Find(name, Kind.Ints)?.Ints.ToArray();

    public float[]? Numbers(string name) => Find(name, Kind.Floats)?.Floats.ToArray();

    public string[]? Texts(string name) => Find(name, Kind.Strings)?.Strings.Select(text => text.ToStringUtf8()).ToArray();

    public TensorProto? Tensor(string name) => Find(name, Kind.Tensor)?.T;

    public bool Has(string name) => attributes.ContainsKey(name);

    /// <summary>Throws if an attribute has another value than the only one that is offered.</summary>
    public void Require(string name, long only, string instead)
    {
        if (Integer(name, only) is var value && value != only)
            throw Error($"has {name} = {value}, which is not offered. {instead}");
    }

    /// <summary>Throws if an attribute was not read by anyone.</summary>
    public void CheckAllRead()
    {
        if (attributes.Keys.FirstOrDefault(name => !read.Contains(name)) is { } unknown)
            throw Error($"has the attribute '{unknown}', which is not known. Export the model with an older opset_version.");
    }

    private AttributeProto? Find(string name, Kind kind)
    {
        read.Add(name);
        if (!attributes.TryGetValue(name, out var attribute))
            return null;
        // Files of ONNX's first version do not say the kind.
        return attribute.Type == kind || attribute.Type == Kind.Undefined
            ? attribute
            : throw Error($"has an attribute '{name}' of type {attribute.Type}, not {kind}. Export the model again.");
    }
}
