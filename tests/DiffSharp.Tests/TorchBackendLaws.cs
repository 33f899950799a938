using System.Reflection;
using ModelDsl.Engines;
using ModelDsl.Tests.Engines;
using Xunit.Sdk;

namespace ModelDsl.DiffSharp.Tests;

/// <summary>A test that needs DiffSharp's backend on libtorch. If it cannot be used, the test is skipped and gives the reason.</summary>
public sealed class TorchBackendFactAttribute : FactAttribute
{
    public TorchBackendFactAttribute() => Skip = Reason(DiffSharpEngine.Cpu);

    internal static string? Reason(ITensorEngine engine) =>
        DiffSharpEngine.Available(engine).Match(Succ: _ => null!, Fail: missing => missing.Message);
}

/// <summary>A test that also needs a GPU.</summary>
public sealed class TorchBackendOnCudaFactAttribute : FactAttribute
{
    public TorchBackendOnCudaFactAttribute() => Skip = TorchBackendFactAttribute.Reason(DiffSharpEngine.Cuda());
}

/// <summary>Runs every law of engines in one test, because inherited tests cannot be skipped one by one.</summary>
public sealed class TorchBackendLaws
{
    [TorchBackendFact]
    public void All_laws_hold_on_the_CPU() => Hold(new Laws(DiffSharpEngine.Cpu));

    [TorchBackendOnCudaFact]
    public void All_laws_hold_on_the_first_CUDA_device() => Hold(new Laws(DiffSharpEngine.Cuda()));

    private static void Hold(Laws laws)
    {
        foreach (var law in typeof(EngineLaws).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null))
        {
            var trials = law.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(law)).ToArray();
            foreach (var trial in trials.Length > 0 ? trials : [[]])
                law.Invoke(laws, BindingFlags.DoNotWrapExceptions, null, trial, null);
        }
    }

    private sealed class Laws(ITensorEngine engine) : EngineLaws(engine, MathF.BitIncrement(1f) - 1f, rowsDependOnBatch: true);
}
