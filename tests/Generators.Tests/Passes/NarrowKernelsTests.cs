using System.Collections.Immutable;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.Passes;

public class NarrowKernelsTests
{
    private readonly GraphBuilder build = new();
    private readonly Value input;
    private readonly Value kernel;

    public NarrowKernelsTests()
    {
        input = build.Source(Sources.Input, "input", TensorType.Float(Dim.Batch, 300));
        kernel = build.Source(Sources.Parameter, "kernel", TensorType.Float(300, 10), 0);
    }

    [Theory]
    [InlineData(256, 16, true)]
    [InlineData(255, 16, false)]
    [InlineData(256, 17, false)]
    [InlineData(784, 1, true)]
    public void Kernels_of_few_columns_and_many_rows_are_stored_transposed(int rows, int columns, bool expected)
    {
        var spec = RandomModel.SpecOf("Net", [rows], "MeanSquaredError", RandomModel.DenseOf("Out", columns, "Linear", useBias: true, kernelL2: 0.01));
        Assert.Equal(expected, ModelEmitter.StoredTransposed(spec).Contains(0));
        foreach (var kind in Enum.GetValues<ProgramKind>())
        {
            var stored = ModelEmitter.Optimized(spec,
                kind).Operations.Single(o => o.Is(Sources.Parameter) && o.Attributes.Index == 0).Result.Type;
            Assert.Equal(expected ? TensorType.Float(columns, rows) : TensorType.Float(rows, columns), stored);
        }
    }

    [Fact]
    public void A_penalty_of_its_elements_does_not_keep_a_kernel_from_it()
    {
        var squared = build.Append(Elementwise.Multiply, "squared", kernel, kernel);
        Assert.Equal([0], Chosen(Product(), build.Append(Reductions.Sum, "penalty", squared)));
    }

    [Fact]
    public void A_kernel_that_is_multiplied_with_twice_is_stored_transposed_once() => Assert.Equal([0], Chosen(Product(), Product()));

    [Fact]
    public void A_kernel_that_something_else_looks_at_stays_as_it_is()
    {
        Assert.Empty(Chosen(Product(), build.Append(Reductions.SumRows, "sums", kernel)));
        var tied = build.Append(Elementwise.Multiply, "tied", kernel, build.Source(Sources.Parameter, "other", kernel.Type, 1));
        Assert.Empty(Chosen(Product(), tied));
        Assert.Empty(Chosen(Product(), build.Append(Reductions.Sum, "dot", tied)));
        Assert.Empty(Chosen(Product(), kernel));
        Assert.Empty(Chosen(Product(), build.Append(Elementwise.Scale, "scaled", new OperationAttributes { Factor = 2 }, kernel)));
        Assert.Empty(Chosen(build.Append(Matrices.MatMul, "gram", new OperationAttributes { TransposeLeft = true }, kernel, kernel)));
        Assert.Empty(Chosen(build.Append(Matrices.MatMul, "back", new OperationAttributes { TransposeRight = true }, Product(), kernel)));
        Assert.Empty(Chosen(input));
    }

    private Value Product() => build.Append(Matrices.MatMul, "product", input, kernel);

    private ImmutableHashSet<int> Chosen(params Value[] outputs) =>
        NarrowKernels.In(DeadCode.Run(build.Build([.. outputs.Select(o => new GraphOutput(OutputRole.Prediction, o))])));
}
