using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>
/// Windows over sequences. The numbers are those of PyTorch's <c>conv1d</c> and <c>conv_transpose1d</c> in float64, with the kernels in
/// PyTorch's order and the padding of Keras's documentation.
/// </summary>
public class SequenceWindowTests
{
    private static readonly Tensor Steps = Tensor.Create([1, 5, 2], Sawtooth(10, 3, 7));

    [Fact]
    public void A_depthwise_convolution_looks_at_each_channel()
    {
        Check<DepthwiseSteps>(
            -0.65, 0.18, 0.51, -0.05, -0.4, -0.09, 0.48, 0, -0.67, 0.03, 0.47, 0, -0.59, 0.01, 0.39, -0.35, -0.55, 0.02, 0.68, -0.25);
        Check<CausalDepthwiseSteps>(
            -0.38, -0.09, 0.5, -0.1, -0.62, 0.09, 0.51, -0.05, -0.61, 0.15, 0.52, 0, -0.51, -0.06, 0.49, 0.05, -0.33, -0.12, 0.39, -0.25);
        Assert.Equal("[3, 2, 2]; [4]", Shapes<DepthwiseSteps>());
    }

    [Fact]
    public void A_separable_convolution_mixes_them()
    {
        Check<SeparableSteps>(-0.587, -0.02, 0.514, -0.389, 0.012, 0.556);
        Assert.Equal("[3, 2, 2]; [1, 4, 3]; [3]", Shapes<SeparableSteps>());
    }

    [Fact]
    public void A_transposed_convolution_adds_kernels_at_every_step()
    {
        double[] valid =
        [
            -0.35, 0.06, 0.47, -0.62, 0.12, 0.53, -0.73, -0.26, 0.65, -0.38, -0.15, 0.52, -0.56, 0, 0.45, -0.42, -0.14, 0.58, -0.53, -0.09,
            0.46, -0.46, -0.13, 0.64, -0.36, 0.17, 0.26, -0.5, 0.09, 0.35, -0.56, 0.03, 0.62,
        ];
        Check<TransposedSteps>(valid);
        Check<TransposedStepsSame>(valid[..30]);
        Check<TransposedStepsCut>(valid[3..]);
        Check<TransposedStepsDilated>(
            -0.35, 0.06, 0.47, -0.67, -0.11, 0.56, -0.76, -0.02, 0.61, -0.49, -0.32, 0.62, -0.42, -0.14, 0.58, -0.38, 0.01, 0.51, -0.42,
            0.17, 0.21, -0.42, 0.02, 0.35, -0.56, 0.03, 0.62);
        Assert.Equal("[3, 3, 2]; [3]", Shapes<TransposedSteps>());
    }

    [Fact]
    public void Steps_are_added_removed_and_repeated()
    {
        var x = Tensor.Create([1, 3, 2], [1f, 2f, 3f, 4f, 5f, 6f]);
        float[] expected = [0, 0, 0, 0, 1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6];
        var pairs = Tensor.Create([2, 2], [1f, 2f, 3f, 4f]);
        foreach (var engine in Numbers.Engines)
        {
            Assert.Equal(expected, MovedSteps.Initialize(1).To(engine).Forward(x).ToArray());
            Assert.Equal([1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4], RepeatedVector.Initialize(1).To(engine).Forward(pairs).ToArray());
        }
    }

    private static void Check<T>(params double[] expected) where T : class, IModel<T>
    {
        var initial = T.Initialize(1);
        var model = initial.WithParameters(LanguageExt.Prelude.toSeq(initial.Parameters.Select(p =>
            Tensor.Create(p.Shape, Sawtooth(p.Shape.Size, Step<T>(p.Shape), 11))))).ThrowIfFail();
        foreach (var engine in Numbers.Engines)
            Numbers.Close(expected, ModelCalls.Forward(model.To(engine), Steps.To(engine)).ToDoubles(), 1e-6);
    }

    /// <summary>A bias, and the kernel of a mixture, have other numbers than a kernel.</summary>
    private static int Step<T>(Shape shape) => shape.Rank == 1 || shape[0] == 1 ? 5 : 7;

    /// <summary>Returns <c>(i·step mod m − m/2) / 10</c>.</summary>
    private static float[] Sawtooth(int count, int step, int modulus) =>
        [.. Enumerable.Range(0, count).Select(i => (i * step % modulus - modulus / 2) / 10f)];

    private static string Shapes<T>() where T : class, IModel<T> => string.Join("; ", T.Description.Parameters.Select(p => p.Shape));
}
