using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime.OpenCL;

namespace ModelDsl.Gpu.Tests;

/// <summary>Compiles kernels to OpenCL C without a device. Kernels share methods: one compiler reads each of them once.</summary>
public sealed class OpenClCompiler : IDisposable
{
    private readonly Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
    private readonly CLBackend backend;

    public OpenClCompiler()
    {
        var most = new CLCapabilityContext(float16: false, float64: false, genericAddressSpace: true, int64_Atomics: false,
            subGroups: false);
        backend = new(context, most, CLDeviceVendor.Other, new CLCVersion(2, 0));
    }

    internal string Compile(MethodInfo kernel) =>
        ((CLCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).Source;

    public void Dispose()
    {
        backend.Dispose();
        context.Dispose();
    }
}
