using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Passes.Autodiff;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Passes.Export;
using ModelDsl.Generators.Passes.Fusion;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Passes;

/// <summary>A step that turns one graph into another.</summary>
internal sealed record Pass(string Name, Func<Graph, Graph> Run);

/// <summary>The passes between lowering and the plan of buffers, in order.</summary>
internal static class PassPipeline
{
    private static readonly Pass Differentiate = new("reverse-mode adjoint", ReverseMode.Run);

    private static readonly ImmutableArray<Pass> Optimize =
    [
        new("simplify", Simplify.Run),
        new("common subexpressions", CommonSubexpressions.Run),
        new("simplify what became equal", Simplify.Run),
        new("dead code", DeadCode.Run),
        new("fuse", Fuse.Run),
        new("fuse convolutions", FuseConvolutions.Run),
        new("fuse maps", FuseMaps.Run),
        new("dead code after fusion", DeadCode.Run),
        new("place outputs", PlaceOutputs.Run),
    ];

    private static readonly ImmutableArray<Pass> DifferentiateOnce = [new("simplify before the adjoint", Simplify.Run), Differentiate];

    /// <summary>What every program but an export begins with.</summary>
    private static readonly Pass WriteOut = new("write out steps", UnrollRecurrences.OfNoInstruction);

    private static readonly Pass Unroll = new("unroll recurrences", UnrollRecurrences.Run);

    /// <summary>Passes that remove needless operations, so that these are not differentiated again.</summary>
    private static readonly ImmutableArray<Pass> BeforeTangent =
    [
        new("simplify before the tangent", Simplify.Run),
        new("common subexpressions before the tangent", CommonSubexpressions.Run),
        new("dead code before the tangent", DeadCode.Run),
    ];

    public static readonly ImmutableArray<Pass> Inference = Optimize;

    public static readonly ImmutableArray<Pass> Gradient = [.. DifferentiateOnce, .. Optimize];

    /// <summary>
    /// The passes from a loss to its gradient and the product of its Hessian with a direction, which is the tangent of the gradient.
    /// </summary>
    public static readonly ImmutableArray<Pass> HessianVectorProduct =
        [Unroll, .. DifferentiateOnce, .. BeforeTangent, new("forward-mode tangent", ForwardMode.HessianVectorProduct), .. Optimize];

    /// <summary>Returns the passes from predictions to their tangent.</summary>
    /// <param name="inputMoves">True when the input holds numbers that can move; false when it holds indices.</param>
    public static ImmutableArray<Pass> JacobianVectorProduct(bool inputMoves) =>
        [Unroll, .. BeforeTangent, new("forward-mode tangent", graph => ForwardMode.JacobianVectorProduct(graph, inputMoves)), .. Optimize];

    /// <summary>Returns the passes of a program of a model in which some kernels are stored transposed.</summary>
    public static ImmutableArray<Pass> For(ProgramKind kind, ImmutableHashSet<int> transposed) =>
        [WriteOut, NarrowKernels.PassFor(transposed), .. kind == ProgramKind.Gradient ? Gradient : Inference];

    /// <summary>
    /// Returns the passes from predictions to the graph that a model exports. Products and convolutions have their bias and activation;
    /// parameters and functions stay as the author wrote them.
    /// </summary>
    /// <param name="inputs">The inputs of a model with several.</param>
    public static ImmutableArray<Pass> Export(EquatableArray<InputSpec> inputs) =>
    [
        new("separate inputs", graph => SeparateInputs.Run(graph, inputs)),
        new("simplify", Simplify.Run),
        new("common subexpressions", CommonSubexpressions.Run),
        new("simplify what became equal", Simplify.Run),
        new("join layers", JoinLayers.Run),
        new("dead code", DeadCode.Run),
        new("fuse", Fuse.Run),
        new("fuse convolutions", static graph => FuseConvolutions.Run(graph, always: true)),
        new("dead code after fusion", DeadCode.Run),
    ];

    /// <summary>Runs passes one after the other, and verifies the graph after each.</summary>
    public static Graph Run(Graph graph, ImmutableArray<Pass> passes)
    {
        GraphVerifier.Verify(graph, "lowering");
        foreach (var pass in passes)
        {
            graph = pass.Run(graph);
            GraphVerifier.Verify(graph, pass.Name);
        }
        return graph;
    }
}
