using System.Runtime.InteropServices;
using LanguageExt.Common;
using ModelDsl.Engines;
using TorchSharp;

namespace ModelDsl.Torch.Tests;

public sealed class DeviceTests
{
    [Fact]
    public void Engines_are_singletons_with_names()
    {
        Assert.Same(TorchEngine.Cuda(1), TorchEngine.Cuda(1));
        Assert.Equal(("torch", "torch:cuda:1"), (TorchEngine.Cpu.Name, TorchEngine.Cuda(1).Name));
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchEngine.Cuda(-1));
    }

    [Theory]
    [InlineData("torch", "torch"), InlineData("torch:cuda", "torch:cuda:0"), InlineData("torch:cuda:2", "torch:cuda:2")]
    public void Engines_are_found_by_name(string typed, string name) => Assert.Equal(name, TorchEngine.Named(typed).ThrowIfFail().Name);

    [Theory]
    [InlineData("cuda"), InlineData("torch:cuda:-1"), InlineData("torch:cuda:x"), InlineData("")]
    public void Of_other_names_it_says_which_there_are(string typed) =>
        Assert.Contains("torch:cuda:0", ((Error)TorchEngine.Named(typed).Case).Message);

    [Fact]
    public void The_CPU_is_available() => Assert.True(TorchEngine.Available(TorchEngine.Cpu).IsSucc);

    [Fact]
    public void Of_a_device_that_is_not_there_every_call_says_so()
    {
        var missing = TorchEngine.Cuda(99);
        var reason = ((Error)TorchEngine.Available(missing).Case).Message;
        Assert.Contains("CUDA device", reason);
        var model = SmallNetwork.Initialize(seed: 1);
        var fit = Assert.IsType<InvalidFit>(model.Fit(SmallData.Of(60), new FitOptions { Engine = missing }).Case);
        Assert.Contains(reason.TrimEnd('.'), fit.Message);
        Assert.Equal(reason, Assert.Throws<DeviceException>(() => model.To(missing)).Message);
    }

    [Fact]
    public void A_run_whose_memory_ends_hands_back_the_last_finished_epoch()
    {
        var model = SmallNetwork.Initialize(seed: 1);
        var options = new FitOptions { Epochs = 4, BatchSize = 20, Seed = 3 };
        var failing = new Failing(atUpdate: 8);
        var failed = Assert.IsType<DeviceFailed<SmallNetwork>>(model.Fit(SmallData.Of(60), options with { Engine = failing }).Case);
        Assert.Contains("out of memory", failed.Message);
        Assert.Contains("BatchSize", failed.Message);
        Assert.Equal((3, 2), (failed.Epoch, failed.History.Count));
        var expected = model.Fit(SmallData.Of(60), options with { Epochs = 2, Engine = TorchEngine.Cpu }).ThrowIfFail().Model;
        Assert.Equal(expected, failed.Model);
    }

    [Fact]
    public void A_device_that_a_callback_finds_lost_failed_and_not_the_callback()
    {
        var model = SmallNetwork.Initialize(seed: 1);
        var options = new FitOptions { Epochs = 3, BatchSize = 20, Seed = 3 };
        var failing = new Failing(atUpdate: -1);
        var (lose, ended) = (new LambdaCallback(onEpochEnd: (_, epoch) => failing.IsLost = epoch.Number == 2), 0);
        var read = new LambdaCallback(onEpochEnd: (context, _) => context.ReadParameters());
        var end = new LambdaCallback(onTrainEnd: _ => ended++);
        var failed = Assert.IsType<DeviceFailed<SmallNetwork>>(
            model.Fit(SmallData.Of(60), options with { Engine = failing, Callbacks = [lose, read, end] }).Case);
        Assert.Equal((2, 2, 1), (failed.Epoch, failed.History.Count, ended));
        Assert.Equal(model.Fit(SmallData.Of(60), options with { Epochs = 2, Engine = TorchEngine.Cpu }).ThrowIfFail().Model, failed.Model);
    }

    /// <summary>The device still works, so the result of the run can be read from it.</summary>
    [Fact]
    public void A_device_whose_memory_ends_in_a_callback_failed_and_not_the_callback()
    {
        var greedy = new LambdaCallback(onEpochEnd: (_, _) => throw new ExternalException("CUDA out of memory. Tried to allocate 20.00 MiB."));
        var options = new FitOptions { Engine = TorchEngine.Cpu, Epochs = 3, BatchSize = 20, Callbacks = [greedy] };
        var failed = Assert.IsType<DeviceFailed<SmallNetwork>>(SmallNetwork.Initialize(seed: 1).Fit(SmallData.Of(60), options).Case);
        Assert.Contains("out of memory", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_lost_after_the_last_step_takes_nothing_with_it()
    {
        var model = SmallNetwork.Initialize(seed: 1);
        var options = new FitOptions { Epochs = 2, BatchSize = 20, Seed = 3 };
        var failing = new Failing(atUpdate: -1);
        var lose = new LambdaCallback(onEpochEnd: (_, epoch) => failing.IsLost = epoch.Number == 2);
        var failed = Assert.IsType<DeviceFailed<SmallNetwork>>(
            model.Fit(SmallData.Of(60), options with { Engine = failing, Callbacks = [lose] }).Case);
        Assert.Equal((2, 2), (failed.Epoch, failed.History.Count));
        Assert.Equal(model.Fit(SmallData.Of(60), options with { Engine = TorchEngine.Cpu }).ThrowIfFail().Model, failed.Model);
    }

    /// <summary>
    /// Three steps in an epoch: the first run fails in the second step of the third epoch. The run that resumes fails in its first step.
    /// </summary>
    [Theory]
    [InlineData(null, 6), InlineData(1, 7)]
    public void A_run_that_goes_on_from_a_checkpoint_and_fails_hands_back_the_checkpoint(int? everySteps, int updates)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (model, after) = (SmallNetwork.Initialize(seed: 1), new List<SmallNetwork>());
            var look = new LambdaCallback(onBatchEnd: context => after.Add(context.ReadModel<SmallNetwork>()));
            var keep = new BackupAndRestore(Path.Combine(folder, "run"), everySteps: everySteps);
            var options = new FitOptions { Epochs = 4, BatchSize = 20, Seed = 3, Callbacks = [look, keep] };
            Assert.IsType<DeviceFailed<SmallNetwork>>(model.Fit(SmallData.Of(60), options with { Engine = new Failing(atUpdate: 8) }).Case);
            var failed = Assert.IsType<DeviceFailed<SmallNetwork>>(
                model.Fit(SmallData.Of(60), options with { Engine = new Failing(atUpdate: 1) }).Case);
            Assert.Equal((3, 2, 7), (failed.Epoch, failed.History.Count, after.Count));
            Assert.Equal(after[updates - 1], failed.Model);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_run_that_can_not_be_laid_out_hands_back_its_model()
    {
        var model = SmallNetwork.Initialize(seed: 1);
        var failed = Assert.IsType<DeviceFailed<SmallNetwork>>(
            model.Fit(SmallData.Of(60), new FitOptions { Engine = new Failing(atUpdate: 0) }).Case);
        Assert.Equal((0, 0), (failed.Epoch, failed.History.Count));
        Assert.Equal(model, failed.Model);
    }

    [Theory]
    [InlineData("[enforce fail at alloc_cpu.cpp:127] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes.", "out of memory")]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB.", "out of memory")]
    [InlineData("CUDA error: an illegal memory access was encountered\nmore", "device of the engine torch failed")]
    public void Faults_of_devices_are_told(string native, string told)
    {
        var text = TorchEngine.Cpu.Explain(new ExternalException(native));
        Assert.Contains(told, text);
        Assert.DoesNotContain('\n', text!);
    }

    [Fact]
    public void A_mistake_of_ours_is_not_taken_for_a_fault_of_the_device()
    {
        Assert.Null(TorchEngine.Cpu.Explain(new ExternalException("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")));
        Assert.Null(TorchEngine.Cpu.Explain(new InvalidOperationException("out of memory")));
    }

    [Theory]
    [InlineData("/x/libLibTorchSharp.so: undefined symbol: _ZN3c10", "another version", "2.10.0")]
    [InlineData("libtorch.so: cannot open shared object file", "Reference the package", "Engine.Cpu")]
    public void What_keeps_libtorch_from_loading_is_told_with_what_to_do(string cause, params string[] told)
    {
        var text = Libtorch.Describe(new TypeInitializationException("torch", new DllNotFoundException(cause)));
        Assert.All(told.Append(cause), part => Assert.Contains(part, text));
    }

    /// <summary>The CPU through libtorch; its memory runs out at an update of the parameters, or at the first allocation.</summary>
    private sealed class Failing(int atUpdate) : LibtorchEngine(DeviceType.CPU, -1, "failing"), ITensorEngine
    {
        private int updates;

        public bool IsLost { get; set; }

        void ITensorEngine.Read(TensorBuffer source, Span<double> destination)
        {
            if (IsLost) throw new ExternalException("CUDA error: the device is lost");
            Read(source, destination);
        }

        TensorBuffer ITensorEngine.Allocate(ElementType element, Shape shape)
        {
            if (atUpdate == 0) throw new ExternalException("CUDA out of memory. Tried to allocate 2 GiB.");
            return Allocate(element, shape);
        }

        void ITensorEngine.Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers)
        {
            var isUpdate = typeof(TKernel).DeclaringType?.IsAssignableTo(typeof(Optimizer)) == true;
            if (isUpdate && ++updates == atUpdate) throw new ExternalException("CUDA out of memory. Tried to allocate 2 GiB.");
            Map<TKernel>(buffers, numbers);
        }
    }
}
