using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tests.Engines;
using TorchTensor = TorchSharp.torch.Tensor;

namespace ModelDsl.Torch.Tests;

/// <summary>No memory of libtorch is used after its end: neither by this thread nor by another one at the same time.</summary>
public sealed class LifeTests
{
    private static readonly Dataset Data = SmallData.Of(30);
    private static readonly Tensor Samples = Data.ToTensor();
    private static readonly SmallNetwork AtHome = SmallNetwork.Initialize(seed: 4);

    public static TheoryData<string> Instructions => InstructionMemoryTests.Instructions;

    [Theory, MemberData(nameof(Instructions))]
    public void Instruction_on_memory_of_a_region_that_has_ended_throws(string name)
    {
        Action call;
        using (var region = TorchEngine.Cpu.NewRegion())
        using (region.Enter())
        {
            var instruction = InstructionTable.All.Single(i => i.ToString() == name);
            call = instruction.Prepare(new GuardedMemory(TorchEngine.Cpu, 1), new Trial(6, 5, 4, 1));
            call();
        }
        Assert.ThrowsAny<ObjectDisposedException>(call);
    }

    [Fact]
    public void A_model_out_of_its_region_fails_at_every_door()
    {
        var model = Gone();
        var batch = new Batch(Samples, Tensor.Create([30], Enumerable.Range(0, 30).Select(i => i % 3).ToArray()));
        Fails(model.Predict(Samples));
        Fails(model.Predict(Data));
        Fails(model.Evaluate(Data));
        Fails(model.Evaluate(Data, 7, Metric.Accuracy));
        Fails(model.Predictor());
        Fails(model.Fit(Data, new FitOptions { BatchSize = 8 }));
        Fails(model.Fit(Data, new FitOptions { BatchSize = 8, Engine = TorchEngine.Cpu }));
        Fails(model.LossAndGradient(Data));
        Throws(() => model.Forward(Samples));
        Throws(() => model.Loss(batch));
        Throws(() => model.LossAndGradient(batch));
        Throws(() => model.To(Engine.Cpu));
        Throws(() => model + model);
        var kernel = model.Output.Kernel;
        Throws(() => kernel.ToArray());
        Throws(() => kernel.ToDoubles());
        Throws(() => kernel.To(Engine.Reference));
        Throws(() => kernel.Equals(AtHome.Output.Kernel));
        Throws(() => kernel.Reshape(-1));
        Throws(() => (kernel * 2).ToArray());
    }

