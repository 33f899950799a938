using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>
/// The types of a method's tensors while the method is read. It lowers the part that was read so far. Faults found here are not reported,
/// because the whole method will be lowered later.
/// </summary>
/// <param name="draft">The model without its method.</param>
/// <param name="method">Name of the method.</param>
internal sealed class TypeInference(ModelSpec draft, string method) : ITensorTypes
{
    private readonly LoweringContext context = new(ProgramKind.Loss);
    private ForwardLowering? lowering;

    public TensorType? Of(IReadOnlyList<TensorNode> nodes, int node)
    {
        lowering ??= new ForwardLowering(context, draft, method, ModelLowering.Input(context, draft));
        while (lowering.Count <= node) lowering.Add(nodes[lowering.Count]);
        return lowering[node]?.Type;
    }

    /// <summary>Returns what is wrong with the tensors of a method that could not be read to its end.</summary>
    public static IReadOnlyList<Finding> Check(ModelSpec draft, string method, TensorTrace trace)
    {
        if (trace.Nodes.Count == 0) return [];
        var inference = new TypeInference(draft, method);
        inference.Of(trace.Nodes, trace.Nodes.Count - 1);
        return inference.context.Findings.All;
    }
}
