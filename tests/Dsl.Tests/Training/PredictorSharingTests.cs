using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tensors;
using ModelDsl.Tests.Engines;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>
/// A predictor, and the programs that a model keeps for <c>Predict</c>, called from many threads and disposed during the calls.
/// </summary>
public class PredictorSharingTests
{
    private const int Count = 64;

    private static readonly Model Trained = Model.Initialize(3);
    private static readonly Tensor Samples = ToyData.Clouds(Count).ToTensor();

    public static TheoryData<string> EngineNames => ["cpu", "reference"];

    [Theory, MemberData(nameof(EngineNames))]
    public void A_predictor_that_many_threads_share_gives_right_answers_only(string engine)
    {
        var model = On(engine);
        var (samples, expected) = (Samples.ToArray(), ModelCalls.Forward(model, Samples).ToArray());
        using var predictor = model.Predictor().ThrowIfFail();
        var wrong = 0;
        SideBySide.Run(8, thread =>
        {
            var actual = new float[3];
            for (var call = 0; call < 5_000; call++)
            {
                var i = (call * 7 + thread) % Count;
                predictor.Predict(samples.AsSpan(2 * i, 2), actual);
                if (!actual.AsSpan().SequenceEqual(expected.AsSpan(3 * i, 3))) Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
        Assert.InRange(predictor.Programs, 1, Environment.ProcessorCount);
    }

    [Theory, MemberData(nameof(EngineNames))]
    public void After_its_end_a_predictor_says_so(string engine)
    {
        var predictor = On(engine).Predictor(4).ThrowIfFail();
        predictor.Dispose();
        predictor.Dispose();
        var thrown = Assert.Throws<ObjectDisposedException>(() => predictor.Predict(new float[8], new float[12]));
        Assert.Contains("was disposed", thrown.Message);
        Assert.Equal(("[4, 2]", "[4, 3]", 4), ($"{predictor.InputShape}", $"{predictor.OutputShape}", predictor.BatchSize));
        Assert.Equal(0, predictor.Programs);
    }

    [Fact]
    public void Disposed_while_threads_predict_each_call_is_right_or_throws_and_every_program_ends()
    {
        var (samples, expected) = (Samples.ToArray(), ModelCalls.Forward(Trained, Samples).ToArray());
        for (var round = 0; round < 50; round++)
        {
            var predictor = Trained.Predictor().ThrowIfFail();
            var (wrong, calls, ends) = (0, 0, 0);
            SideBySide.Run(5, thread =>
            {
                if (thread == 0)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref calls) > 100);
                    predictor.Dispose();
                    return;
                }
                var actual = new float[3];
                try
                {
                    while (true)
                    {
                        var i = Interlocked.Increment(ref calls) % Count;
                        predictor.Predict(samples.AsSpan(2 * i, 2), actual);
                        if (!actual.AsSpan().SequenceEqual(expected.AsSpan(3 * i, 3))) Interlocked.Increment(ref wrong);
                    }
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref ends);
                }
            });
            Assert.Equal((0, 4, 0), (wrong, ends, predictor.Programs));
        }
    }

    [Fact]
    public void A_program_that_comes_back_to_a_pool_that_has_ended_ends()
    {
        var pool = new ProgramPool<Model>(ModelCalls.ParametersOf(Trained, Engine.Cpu), rows: 1);
        var (lent, idle) = (pool.Take(), pool.Take());
        pool.Return(idle);
        pool.Dispose();
        Assert.Equal(1, pool.Count);
        Assert.Throws<ObjectDisposedException>(pool.Take);
        pool.Return(lent);
        Assert.Equal(0, pool.Count);
        Assert.Throws<ObjectDisposedException>(pool.Take);
    }

    [Fact]
    public void A_pool_keeps_programs_in_the_bytes_that_it_may()
    {
        var parameters = ModelCalls.ParametersOf(Trained, Engine.Cpu);
        var none = new ProgramPool<Model>(parameters, rows: 3, mostBytes: 0);
        var first = none.Take();
        Assert.Equal(1, none.Count);
        none.Return(first);
        Assert.Equal(0, none.Count);
        Assert.NotSame(first, none.Take());

        var all = new ProgramPool<Model>(parameters, rows: 3);
        var lent = Enumerable.Range(0, Environment.ProcessorCount + 3).Select(_ => all.Take()).ToArray();
        Assert.Equal(lent.Length, lent.Distinct().Count());
        foreach (var program in lent) all.Return(program);
        Assert.Equal(Environment.ProcessorCount, all.Count);
        Assert.Contains(all.Take(), lent);
    }

    [Theory, MemberData(nameof(EngineNames))]
    public void Predict_of_one_model_on_many_threads_gives_right_answers_only(string engine)
    {
        var model = On(engine);
        var answers = Enumerable.Range(1, 12).Select(rows => Anew(model, rows)).ToArray();
        var wrong = 0;
        SideBySide.Run(6, thread =>
        {
            for (var call = 0; call < 500; call++)
            {
                // More different numbers of samples than a model keeps programs for.
                var rows = 1 + (call + thread) % 12;
                var samples = Tensor.Create([rows, 2], Samples.ToArray().AsSpan(0, 2 * rows));
                Tensor[] actual = [model.Predict(samples).ThrowIfFail(), ModelCalls.Forward(model, samples)];
                if (actual.Any(answer => !answer.Equals(answers[rows - 1]))) Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
    }

    [Theory, MemberData(nameof(EngineNames))]
    public void A_copy_with_other_weights_answers_by_its_own(string engine)
    {
        var (model, other) = (On(engine), Model.Initialize(9));
        var sample = Tensor.Create([1, 2], [1f, -2f]);
        var before = model.Predict(sample).ThrowIfFail();
        var changed = model with { Kernel = other.Kernel.To(model.Kernel.Engine) };
        Assert.Equal(Anew(changed, sample), changed.Predict(sample).ThrowIfFail());
        Assert.NotEqual(before, changed.Predict(sample).ThrowIfFail());
        Assert.Equal(before, model.Predict(sample).ThrowIfFail());
        var twice = 2 * model;
        Assert.Equal(Anew(twice, sample), ModelCalls.Forward(twice, sample));
        Assert.Equal(model, On(engine));
    }

    /// <summary>Only a convention keeps a user's own model from changing.</summary>
    [Fact]
    public void A_model_that_changes_answers_by_what_it_is_now()
    {
        var model = new Changing(Trained);
        var sample = Tensor.Create([1, 2], [1f, -2f]);
        Assert.Equal(ModelCalls.Forward(Trained, sample), model.Predict(sample).ThrowIfFail());
        model.Inner = Model.Initialize(9);
        Assert.Equal(ModelCalls.Forward(model.Inner, sample), model.Predict(sample).ThrowIfFail());
    }

    [Theory]
    [InlineData(1, 1), InlineData(5, 2), InlineData(12, 5), InlineData(64, 256), InlineData(64, 64)]
    public void Batches_of_any_size_give_the_same_predictions(int count, int batchSize)
    {
        var samples = Tensor.Create([count, 2], Samples.ToArray().AsSpan(0, 2 * count));
        var expected = ModelCalls.Forward(Trained, samples);
        for (var call = 0; call < 3; call++) Assert.Equal(expected, Trained.Predict(samples, batchSize).ThrowIfFail());
        Assert.Equal(expected, Trained.Predict(Dataset.Unlabelled<float>([2], samples.ToArray()).ThrowIfFail(), batchSize).ThrowIfFail());
    }

    [Fact]
    public void What_a_prediction_gave_stays_when_the_next_is_made()
    {
        var (one, two) = (Tensor.Create([1, 2], [1f, -2f]), Tensor.Create([1, 2], [-1f, 3f]));
        var first = Trained.Predict(one).ThrowIfFail();
        var numbers = first.ToArray();
        Trained.Predict(two).ThrowIfFail();
        Assert.Equal(numbers, first.ToArray());
    }

    /// <summary>Calls do not lay out a program of a thousand numbers again, and do not copy the weights.</summary>
    [Fact]
    public void Later_predictions_lay_nothing_out()
    {
        var (model, sample) = (LinearModel<WideSpec>.Initialize(1), Tensor.Zeros([1, 1000]));
        for (var i = 0; i < 50; i++) model.Predict(sample).ThrowIfFail();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) model.Predict(sample).ThrowIfFail();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 3_000);
    }

    private static Model On(string engine) => Trained.To(engine == "cpu" ? Engine.Cpu : Engine.Reference);

    private static Tensor Anew(Model model, int rows) => Anew(model, Tensor.Create([rows, 2], Samples.ToArray().AsSpan(0, 2 * rows)));

    /// <summary>Predicts with a program that is laid out for this call.</summary>
    private static Tensor Anew(Model model, Tensor samples)
    {
        var engine = model.Kernel.Engine;
        var program = Model.Compile(ProgramKind.Forward, engine, samples.Shape[0], ModelCalls.ParametersOf(model, engine), null);
        engine.Copy(samples.To(engine).Buffer, program.Input);
        program.Run(default);
        return engine.BringHome(program.Output);
    }

    /// <summary>A model that is not a value: its weights can be exchanged.</summary>
    private sealed class Changing(Model inner) : IModel<Changing>
    {
        public Model Inner { get; set; } = inner;

        public static ModelDescription Description => Model.Description;

        public static Changing Initialize(int seed) => new(Model.Initialize(seed));

        public Seq<Tensor> Parameters => Inner.Parameters;

        public Fin<Changing> WithParameters(Seq<Tensor> parameters) => Inner.WithParameters(parameters).Map(model => new Changing(model));

        public static ModelProgram Compile(
            ProgramKind kind, ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena? gradient) =>
            Model.Compile(kind, engine, rows, parameters, gradient);

        public static Changing operator +(Changing a, Changing b) => new(a.Inner + b.Inner);

        public static Changing operator -(Changing a, Changing b) => new(a.Inner - b.Inner);

        public static Changing operator *(double factor, Changing m) => new(factor * m.Inner);

        public static Changing operator *(Changing m, double factor) => factor * m;
    }

    private sealed class WideSpec : ILinearSpec
    {
        public static int Inputs => 1000;
        public static int Outputs => 3;
        public static LossKind Loss => LossKind.MeanSquaredError;
    }
}
