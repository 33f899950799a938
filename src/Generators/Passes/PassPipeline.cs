using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes.Autodiff;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Passes.Fusion;

namespace ModelDsl.Generators.Passes;

/// <summary>A step from graph to graph.</summary>
internal sealed record Pass(string Name, Func<Graph, Graph> Run);

/// <summary>What happens between lowering and the plan of buffers, in order.</summary>
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

    public static readonly ImmutableArray<Pass> Inference = Optimize;

    public static readonly ImmutableArray<Pass> Gradient = [new("simplify before the adjoint", Simplify.Run), Differentiate, .. Optimize];

    /// <summary>The passes of a program of a model in which some kernels are stored transposed.</summary>
    public static ImmutableArray<Pass> For(ProgramKind kind, ImmutableHashSet<int> transposed) =>
        [NarrowKernels.PassFor(transposed), .. kind == ProgramKind.Gradient ? Gradient : Inference];

    /// <summary>Runs passes one after the other and verifies after each.</summary>
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
