using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes.Fusion;

/// <summary>
/// Joins patches and a product to one operation: a convolution, or the gradient of its images or of its kernel. An engine does it without
/// the patches in memory. When several products read the patches, each makes them again. So patches are removed only when all their readers
/// are products, and when making them costs little beside multiplying. The pass runs after <see cref="Fuse"/>, whose products have their
/// bias and activation.
/// </summary>
internal static class FuseConvolutions
{
    /// <summary>
    /// The least size of a patch for which it is made again for each product. Smaller patches are read from memory. For them, moving a few
    /// numbers of each row of cells takes longer than reading the patches (docs/adr/0009).
    /// </summary>
    private const int WorthMakingAgain = 64;

    public static Graph Run(Graph graph) => Run(graph, always: false);

    /// <param name="graph">The graph.</param>
    /// <param name="always">True to remove patches also when they would have to be made again: for a graph that others run.</param>
    public static Graph Run(Graph graph, bool always)
    {
        var readers = graph.Operations.SelectMany(o => o.Operands.Select(x => (Value: x, Reader: o))).ToLookup(r => r.Value, r => r.Reader);
        var outputs = graph.Outputs.Select(o => o.Value).ToImmutableHashSet();
        var gone = graph.Operations.Where(o => o.Is(Images.Patches) && MayGo(o)).ToImmutableHashSet();
        var rewriter = new GraphRewriter(graph);
        return rewriter.Rewrite((operation, _) => (Convolution(operation) ?? ImageGradient(operation)) is { } value ? [value] : null);

        bool MayGo(Operation patches)
        {
            var products = patches.Results.SelectMany(Readers).ToList();
            return products.All(o => IsProduct(o) && Behind(o.Operands[0]) == patches && o.Operands.Skip(1).All(x => Made(x) != patches))
                && (always || products.Count == 1 || patches.Result.Type.Columns.Size >= WorthMakingAgain);
        }

        // Returns the operations that read a value or a view of it. For an output it returns the value's producer, which is no product, so
        // the value stays.
        IEnumerable<Operation> Readers(Value value) =>
            outputs.Contains(value) ? [value.Producer] : readers[value].SelectMany(o => o.Is(Sources.Reshape) ? Readers(o.Result) : [o]);

        Value? Convolution(Operation operation)
        {
            if (!IsProduct(operation) || Behind(operation.Operands[0]) is not { } patches || !gone.Contains(patches)) return null;
            var (builder, name, attributes) = (rewriter.Builder, operation.Result.Name, operation.Attributes);
            var (images, operands) = (rewriter.New(patches.Operands[0]), operation.Operands.Select(rewriter.New).ToImmutableArray());
            var window = new OperationAttributes { Window = patches.Attributes.Window };
            var addend = operation.Is(Matrices.MatMulAdd) ? operands[2] : null;
            Value result;
            if (attributes.TransposeLeft)
            {
                var gradient = AtPlaces(operands[1], patches.Result.Type);
                result = builder.Append(Images.ConvolutionKernelGradient, name, window, images, gradient);
            }
            else
            {
                ImmutableArray<Value> with = operation.Is(Matrices.Dense) ? [images, .. operands.Skip(1)] : [images, operands[1]];
                result = builder.Append(Images.Convolution, name, window with { Activation = attributes.Activation }, [.. with]);
            }
            result = builder.Reshape(result, name, operation.Result.Type);
            return addend is null ? result
                : builder.Append(Elementwise.AddScaled, name, new OperationAttributes { Factor = attributes.Factor }, result, addend);
        }

        Value? ImageGradient(Operation operation)
        {
            if (!operation.Is(Images.PatchesGradient)) return null;
            var upstream = operation.Operands[0];
            if (Made(upstream) is not { Attributes: { TransposeLeft: false, TransposeRight: true } } product
                || !product.Is(Matrices.MatMul)) return null;
            if (product.Result.Type.Columns != upstream.Type.Columns || !Readers(product.Result).SequenceEqual([operation])) return null;
            var gradient = AtPlaces(rewriter.New(product.Operands[0]), upstream.Type);
            return rewriter.Builder.Append(
                Images.ConvolutionImageGradient, operation.Result.Name, operation.Attributes, gradient, rewriter.New(product.Operands[1]));
        }

        // Returns the results of filters with the patches' positions as rows.
        Value AtPlaces(Value filtered, TensorType patches) =>
            rewriter.Builder.Reshape(filtered, filtered.Name, patches.With([.. patches.RowDims, filtered.Type.Columns]));
    }

    /// <summary>Returns true for products that are a convolution or a kernel's gradient when their left operand is patches.</summary>
    private static bool IsProduct(Operation operation) =>
        operation is { Attributes.TransposeRight: false }
        && (operation.Is(Matrices.MatMul) || operation.Is(Matrices.MatMulAdd) || operation.Is(Matrices.Dense));

    /// <summary>
    /// Returns the patches that a value is, or is a view of. Each row must be one patch, not a whole image as after a flatten; otherwise it
    /// returns null.
    /// </summary>
    private static Operation? Behind(Value value) =>
        Made(value) is var made && made.Is(Images.Patches) && made.Result.Type.Columns == value.Type.Columns ? made : null;

    private static Operation Made(Value value)
    {
        var made = value.Producer;
        while (made.Is(Sources.Reshape)) made = made.Operands[0].Producer;
        return made;
    }
}
