using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>A layer that is applied to each step is that layer, written step by step.</summary>
public class TimeDistributedTests
{
    [Fact]
    public void Each_step_is_a_sample_of_the_layer()
    {
        foreach (var engine in Numbers.Engines)
        {
            var written = Numbers.Point<FilmStepByStep>(3, engine);
            var film = Numbers.With(Film.Initialize(0), [.. written.Parameters]);
            var method = Numbers.With(FilmInMethod.Initialize(0), [.. written.Parameters]);
            var batch = Numbers.Random<Film>(4, 5);
            var x = batch.Inputs.To(engine);
            var expected = ModelCalls.Forward(written, x).ToDoubles();
            Numbers.Close(expected, ModelCalls.Forward(film, x).ToDoubles(), 1e-6);
            Numbers.Close(expected, ModelCalls.Forward(method, x).ToDoubles(), 1e-6);
            Numbers.Close(expected, FilmInMethod.Predict(method, x).ToDoubles(), 1e-6);
            var ((loss, gradient), (same, other)) = (written.LossAndGradient(batch), film.LossAndGradient(batch));
            Assert.Equal(loss, same, 1e-6);
            Numbers.Close(Numbers.Of(gradient), Numbers.Of(other), 1e-6);
        }
    }

    [Fact]
    public void Its_weights_are_those_of_the_layer_inside()
    {
        Assert.Equal("Frames.Layer.Kernel", Film.Description.Parameters[0].Name);
        Assert.Equal(2 * 2 * 2 * 3 + 3, Film.Description.Layers[0].Parameters);
        Gradients.AgreeWithDifferences<Film>();
    }
}
