using System.Globalization;
using ILGPU.Runtime;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>
/// The device of the tests: the one that the environment's <see cref="Variable"/> names, <c>cuda:0</c> or <c>opencl:1</c>. If it names
/// none, the device is pocl, which runs OpenCL on the processor.
/// </summary>
public static class TestDevice
{
    /// <summary>The variable of the environment.</summary>
    public const string Variable = "MODELDSL_GPU";

    /// <summary>The collection of the tests that count what <see cref="Second"/> does: one at a time uses it.</summary>
    public const string Alone = "alone on the second engine";

    private static readonly Lazy<Fin<IDeviceEngine>> Chosen = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>Its engine, or why there is none.</summary>
    public static Fin<IDeviceEngine> Found => Chosen.Value;

    /// <summary>Its engine. Without the device every test fails, and says why.</summary>
    public static IDeviceEngine Engine => Found.IfFail(error => throw new InvalidOperationException(error.Message));

    /// <summary>A second engine on this device, with memory of its own.</summary>
    internal static IlgpuEngine Second => Other.Value;

    private static readonly Lazy<IlgpuEngine> Other = new(() => Engine.Name.Split(':') is [_, var type, var index]
        ? new(type == "cuda" ? AcceleratorType.Cuda : AcceleratorType.OpenCL, int.Parse(index, CultureInfo.InvariantCulture))
        : throw new InvalidOperationException(Engine.Name));

    /// <summary>Returns the engine of a device that is there.</summary>
    /// <param name="asked">The value of the variable; null or empty for pocl.</param>
    internal static Fin<IDeviceEngine> Choose(string? asked)
    {
        if (string.IsNullOrEmpty(asked)) return Pocl();
        var named = GpuEngine.Named(asked.StartsWith("gpu:", StringComparison.Ordinal) ? asked : $"gpu:{asked}");
        var usable = named.Bind(engine => engine.Availability.Map(_ => engine));
        return usable.BiBind(
            Fin<IDeviceEngine>.Succ, error => Fin<IDeviceEngine>.Fail(Error.New($"{Variable} is '{asked}'. {error.Message}")));
    }

    /// <summary>Returns pocl's engine, whatever other devices OpenCL has.</summary>
    private static Fin<IDeviceEngine> Pocl()
    {
        var devices = GpuDevices.All(AcceleratorType.OpenCL);
        for (var i = 0; i < devices.Count; i++)
        {
            if (GpuDevices.IsPocl(devices[i])) return Choose(FormattableString.Invariant($"opencl:{i}"));
        }
        return Error.New($"pocl is not installed here (apt-get install pocl-opencl-icd), and {Variable} names no other device.");
    }
}
