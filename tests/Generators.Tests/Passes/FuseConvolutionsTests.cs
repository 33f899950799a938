using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Fusion;

namespace ModelDsl.Generators.Tests.Passes;

public class FuseConvolutionsTests
{
    private static readonly Window Window = new(Span1D.Same(7, 3, 1, 1), Span1D.Same(8, 3, 1, 1));

    private readonly GraphBuilder build = new();
    private int parameters;

    /// <summary>Gradient programs of convolutions of every kind, before and after the pass.</summary>
    internal static IEnumerable<(string Name, Graph Before, Graph After)> Programs()
    {
        foreach (var channels in new[] { 2, 8 })
            foreach (var (form, loss) in new (string, Func<FuseConvolutionsTests, Value, Value>)[]
            {
                ("plain", static (t, x) => t.Product(t.Patches(x), 5)),
                ("with bias and activation", static (t, x) => t.Activated(t.Product(t.Patches(x), 5))),
                ("with a penalty", static (t, x) => t.Product(t.Patches(x), 5)),
                ("with a residual", static (t, x) => t.build.Append(Elementwise.Add, "sum", t.Product(t.Patches(x), channelsOf(x)), x)),
                ("over a sequence", static (t, x) => t.Activated(t.Product(t.Flat(t.Patches(x)), 5))),
                ("transposed", static (t, x) => t.Transposed(x, 8)),
                ("one after the other", static (t, x) => t.Activated(t.Product(t.Patches(t.Activated(t.Product(t.Patches(x), 9))), 3))),
            })
            {
                var test = new FuseConvolutionsTests();
                var y = loss(test, test.Pictures(channels));
                var before = PassPipeline.Run(test.Loss(y, penalty: form == "with a penalty"), BeforeFusion);
                yield return ($"{form}, {channels} channels", before, DeadCode.Run(FuseConvolutions.Run(before)));
            }

        static int channelsOf(Value x) => x.Type.Columns.Size;
    }

    private static System.Collections.Immutable.ImmutableArray<Pass> BeforeFusion => [.. PassPipeline.Gradient.TakeWhile(p => p.Name != "fuse convolutions")];

    [Fact]
    public void Fused_programs_mean_the_same()
    {
        foreach (var (name, before, after) in Programs())
        {
            GraphVerifier.Verify(after, name);
            var data = new RandomData(3, 7);
            var (expected, actual) = (GraphInterpreter.Run(before, data).Outputs(before), GraphInterpreter.Run(after, data).Outputs(after));
            foreach (var (e, a) in expected.SelectMany(o => o).Zip(actual.SelectMany(o => o))) Assert.True(Math.Abs(e - a) <= 1e-12 * (1 + Math.Abs(e)), $"{name}: {e} became {a}");
        }
    }

    [Fact]
    public void Patches_of_many_numbers_leave_every_program()
    {
        foreach (var (name, before, after) in Programs().Where(p => p.Name.EndsWith("8 channels", StringComparison.Ordinal)))
        {
            Assert.True(Count(before, Images.Patches) + Count(before, Images.PatchesGradient) > 0, name);
            Assert.Equal((0, 0), (Count(after, Images.Patches), Count(after, Images.PatchesGradient)));
        }
    }

    [Fact]
    public void Short_patches_that_two_products_read_stay()
    {
        foreach (var (name, before, after) in Programs().Where(p => p.Name is "plain, 2 channels" or "with bias and activation, 2 channels"))
        {
            Assert.Equal(1, Count(after, Images.Patches));
            Assert.True(Count(before, Images.PatchesGradient) == Count(after, Images.ConvolutionImageGradient), name);
        }
        var alone = FusedForward(t => t.Product(t.Patches(t.Pictures(2)), 5));
        Assert.Equal((0, 1), (Count(alone, Images.Patches), Count(alone, Images.Convolution)));
    }

