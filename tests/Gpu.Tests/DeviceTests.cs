using ILGPU.Runtime.OpenCL;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

public sealed class DeviceTests
{
    [Fact]
    public void Engines_are_singletons_with_names()
    {
        Assert.Same(GpuEngine.Cuda(1), GpuEngine.Cuda(1));
        Assert.Equal(("gpu:cuda:1", "gpu:opencl:0"), (GpuEngine.Cuda(1).Name, GpuEngine.OpenCl().Name));
        Assert.Throws<ArgumentOutOfRangeException>(() => GpuEngine.Cuda(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GpuEngine.OpenCl(-1));
    }

    [Theory]
    [InlineData("gpu:cuda", "gpu:cuda:0"), InlineData("gpu:cuda:2", "gpu:cuda:2"), InlineData("gpu:opencl", "gpu:opencl:0")]
    public void Engines_are_found_by_name(string typed, string name) => Assert.Equal(name, GpuEngine.Named(typed).ThrowIfFail().Name);

    [Theory]
    [InlineData("gpu"), InlineData("cuda"), InlineData("gpu:cuda:-1"), InlineData("gpu:opencl:x"), InlineData("")]
    public void Other_names_give_an_error_with_those_that_exist(string typed) =>
        Assert.Contains("gpu:opencl", ((Error)GpuEngine.Named(typed).Case).Message);

    [Fact]
    public void A_fault_of_the_device_is_told_by_its_code_and_other_exceptions_are_not_the_devices()
    {
        var engine = GpuEngine.OpenCl();
        Assert.Contains("CL_INVALID_KERNEL", engine.Explain(new CLException(CLError.CL_INVALID_KERNEL)));
        Assert.Contains("out of memory", engine.Explain(new CLException(CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE)));
        Assert.Null(engine.Explain(new InvalidOperationException("CL_INVALID_KERNEL")));
    }

    [Fact]
    public void A_device_that_is_not_there_gives_an_error_at_every_use()
    {
        foreach (var missing in new[] { GpuEngine.Cuda(99), GpuEngine.OpenCl(99) })
        {
            var reason = ((Error)missing.Availability.Case).Message;
            Assert.Contains(missing == GpuEngine.Cuda(99) ? "CUDA" : "OpenCL", reason);
            Assert.Equal(reason, Assert.Throws<DeviceException>(() => missing.Allocate(ElementType.Float, [2])).Message);
        }
    }
}
