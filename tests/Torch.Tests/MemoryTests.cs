using ModelDsl.Engines;
using TorchTensor = TorchSharp.torch.Tensor;

namespace ModelDsl.Torch.Tests;

/// <summary>The counts are for the process, so no other test of this project may run at the same time.</summary>
public sealed class MemoryTests
{
    // Tensors that other tests left to the garbage collector must not disappear during a count. The thread's operand must exist before it,
    // because it stays.
    public MemoryTests()
    {
        Operand.Of(1.0);
        Collect();
    }

    // One thread: with more, each small instruction waits for the others, and on a busy machine these wait for a processor.
    private static readonly FitOptions Options = new()
    {
        BatchSize = 8,
        Threads = 1,
        Engine = TorchEngine.Cpu,
        Validation = SmallData.Of(30),
        Metrics = [Metric.Accuracy],
    };

    [Fact]
    public void As_many_native_tensors_live_after_step_10_as_after_step_10_000()
    {
        var (step, counts) = (0, new List<long>());
        var count = new LambdaCallback(onBatchEnd: _ =>
        {
            if (++step is 10 or 1_000 or 10_000) counts.Add(TorchTensor.TotalCount);
        });
        var before = TorchTensor.TotalCount;
        // 100 full batches and one of 4, so both programs run.
        SmallNetwork.Initialize(seed: 1).Fit(SmallData.Of(804), Options with { Epochs = 100, Callbacks = [count] }).ThrowIfFail();
        Assert.Equal(10_100, step);
        // The programs of the last batch and of the validation start after step 10.
        Assert.Equal(counts[1], counts[2]);
        Assert.Equal(before, TorchTensor.TotalCount);
    }

    [Fact]
    public void Of_one_program_as_many_native_tensors_live_after_step_10_as_after_step_10_000()
    {
        var (step, counts) = (0, new List<long>());
        var count = new LambdaCallback(onBatchEnd: _ =>
        {
            if (++step is 10 or 10_000) counts.Add(TorchTensor.TotalCount);
        });
        SmallNetwork.Initialize(seed: 1).Fit(SmallData.Of(800),
            Options with { Epochs = 100, Callbacks = [count], Validation = null }).ThrowIfFail();
        Assert.Equal(10_000, step);
        Assert.Equal(counts[0], counts[1]);
    }

    [Fact]
    public void Calls_leave_no_native_tensor_behind()
    {
        var (data, model) = (SmallData.Of(50), SmallNetwork.Initialize(seed: 1));
        var without = TorchTensor.TotalCount;
        using var region = TorchEngine.Cpu.NewRegion();
        using (region.Enter()) model = model.To(TorchEngine.Cpu);
        // The first use makes views of the model's own tensors, which live as long as the tensors.
        Use();
        var before = TorchTensor.TotalCount;
        Use();
        Assert.Equal(before, TorchTensor.TotalCount);
        region.Dispose();
        Assert.Equal(without, TorchTensor.TotalCount);

        void Use()
        {
            model.Evaluate(data).ThrowIfFail();
            model.Predict(data).ThrowIfFail();
            model.Fit(data, Options).ThrowIfFail();
            using (var predictor = model.Predictor().ThrowIfFail()) predictor.Predict(new float[36], new float[3]);
            var samples = Tensor.Zeros([2, 6, 6, 1]);
            model.Forward(samples);
            model.LossAndGradient(new Batch(samples, Tensor.Create([2], [0, 1])));
        }
    }

    [Fact]
    public void Resident_memory_is_flat_over_fifty_fits()
    {
        var (data, model) = (SmallData.Of(2_000), SmallNetwork.Initialize(seed: 1));
        var resident = new List<long>();
        for (var fit = 1; fit <= 50; fit++)
        {
            model.Fit(data, Options with { Epochs = 2 }).ThrowIfFail();
            Collect();
            if (fit is 10 or 50) resident.Add(Environment.WorkingSet);
        }
        Assert.InRange(resident[1] - resident[0], long.MinValue, 8L << 20);
    }

    private static void Collect()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
