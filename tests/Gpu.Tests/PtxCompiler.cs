using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu.Tests;

/// <summary>
/// Compiles kernels for CUDA without a GPU, each of them once. Kernels share methods: one compiler for many of them reads each method once.
/// </summary>
[CollectionDefinition(Name)]
public sealed class PtxCompiler : ICollectionFixture<PtxCompiler>, IDisposable
{
    /// <summary>The collection of the tests that read what it compiles.</summary>
    public const string Name = "read PTX";

    private readonly Dictionary<MethodInfo, PtxListing> listings = [];
    private readonly Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Cuda());
    private readonly PTXBackend backend;

    public PtxCompiler()
    {
        var architecture = new CudaArchitecture(9, 0);
        backend = new(context, new CudaCapabilityContext(architecture), architecture, new CudaInstructionSet(7, 0), null);
    }

    internal PtxListing Compile(MethodInfo kernel) => listings.TryGetValue(kernel, out var known) ? known : listings[kernel] = new(
        ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly);

    public void Dispose()
    {
        backend.Dispose();
        context.Dispose();
    }
}
