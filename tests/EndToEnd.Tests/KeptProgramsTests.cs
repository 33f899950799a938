using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>The programs that a model keeps between predictions have no visible effect.</summary>
public class KeptProgramsTests
{
    [Fact]
    public void Models_of_every_kind_predict_alike_the_first_time_and_later()
    {
        Check<Detector>(3);
        Check<Reader>(4);
        Check<Pairing>(2);
        Check<Named>(2);
    }

    private static void Check<T>(int rows) where T : class, IModel<T>
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, other) = (Numbers.Point<T>(3, engine), Numbers.Point<T>(4, engine));
            var (one, two) = (Numbers.Random<T>(rows, 1), Numbers.Random<T>(rows, 2));
            for (var call = 0; call < 3; call++)
            {
                foreach (var batch in new[] { one, two })
                {
                    var expected = Numbers.Run(model, ProgramKind.Loss, batch).Output;
                    Numbers.Close(expected, ModelCalls.Forward(model, batch.Inputs).ToDoubles(), 1e-5);
                    Numbers.Close(expected, model.Predict(batch.Inputs).ThrowIfFail().ToDoubles(), 1e-5);
                    Numbers.Close(Numbers.Run(other, ProgramKind.Loss, batch).Output,
                        ModelCalls.Forward(other, batch.Inputs).ToDoubles(), 1e-5);
                    var changed = model.WithParameters(other.Parameters).ThrowIfFail();
                    Assert.Equal(ModelCalls.Forward(other, batch.Inputs), ModelCalls.Forward(changed, batch.Inputs));
                }
            }
        }
    }

    [Fact]
    public void A_copy_by_with_predicts_by_its_own_weights_and_is_an_equal_record_without()
    {
        var (model, other) = (Numbers.Point<Detector>(3, Engine.Cpu), Numbers.Point<Detector>(4, Engine.Cpu));
        var (samples, text) = (Numbers.Random<Detector>(2, 1).Inputs, model.ToString());
        var first = model.Forward(samples);
        var changed = model with { Locate = other.Locate };
        Assert.Equal(first.Digit, changed.Forward(samples).Digit);
        Assert.NotEqual(first.Box, changed.Forward(samples).Box);
        Assert.Equal(first, (model with { }).Forward(samples));
        Assert.Equal(first, (changed with { Locate = model.Locate }).Predict(samples).ThrowIfFail());
        Assert.Equal(model, changed with { Locate = model.Locate });
        Assert.Equal(model.GetHashCode(), (model with { }).GetHashCode());
        Assert.Equal(text, model.ToString());
    }

    [Fact]
    public void Threads_that_share_a_model_of_several_inputs_and_outputs_get_right_answers_only()
    {
        var (detector, reader) = (Numbers.Point<Detector>(3, Engine.Cpu), Numbers.Point<Reader>(3, Engine.Cpu));
        var images = Enumerable.Range(1, 5).Select(rows => Numbers.Random<Detector>(rows, rows).Inputs).ToArray();
        var texts = Enumerable.Range(1, 5).Select(rows => Reader.Unpack(Numbers.Random<Reader>(rows, rows).Inputs)).ToArray();
        var seen = images.Select(x => detector.Predict(x).ThrowIfFail()).ToArray();
        var read = texts.Select(x => reader.Predict(x.Words, x.Meta).ThrowIfFail()).ToArray();
        var wrong = 0;
        Parallel.For(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 6 }, call =>
        {
            var i = call % 5;
            var isSeen = detector.Predict(images[i]).ThrowIfFail().Equals(seen[i]) && detector.Forward(images[i]).Equals(seen[i]);
            var isRead = reader.Predict(texts[i].Words, texts[i].Meta).ThrowIfFail().Equals(read[i]);
            if (!isSeen || !isRead) Interlocked.Increment(ref wrong);
        });
        Assert.Equal(0, wrong);
    }

    /// <summary>The garbage collector frees a model with everything that it keeps.</summary>
    [Fact]
    public void What_is_kept_goes_with_its_model()
    {
        var gone = Predicted();
        for (var i = 0; i < 10 && gone.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(gone.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Predicted()
        {
            var model = Numbers.Point<Detector>(3, Engine.Cpu);
            model.Forward(Numbers.Random<Detector>(2, 1).Inputs);
            return new WeakReference(model);
        }
    }
}
