using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes.Fusion;

/// <summary>
/// Makes one operation of patches and a product, which an engine does without the patches in memory: a convolution, and the gradients of its
/// images and of its kernel. Patches that several products read are made again for each; so they go only where all who read them are products, and
/// where making them is little beside multiplying. It comes after <see cref="Fuse"/>, whose products have their bias and activation.
/// </summary>
internal static class FuseConvolutions
{
    /// <summary>
    /// Numbers of a patch from which on it is made again for each product: below, moving a few numbers of each row of cells takes longer than reading
    /// the patches from memory (docs/adr/0009).
    /// </summary>
    private const int WorthMakingAgain = 64;

    public static Graph Run(Graph graph)
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
                && (products.Count == 1 || patches.Result.Type.Columns.Size >= WorthMakingAgain);
        }

        // What reads a value, or a view of it; nothing where it leaves the graph, which no product may take away.
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
            return addend is null ? result : builder.Append(Elementwise.AddScaled, name, new OperationAttributes { Factor = attributes.Factor }, result, addend);
        }

        Value? ImageGradient(Operation operation)
        {
            if (!operation.Is(Images.PatchesGradient)) return null;
            var upstream = operation.Operands[0];
            if (Made(upstream) is not { Attributes: { TransposeLeft: false, TransposeRight: true } } product || !product.Is(Matrices.MatMul)) return null;
            if (product.Result.Type.Columns != upstream.Type.Columns || !Readers(product.Result).SequenceEqual([operation])) return null;
            var gradient = AtPlaces(rewriter.New(product.Operands[0]), upstream.Type);
            return rewriter.Builder.Append(
                Images.ConvolutionImageGradient, operation.Result.Name, operation.Attributes, gradient, rewriter.New(product.Operands[1]));
        }

        // Numbers of filters, with the places of patches for rows.
        Value AtPlaces(Value filtered, TensorType patches) =>
            rewriter.Builder.Reshape(filtered, filtered.Name, patches.With([.. patches.RowDims, filtered.Type.Columns]));
    }

    /// <summary>Products that are a convolution or a kernel's gradient when they have patches on the left.</summary>
    private static bool IsProduct(Operation operation) =>
        operation is { Attributes.TransposeRight: false }
        && (operation.Is(Matrices.MatMul) || operation.Is(Matrices.MatMulAdd) || operation.Is(Matrices.Dense));

    /// <summary>The patches that a value, or what it is a view of, is: in rows of one patch each, not of a whole image as behind a flatten.</summary>
    private static Operation? Behind(Value value) =>
        Made(value) is var made && made.Is(Images.Patches) && made.Result.Type.Columns == value.Type.Columns ? made : null;

    private static Operation Made(Value value)
    {
        var made = value.Producer;
        while (made.Is(Sources.Reshape)) made = made.Operands[0].Producer;
        return made;
    }
}
