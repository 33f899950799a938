namespace ModelDsl.Gpu.Tests;

/// <summary>What CUDA's driver is given for each kernel. It is compiled without a GPU, and read.</summary>
[Collection(PtxCompiler.Name)]
public sealed class PtxTests(PtxCompiler compiler)
{
    /// <summary>A group of 256 threads, twice on a multiprocessor of 65,536 registers.</summary>
    private const int MostRegisters = 128;

    public static TheoryData<string> Kernels => new(KernelList.All.Keys.Order());

    /// <summary>
    /// Functions that end with <c>.approx</c> have eleven bits; <c>.local</c> is memory, as slow as any; a call keeps registers from being
    /// used. ILGPU may move a read behind a write to the same place, and a result may stand where an operand stood: elementwise kernels
    /// must read all operands before they write.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_rounds_as_our_functions_do_keeps_its_numbers_in_registers_and_reads_before_it_writes(string name)
    {
        var listing = compiler.Compile(KernelList.All[name]);
        Assert.DoesNotContain(listing.Names, instruction => instruction.Contains(".approx") || instruction.Contains(".ftz"));
        // A GPU without a data centre's price computes them 32 or 64 times slower.
        Assert.DoesNotContain(listing.Names, instruction => instruction.Contains(".f64"));
        Assert.DoesNotContain(listing.Names, instruction => instruction.StartsWith("call", StringComparison.Ordinal));
        Assert.DoesNotContain(".local", listing.Text);
        Assert.InRange(listing.Registers(), 1, MostRegisters);
        if (name.StartsWith("MapKernel", StringComparison.Ordinal)) Assert.Empty(listing.ReadAfterWritten());
    }

    [Fact]
    public void A_listing_tells_what_is_read_after_it_was_written()
    {
        var listing = new PtxListing("""
            	cvta.to.global.u64	%rd1, %rd9;
            	cvta.to.global.u64	%rd2, %rd9;
            	add.u64	%rd3, %rd1, %rd7;
            	ld.global.f32	%f1, [%rd3];
            	st.global.f32	[%rd3], %f1;
            	add.u64	%rd3, %rd2, %rd7;
            	ld.global.f32	%f1, [%rd3];
            	add.u64	%rd4, %rd1, %rd7;
            	ld.global.f32	%f2, [%rd4];
            	ret;
            """);
        Assert.Equal(["%rd1"], listing.ReadAfterWritten());
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
}