    [Fact]
    public void A_convolution_has_its_bias_and_activation()
    {
        var printed = GraphPrinter.Print(FusedForward(t => t.Activated(t.Product(t.Patches(t.Pictures(8)), 5))));
        Assert.Contains("= Convolution %2 %3 %4 {Relu, window 3 padding 1+1 × 3 padding 1+1}", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Patches_that_something_else_reads_stay()
    {
        Assert.Equal(1, Count(FusedForward(t =>
        {
            var patches = t.Patches(t.Pictures(8));
            return t.build.Append(Elementwise.Add, "sum", t.Product(patches, 72), patches);
        }), Images.Patches));
        Assert.Equal(1, Count(FusedForward(t =>
        {
            // The patches are also the other factor of the product.
            var patches = t.Patches(t.Pictures(8));
            return t.build.Append(Matrices.MatMul, "gram", new OperationAttributes { TransposeLeft = true }, patches, patches);
        }), Images.Patches));
        var test = new FuseConvolutionsTests();
        var leaving = test.Patches(test.Pictures(8));
        var graph = test.build.Build(
            [new GraphOutput(OutputRole.Prediction, test.Product(leaving, 5)), new GraphOutput(OutputRole.Losses, leaving)]);
        Assert.Equal(1, Count(FuseConvolutions.Run(graph), Images.Patches));
    }

    [Fact]
    public void A_gradient_of_patches_that_something_else_reads_stays()
    {
        var test = new FuseConvolutionsTests();
        var windows = test.Windows(test.Pictures(4), 5);
        var painted = test.Painted(windows, 5);
        var graph = test.build.Build([new GraphOutput(OutputRole.Prediction, painted), new GraphOutput(OutputRole.Losses, windows)]);
        Assert.Equal(1, Count(FuseConvolutions.Run(graph), Images.PatchesGradient));
    }

    [Fact]
    public void The_slope_of_a_pool_s_input_is_taken_at_its_maxima_and_the_bias_sums_up_there()
    {
        var test = new FuseConvolutionsTests();
        var x = test.Activated(test.Product(test.Patches(test.Pictures(2)), 5));
        var half = new OperationAttributes { Window = new Window(Span1D.Valid(2, 2), Span1D.Valid(2, 2)) };
        var graph = PassPipeline.Run(test.Loss(test.build.Append(Images.MaxPool, "pool", half, x), penalty: false), PassPipeline.Gradient);
        var slope = graph.Operations.Single(o => o.Is(Elementwise.ActivateGradient));
        Assert.Equal(TensorType.Float(Dim.Batch, 3, 4, 5), slope.Result.Type);
        Assert.Equal(slope.Result, graph.Operations.Single(o => o.Is(Images.MaxPoolGradient)).Operands[2]);
        Assert.Equal(slope.Result, graph.Operations.Single(o => o.Is(Reductions.SumRows)).Operands[0]);
    }

    private static Graph FusedForward(Func<FuseConvolutionsTests, Value> prediction)
    {
        var test = new FuseConvolutionsTests();
        var value = prediction(test);
        return PassPipeline.Run(test.build.Build([new GraphOutput(OutputRole.Prediction, value)]), PassPipeline.Inference);
    }

    private static int Count(Graph graph, OperationDefinition kind) => graph.Operations.Count(o => o.Is(kind));

    private Value Pictures(int channels)
    {
        var images = build.Source(Sources.Input, "images", TensorType.Float(Dim.Batch, 7, 8, channels));
        // A parameter comes before the images, so that they have a gradient.
        return build.Append(Matrices.MatMul, "mixed", images, Parameter("mix", channels, channels));
    }

    private Value Patches(Value images) =>
        build.Append(Images.Patches, "patches", new OperationAttributes { Window = Window }, images);

    private Value Product(Value patches, int filters) =>
        build.Append(Matrices.MatMul, "product", patches, Parameter("kernel", patches.Type.Columns.Size, filters));

    private Value Activated(Value product)
    {
        var biased = build.Append(Matrices.AddBias, "biased", product, Parameter("bias", product.Type.Columns.Size));
        return build.Append(Elementwise.Activate, "activated", new OperationAttributes { Activation = "Relu" }, biased);
    }

    private Value Flat(Value patches) => build.Reshape(patches, "flat", TensorType.Float(Dim.Batch, 56, patches.Type.Columns.Size));

    private Value Windows(Value x, int channels) => build.Append(
        Matrices.MatMul, "windows", new OperationAttributes { TransposeRight = true }, x, Parameter("kernel", 9 * channels, x.Type.Columns.Size));

    private Value Painted(Value windows, int channels) => build.Append(
        Images.PatchesGradient, "painted",
        new OperationAttributes { Window = Window, Type = TensorType.Float(Dim.Batch, 7, 8, channels) }, windows);

    private Value Transposed(Value x, int channels) => Activated(Painted(Windows(x, channels), channels));

    private Value Parameter(string name, params Dim[] shape) =>
        build.Source(Sources.Parameter, name, TensorType.Float(shape), parameters++);

    private Graph Loss(Value y, bool penalty)
    {
        var sum = build.Append(Reductions.Sum, "loss", new OperationAttributes { Factor = 0.5 }, build.Append(Elementwise.Multiply, "squares", y, y));
        if (penalty)
        {
            var kernel = y.Producer.Operands[1];
            sum = build.Append(Elementwise.Add, "all", sum, build.Append(
                Reductions.Sum, "penalty", new OperationAttributes { Factor = 0.1 }, build.Append(Elementwise.Multiply, "weights", kernel, kernel)));
        }
        return build.Build([new GraphOutput(OutputRole.Loss, sum)]);
    }
}
