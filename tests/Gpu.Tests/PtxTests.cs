using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu.Tests;

/// <summary>What CUDA's driver is given for each kernel. It is compiled without a GPU, and read.</summary>
public sealed class PtxTests : IDisposable
{
    /// <summary>A group of 256 threads, twice on a multiprocessor of 65,536 registers.</summary>
    private const int MostRegisters = 128;

    private readonly Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Cuda());
    private readonly PTXBackend backend;

    public PtxTests()
    {
        var architecture = new CudaArchitecture(9, 0);
        backend = new(context, new CudaCapabilityContext(architecture), architecture, new CudaInstructionSet(7, 0), null);
    }

    public static TheoryData<string> Kernels => new(KernelList.All.Keys.Order());

    /// <summary>
    /// Functions that end with <c>.approx</c> have eleven bits; <c>.local</c> is memory, as slow as any; a call keeps registers from being
    /// used.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_rounds_as_our_functions_do_and_keeps_its_numbers_in_registers(string name)
    {
        var listing = Compile(KernelList.All[name]);
        Assert.DoesNotContain(listing.Names, instruction => instruction.Contains(".approx") || instruction.Contains(".ftz"));
        Assert.DoesNotContain(listing.Names, instruction => instruction.StartsWith("call", StringComparison.Ordinal));
        Assert.DoesNotContain(".local", listing.Text);
        Assert.InRange(listing.Registers(), 1, MostRegisters);
    }

    [Fact]
    public void All_kernels_are_looked_at() => Assert.True(KernelList.All.Count > 300, $"There are {KernelList.All.Count} kernels.");

    [Fact]
    public void A_listing_counts_the_registers_that_are_read_later()
    {
        var listing = new PtxListing("""
            	ld.param.f32	%f1, [a];
            	mov.f32	%f2, 0f00000000;
            	mov.b64	%rd1, 0;
            	L_1:
            	add.f32	%f3, %f2, %f1;
            	mov.f32	%f2, %f3;
            	setp.lt.f32	%p1, %f2, %f1;
            	@%p1 bra	L_1;
            	st.global.f32	[%rd1], %f2;
            	ret;
            """);
        Assert.Equal(3, listing.Registers());
        Assert.Contains("st.global.f32", listing.Names);
    }

    public void Dispose()
    {
        backend.Dispose();
        context.Dispose();
    }

    private PtxListing Compile(MethodInfo kernel) => new(
        ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly);
}
