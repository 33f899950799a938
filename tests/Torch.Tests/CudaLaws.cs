using System.Reflection;
using ModelDsl.Tests.Engines;
using Xunit.Sdk;

namespace ModelDsl.Torch.Tests;

/// <summary>A test that needs a CUDA device; without one it is skipped and gives the reason.</summary>
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute() =>
        Skip = TorchEngine.Available(TorchEngine.Cuda()).Match(Succ: _ => null!, Fail: missing => missing.Message);
}

public sealed class CudaLaws
{
    /// <summary>Runs every law of engines in one test, because inherited tests cannot be skipped one by one.</summary>
    [CudaFact]
    public void All_laws_hold_on_the_first_CUDA_device() => Hold(new Laws(TorchEngine.Cuda()));

    private static void Hold(Laws laws)
    {
        foreach (var law in typeof(EngineLaws).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null))
        {
            var trials = law.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(law)).ToArray();
            foreach (var trial in trials.Length > 0 ? trials : [[]])
                law.Invoke(laws, BindingFlags.DoNotWrapExceptions, null, trial, null);
        }
    }

    private sealed class Laws(
        ModelDsl.Engines.ITensorEngine engine) : EngineLaws(engine, MathF.BitIncrement(1f) - 1f, rowsDependOnBatch: true);
}
