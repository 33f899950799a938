using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes;

/// <summary>
/// Stores kernels of few columns transposed: those of output layers, where vectors along ten classes would leave lanes idle, forward and
/// backward. It comes before differentiation, so that the gradient has the layout of what it belongs to. A kernel is stored so where it is
/// multiplied with from the right only, and else only looked at element by element for a sum, as a penalty does.
/// </summary>
internal static class NarrowKernels
{
    /// <summary>With more columns, vectors are full enough.</summary>
    private const int MostColumns = 16;

    /// <summary>With fewer rows, the sums at the end of each vector cost more than the idle lanes.</summary>
    private const int FewestRows = 256;

    /// <summary>What may happen to a kernel's elements on the way to a sum, which does not see their order.</summary>
    private static readonly ImmutableHashSet<OperationDefinition> OfElements =
        [Elementwise.Multiply, Elementwise.Scale, Elementwise.Add, Elementwise.Activate, Reductions.Sum];

    /// <summary>The numbers of the parameters that are stored transposed in every program of a model, from the one that uses all of them.</summary>
    public static ImmutableHashSet<int> In(Graph graph) =>
    [
        .. graph.Operations.Where(o => IsParameter(o) && IsNarrow(o.Result.Type) && MayBeTransposed(graph, o.Result))
            .Select(o => o.Attributes.Index),
    ];

    /// <summary>The pass for a model's choice of parameters.</summary>
    public static Pass PassFor(ImmutableHashSet<int> parameters) => new("narrow kernels", graph => Run(graph, parameters));

    private static Graph Run(Graph graph, ImmutableHashSet<int> parameters)
    {
        if (parameters.IsEmpty) return graph;
        var rewriter = new GraphRewriter(graph);
        var transposed = new HashSet<Value>();
        return rewriter.Rewrite((operation, operands) =>
        {
            if (IsParameter(operation) && parameters.Contains(operation.Attributes.Index))
            {
                var kernel = operation.Result;
                var type = TensorType.Float(kernel.Type.Dims[1], kernel.Type.Dims[0]);
                var stored = rewriter.Builder.Source(operation.Definition, kernel.Name, type, operation.Attributes.Index);
                transposed.Add(stored);
                return [stored];
            }
            if (!operation.Is(Matrices.MatMul) || !transposed.Contains(operands[1])) return null;
            return [rewriter.Builder.Append(Matrices.MatMul, operation.Result.Name, operation.Attributes with { TransposeRight = true }, [.. operands])];
        });
    }

    /// <summary>Whether an operation is a tensor of a layer; a frozen one is a state that never changes.</summary>
    private static bool IsParameter(Operation operation) => operation.Is(Sources.Parameter) || operation.Is(Sources.State);

    private static bool IsNarrow(TensorType type) => type.Rank == 2 && type.Dims[1].Size <= MostColumns && type.Dims[0].Size >= FewestRows;

    private static bool MayBeTransposed(Graph graph, Value kernel)
    {
        var elements = new HashSet<Value> { kernel };
        var multiplied = false;
        foreach (var operation in graph.Operations.Where(o => o.Operands.Any(elements.Contains)))
        {
            if (operation.Is(Matrices.MatMul) && operation.Operands[1] == kernel && operation.Operands[0] != kernel && !operation.Attributes.TransposeRight)
            {
                multiplied = true;
                continue;
            }
            // A penalty, which is a scalar from here on.
            var sum = operation.Is(Reductions.Sum);
            if (!OfElements.Contains(operation.Definition) || !operation.Operands.All(elements.Contains)) return false;
            if (!sum) elements.Add(operation.Result);
        }
        return multiplied && !graph.Outputs.Any(o => elements.Contains(o.Value));
    }
}