    [Fact]
    public void Save_of_a_model_out_of_its_region_fails_and_leaves_the_file_as_it_was()
    {
        using var folder = new Folder();
        var path = Path.Combine(folder.Path, "model.safetensors");
        Fails(Gone().Save(path));
        Assert.Empty(Directory.GetFiles(folder.Path));
        AtHome.Save(path).ThrowIfFail();
        Fails(Gone().Save(path));
        Assert.Equal(AtHome, SmallNetwork.Load(path).ThrowIfFail());
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Samples_out_of_their_region_are_an_error()
    {
        Tensor samples;
        using (var region = TorchEngine.Cpu.NewRegion())
        using (region.Enter()) samples = Samples.To(TorchEngine.Cpu);
        Fails(AtHome.Predict(samples));
        Throws(() => AtHome.Forward(samples));
    }

    [Fact]
    public void A_predictor_says_that_it_was_disposed_and_its_memory_is_gone()
    {
        Collect();
        var before = TorchTensor.TotalCount;
        using (var region = TorchEngine.Cpu.NewRegion())
        using (region.Enter())
        {
            var predictor = AtHome.To(TorchEngine.Cpu).Predictor(2).ThrowIfFail();
            predictor.Predict(new float[72], new float[6]);
            predictor.Dispose();
            predictor.Dispose();
            Throws(() => predictor.Predict(new float[72], new float[6]));
        }
        Assert.InRange(TorchTensor.TotalCount - before, long.MinValue, 0);
    }

    [Fact]
    public void A_predictor_outlives_the_region_of_its_model()
    {
        Predictor<SmallNetwork> predictor;
        using (var region = TorchEngine.Cpu.NewRegion())
        using (region.Enter()) predictor = AtHome.To(TorchEngine.Cpu).Predictor().ThrowIfFail();
        using (predictor) Assert.Equal(Answers(1)[0], Answer(predictor, 0));
    }

    [Fact]
    public void A_predictor_that_many_threads_share_gives_right_answers_only_and_leaves_nothing()
    {
        Collect();
        var expected = Answers(30);
        using (var region = TorchEngine.Cpu.NewRegion())
        {
            SmallNetwork model;
            using (region.Enter()) model = AtHome.To(TorchEngine.Cpu);
            var before = TorchTensor.TotalCount;
            var wrong = 0;
            var predictor = model.Predictor().ThrowIfFail();
            Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 6 }, call =>
            {
                if (!Answer(predictor, call % 30).SequenceEqual(expected[call % 30])) Interlocked.Increment(ref wrong);
            });
            Assert.Equal(0, wrong);
            predictor.Dispose();
            // Each thread keeps its one operand.
            Assert.InRange(TorchTensor.TotalCount - before, long.MinValue, 200);
        }
    }

    [Fact]
    public void Disposed_by_another_thread_meanwhile_a_predictor_is_right_or_throws()
    {
        var expected = Answers(30);
        for (var round = 0; round < 15; round++)
        {
            var predictor = AtHome.To(TorchEngine.Cpu).Predictor().ThrowIfFail();
            var (wrong, calls, ends) = (0, 0, 0);
            SideBySide.Run(4, thread =>
            {
                if (thread == 0)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref calls) > 20);
                    predictor.Dispose();
                    return;
                }
                try
                {
                    while (true)
                    {
                        var i = Interlocked.Increment(ref calls) % 30;
                        if (!Answer(predictor, i).SequenceEqual(expected[i])) Interlocked.Increment(ref wrong);
                    }
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref ends);
                }
            });
            Assert.Equal((0, 3), (wrong, ends));
        }
    }

    [Fact]
    public void A_call_that_runs_when_its_predictor_is_disposed_ends_well_and_the_memory_goes_with_it()
    {
        Collect();
        var expected = Answers(1)[0];
        var before = TorchTensor.TotalCount;
        var region = TorchEngine.Cpu.NewRegion();
        ParameterArena parameters;
        using (region.Enter()) parameters = ModelCalls.ParametersOf(AtHome, TorchEngine.Cpu);
        var pool = new ProgramPool<SmallNetwork>(parameters, rows: 1, region);
        var lent = pool.Take();
        pool.Dispose();
        var answer = new float[3];
        TorchEngine.Cpu.Write(Numbers.AsSpan(0, 36), lent.Program.Input);
        lent.Program.Run(default);
        TorchEngine.Cpu.Read(lent.Program.Output, answer);
        Assert.Equal(expected, answer);
        pool.Return(lent);
        Assert.InRange(TorchTensor.TotalCount - before, long.MinValue, 0);
        Throws(() => lent.Program.Run(default));
    }

    [Fact]
    public void A_region_may_be_disposed_while_threads_use_its_model()
    {
        var (numbers, expected) = (AtHome.Output.Kernel.ToArray(), AtHome.To(TorchEngine.Cpu).Predict(Samples).ThrowIfFail());
        for (var round = 0; round < 15; round++)
        {
            var region = TorchEngine.Cpu.NewRegion();
            SmallNetwork model;
            using (region.Enter()) model = AtHome.To(TorchEngine.Cpu);
            var (wrong, calls, ends) = (0, 0, 0);
            SideBySide.Run(4, thread =>
            {
                if (thread == 0)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref calls) > 10);
                    region.Dispose();
                    return;
                }
                while (true)
                {
                    Interlocked.Increment(ref calls);
                    try
                    {
                        var predicted = model.Predict(Samples);
                        if (predicted.Case is Tensor answer && !answer.Equals(expected)) Interlocked.Increment(ref wrong);
                        if (!model.Output.Kernel.ToArray().SequenceEqual(numbers)) Interlocked.Increment(ref wrong);
                        model.Output.Kernel.Transpose(1, 0).ToArray();
                        model.Output.Kernel.Equals(AtHome.Output.Kernel);
                    }
                    catch (ObjectDisposedException)
                    {
                        Interlocked.Increment(ref ends);
                        Fails(model.Predict(Samples));
                        return;
                    }
                }
            });
            Assert.Equal((0, 3), (wrong, ends));
        }
    }

    [Fact]
    public void What_a_callback_keeps_of_a_run_ends_with_it()
    {
        foreach (var engine in new ITensorEngine[] { Engine.Cpu, TorchEngine.Cpu })
        {
            TrainingContext kept = default;
            var keep = new LambdaCallback(onTrainEnd: context => kept = context);
            AtHome.Fit(Data, new FitOptions { BatchSize = 8, Engine = engine, Callbacks = [keep] }).ThrowIfFail();
            Throws(() => kept.ReadModel<SmallNetwork>());
            Throws(() => kept.ReadParameters());
        }
    }

    [Fact]
    public void Samples_and_staging_of_a_device_end_with_their_region()
    {
        var far = new LibtorchEngine(TorchSharp.DeviceType.CPU, -1, "far", isFar: true);
        IDeviceSamples samples;
        IStaging staging;
        TensorBuffer destination = far.Allocate(ElementType.Float, [2, 36]);
        using (var region = far.NewRegion())
        using (region.Enter())
        {
            samples = far.TryReserve(SampleElement.Float, 4, 36, [0f], [1f])!;
            staging = far.NewStaging(destination);
            samples.Write<float>(0, new float[144]);
            samples.Gather([0, 1], destination);
            staging.Send();
        }
        Throws(() => samples.Write<float>(0, new float[144]));
        Throws(() => samples.Gather([0, 1], destination));
        Throws(() => staging.Numbers.Clear());
        Throws(staging.Send);
    }

    /// <summary>Returns a model whose region has ended.</summary>
    private static SmallNetwork Gone()
    {
        using var region = TorchEngine.Cpu.NewRegion();
        using var within = region.Enter();
        return AtHome.To(TorchEngine.Cpu);
    }

    /// <summary>Returns a model's predictions for the first samples, one at a time.</summary>
    private static float[][] Answers(int count)
    {
        using var predictor = AtHome.To(TorchEngine.Cpu).Predictor().ThrowIfFail();
        return [.. Enumerable.Range(0, count).Select(i => Answer(predictor, i))];
    }

    /// <summary>
    /// Everything that an instruction keeps from its first run belongs to the predictor, even if that run was in a region.
    /// </summary>
    [Fact]
    public void A_predictor_that_first_ran_in_a_region_goes_on_after_its_end()
    {
        var model = GatedNetwork.Initialize(seed: 1);
        using var predictor = model.To(TorchEngine.Cpu).Predictor().ThrowIfFail();
        var (first, second) = (new float[1], new float[1]);
        using (var region = TorchEngine.Cpu.NewRegion())
        using (region.Enter()) predictor.Predict([1, 2, 3], first);
        predictor.Predict([1, 2, 3], second);
        Assert.Equal(first, second);
    }

    private static float[] Answer(Predictor<SmallNetwork> predictor, int sample)
    {
        var answer = new float[3];
        predictor.Predict(Numbers.AsSpan(36 * sample, 36), answer);
        return answer;
    }

    private static readonly float[] Numbers = Samples.ToArray();

    private static void Fails<TResult>(Fin<TResult> result)
    {
        var error = Assert.IsAssignableFrom<Error>(result.Case);
        Assert.Contains("was given back", error.Message);
    }

    private static void Throws(Action use) => Assert.ThrowsAny<ObjectDisposedException>(use);

    private static void Throws<TResult>(Func<TResult> use) => Assert.ThrowsAny<ObjectDisposedException>(() => (object?)use());

    private static void Collect()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("modeldsl-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
