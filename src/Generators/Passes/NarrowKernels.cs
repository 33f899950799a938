using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes;

/// <summary>
/// Stores kernels with few columns transposed. These are kernels of output layers. Vectors along ten classes would leave lanes idle,
/// forward and backward. The pass runs before differentiation, so that a gradient has the same layout as its kernel. A kernel may be
/// transposed only if it is the right operand of products. Its only other use may be elementwise, on the way to a sum, as in a penalty.
/// </summary>
internal static class NarrowKernels
{
    /// <summary>With more columns than this, vectors are full enough.</summary>
    private const int MostColumns = 16;

    /// <summary>With fewer rows than this, the sums at the end of each vector cost more than the idle lanes.</summary>
    private const int FewestRows = 256;

    /// <summary>Elementwise operations allowed between a kernel and a sum (a sum does not depend on element order).</summary>
    private static readonly ImmutableHashSet<OperationDefinition> OfElements =
        [Elementwise.Multiply, Elementwise.Scale, Elementwise.Add, Elementwise.Activate, Reductions.Sum];

    /// <summary>
    /// Returns the numbers of the parameters that are stored transposed in every program of a model. It takes the program that uses all
    /// parameters.
    /// </summary>
    public static ImmutableHashSet<int> In(Graph graph) =>
    [
        .. graph.Operations.Where(o => IsParameter(o) && IsNarrow(o.Result.Type) && MayBeTransposed(graph, o.Result))
            .Select(o => o.Attributes.Index),
    ];

    /// <summary>Returns the pass for a model's choice of parameters.</summary>
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
            return [rewriter.Builder.Append(Matrices.MatMul, operation.Result.Name, operation.Attributes with { TransposeRight = true },
                [.. operands])];
        });
    }

    /// <summary>Returns true when an operation is a tensor of a layer. A frozen tensor is a state that never changes.</summary>
    private static bool IsParameter(Operation operation) => operation.Is(Sources.Parameter) || operation.Is(Sources.State);

    private static bool IsNarrow(TensorType type) => type.Rank == 2 && type.Dims[1].Size <= MostColumns && type.Dims[0].Size >= FewestRows;

    private static bool MayBeTransposed(Graph graph, Value kernel)
    {
        var elements = new HashSet<Value> { kernel };
        var multiplied = false;
        foreach (var operation in graph.Operations.Where(o => o.Operands.Any(elements.Contains)))
        {
            if (operation.Is(Matrices.MatMul) && operation.Operands[1] == kernel && operation.Operands[0] != kernel
                && !operation.Attributes.TransposeRight)
            {
                multiplied = true;
                continue;
            }
            // A penalty: its sum is a scalar, so the readers of the sum need no check.
            var sum = operation.Is(Reductions.Sum);
            if (!OfElements.Contains(operation.Definition) || !operation.Operands.All(elements.Contains)) return false;
            if (!sum) elements.Add(operation.Result);
        }
        return multiplied && !graph.Outputs.Any(o => elements.Contains(o.Value));
    }
}
