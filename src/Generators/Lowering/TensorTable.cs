using System.Collections.Immutable;
using System.Numerics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>The tensors of layers. A layer gets them at its first use; later uses share them.</summary>
internal sealed class TensorTable
{
    /// <summary>Parameters begin at multiples of this number (<c>ParameterArena</c>).</summary>
    private const int Alignment = 16;

    private readonly List<ParameterInfo> parameters = [];
    private readonly List<GraphOutput> states = [];
    private readonly Dictionary<(string Layer, string Property), Value> values = [];

    /// <summary>The moving statistics after a step of training.</summary>
    public IReadOnlyList<GraphOutput> States => states;

    /// <summary>The count of numbers in the arena that holds all tensors.</summary>
    public BigInteger Room =>
        parameters.Aggregate(BigInteger.Zero, (sum, p) => sum + (FindingLog.Count(p.Type) + Alignment - 1) / Alignment * Alignment);

    /// <summary>
    /// Returns the present value of a layer's tensor; null when the layer was not applied yet, or has no tensor with the name.
    /// </summary>
    public Value? Find(LayerSpec layer, string property) => values.TryGetValue((layer.Name, property), out var known) ? known : null;

    /// <summary>All tensors, in the order of their numbers.</summary>
    public IReadOnlyList<ParameterInfo> All => parameters;

    /// <summary>Returns all tensors of a layer.</summary>
    public ImmutableArray<ParameterInfo> Of(LayerSpec layer) => [.. parameters.Where(p => p.Layer.Name == layer.Name)];

    /// <summary>Adds a tensor, which is trained if its source is <see cref="Sources.Parameter"/>.</summary>
    public Value Add(
        GraphBuilder graph, OperationDefinition source, LayerSpec layer, string property, TensorType type, InitializerSpec initializer)
    {
        var info = new ParameterInfo(parameters.Count, layer, property, type, initializer, Trainable: source == Sources.Parameter);
        parameters.Add(info);
        return values[(layer.Name, property)] = graph.Source(source, layer.Name + property, type, info.Index);
    }

    /// <summary>
    /// Sets the value of a state after a step of training. Another use of the layer in the same step continues from this value.
    /// </summary>
    public void Move(Value state, Value next)
    {
        var key = values.First(tensor => tensor.Value == state).Key;
        var index = parameters.First(p => p.Layer.Name == key.Layer && p.Property == key.Property).Index;
        states.RemoveAll(output => output.Index == index);
        states.Add(new GraphOutput(OutputRole.State, next, index));
        values[key] = next;
    }
}
