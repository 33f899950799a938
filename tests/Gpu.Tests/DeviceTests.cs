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
    [InlineData("cuda"), InlineData("gpu:cuda:-1"), InlineData("gpu:opencl:x"), InlineData("")]
    public void Other_names_give_an_error_with_those_that_exist(string typed) =>
        Assert.Contains("gpu:opencl", ((Error)GpuEngine.Named(typed).Case).Message);

    /// <summary>A machine has devices of each kind, or the reason why it has none.</summary>
    [Fact]
    public void All_devices_are_listed_with_what_is_missing()
    {
        var devices = GpuEngine.Devices;
        foreach (var kind in new[] { "gpu:cuda:0", "gpu:opencl:0" }) Assert.Single(devices.Filter(device => device.Engine == kind));
        foreach (var device in devices)
        {
            Assert.StartsWith(device.Engine + ": ", device.ToString());
            Assert.Equal(device.Availability.IsFail, GpuEngine.Named(device.Engine).ThrowIfFail().Availability.IsFail);
            Assert.Equal(device.Device.Length > 0, device.Bytes > 0);
        }
    }

    /// <summary>The processor, which pocl makes a device, is never the best GPU.</summary>
    [Fact]
    public void The_best_device_is_a_GPU_or_the_reasons_are_told()
    {
        var gpus = GpuEngine.Devices.Filter(device => device.Availability.IsSucc && !device.IsProcessor);
        Assert.Equal(GpuEngine.Best.Map(engine => engine.Name), GpuEngine.Named("gpu").Map(engine => engine.Name));
        GpuEngine.Best.Match(
            Succ: engine => Assert.Contains(engine.Name, gpus.Map(device => device.Engine)),
            Fail: why =>
            {
                Assert.Empty(gpus);
                Assert.Contains("CUDA", why.Message);
                Assert.Contains("Engine.Cpu", why.Message);
            });
    }

    [Theory]
    [InlineData("cuda:99", "CUDA"), InlineData("opencl:99", "OpenCL")]
    [InlineData("cuda:-1", "gpu:cuda:1"), InlineData("pocl", "gpu:opencl")]
    public void A_device_that_the_tests_are_told_to_use_is_there_or_the_error_names_it_and_the_reason(string asked, string reason)
    {
        var message = ((Error)TestDevice.Choose(asked).Case).Message;
        Assert.StartsWith($"{TestDevice.Variable} is '{asked}'. ", message);
        Assert.Contains(reason, message);
    }

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
            Assert.Matches("There is no|counted from 0", reason);
            Assert.Equal(reason, Assert.Throws<DeviceException>(() => missing.Allocate(ElementType.Float, [2])).Message);
        }
    }
}
