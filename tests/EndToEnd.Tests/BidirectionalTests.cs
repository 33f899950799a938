using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>
/// Recurrent layers in both directions. The numbers are those of PyTorch's <c>LSTM</c>, <c>GRU</c> and <c>RNN</c> with
/// <c>bidirectional=True</c> in float64, with the weights in PyTorch's order.
/// </summary>
public class BidirectionalTests
{
    private static readonly double[] There =
        [-0.0863194, -0.0027099, -0.1262518, -0.0455010, -0.1485972, -0.0621576, -0.1662660, -0.0599674];
    private static readonly double[] Back = [0.0939350, 0.1517714, 0.0736392, 0.1631230, 0.0649557, 0.1333121, 0.0445528, 0.0826727];

    [Fact]
    public void Outputs_of_a_step_belong_to_the_same_step_of_the_input()
    {
        Check<BothLstm>([.. There.Chunk(2).Zip(Back.Chunk(2), (there, back) => there.Concat(back)).SelectMany(step => step)]);
        Check<BothLstmSum>([.. There.Zip(Back, (a, b) => a + b)]);
        Check<BothLstmMul>([.. There.Zip(Back, (a, b) => a * b)]);
        Check<BothLstmAve>([.. There.Zip(Back, (a, b) => (a + b) / 2)]);
    }

    [Fact]
    public void Last_states_are_those_at_both_ends()
    {
        Check<BothGruLast>(-0.2665724, -0.2189468, 0.3903553, 0.0633656);
        Check<BothRnnLast>(-0.5490187, -0.6392315, -0.1080028);
    }

    /// <summary>Keras turns the second layer's direction and its output, whatever the first layer does.</summary>
    [Fact]
    public void A_layer_that_goes_backwards_has_a_partner_that_goes_forward()
    {
        var (both, turned) = (Numbers.Point<BothLstm>(2, Engine.Reference), Numbers.Point<BothLstmBackwards>(2, Engine.Reference));
        var x = Numbers.Random<BothLstm>(3, 5).Inputs;
        turned = turned with { Both = new(both.Both.Backward, both.Both.Forward) };
        double[][] steps = [.. ModelCalls.Forward(both, x).ToDoubles().Chunk(4)];
        double[][] others = [.. ModelCalls.Forward(turned, x).ToDoubles().Chunk(4)];
        for (var sample = 0; sample < 3; sample++)
            for (var step = 0; step < 4; step++)
            {
                var (there, back) = (steps[4 * sample + 3 - step], others[4 * sample + step]);
                Assert.Equal([.. there[2..], .. there[..2]], back);
            }
    }

    [Fact]
    public void Gradients_agree_with_differences_of_the_loss()
    {
        Gradients.AgreeWithDifferences<BothLstm>();
        Gradients.AgreeWithDifferences<BothLstmMul>();
        Gradients.AgreeWithDifferences<BothGruLast>();
        Gradients.AgreeWithDifferences<BothInMethod>();
    }

    [Fact]
    public void A_method_with_them_runs_as_it_is_written()
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, batch) = (Numbers.Point<BothInMethod>(3, engine), Numbers.Random<BothInMethod>(5, 4));
            var x = Tensor.Create(batch.Inputs.Shape, batch.Inputs.ToArray()).To(engine);
            Numbers.Close(ModelCalls.Forward(model, x).ToDoubles(), BothInMethod.Predict(model, x).ToDoubles(), 1e-5);
        }
    }

    [Fact]
    public void Weights_are_named_by_their_direction()
    {
        string[] names =
        [
            "Both.Forward.Kernel", "Both.Forward.RecurrentKernel", "Both.Forward.Bias", "Both.Backward.Kernel",
            "Both.Backward.RecurrentKernel", "Both.Backward.Bias",
        ];
        Assert.Equal(names, BothLstm.Description.Parameters.Select(p => p.Name));
        Assert.Equal("LSTM(2, sequences); LSTM(2, sequences, backwards)", string.Join("; ", BothLstm.Description.Layers.Select(l => l.Layer)));
        Assert.Equal(Shape.Create(4, 4), BothLstm.Description.OutputShape);
        var model = BothLstm.Initialize(5);
        Assert.NotEqual(model.Both.Forward.Kernel, model.Both.Backward.Kernel);
    }

    private static void Check<T>(params double[] expected) where T : class, IModel<T>
    {
        int[] numbers = [7, 5, 3, 4, 9, 2];
        var initial = T.Initialize(1);
        var model = initial.WithParameters(LanguageExt.Prelude.toSeq(
            initial.Parameters.Select((p, i) => Tensor.Create(p.Shape, Sawtooth(p.Shape.Size, numbers[i], 11))))).ThrowIfFail();
        var x = Tensor.Create([1, 4, 2], Sawtooth(8, 3, 7));
        foreach (var engine in Numbers.Engines)
            Numbers.Close(expected, ModelCalls.Forward(model.To(engine), x.To(engine)).ToDoubles(), 2e-6);
    }

    /// <summary>Returns <c>(i·step mod m − m/2) / 10</c>.</summary>
    private static float[] Sawtooth(int count, int step, int modulus) =>
        [.. Enumerable.Range(0, count).Select(i => (i * step % modulus - modulus / 2) / 10f)];
}
