using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace ModelDsl.Gpu;

/// <summary>A method that runs on devices. A device gets it compiled at its first launch.</summary>
/// <param name="method">The method: each thread of a launch calls it with the same arguments.</param>
/// <typeparam name="TArguments">What the method is given: numbers, and views of the device's memory.</typeparam>
internal sealed class GpuKernel<TArguments>(Action<TArguments> method) : IGpuKernel where TArguments : struct
{
    private Action<AcceleratorStream, KernelConfig, TArguments>?[] launchers = [];

    public MethodInfo Method => method.Method;

    /// <summary>
    /// Starts the kernel; it runs after what the stream was given before. One thread at a time may start kernels of a device.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="number">The device's number among those that were opened, from 0.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="threads">The groups, and the threads of each.</param>
    /// <param name="arguments">The arguments.</param>
    public void Launch(Accelerator device, int number, AcceleratorStream stream, KernelConfig threads, TArguments arguments)
    {
        var known = launchers;
        var launch = number < known.Length ? known[number] : null;
        (launch ?? Load(device, number))(stream, threads, arguments);
    }

    private Action<AcceleratorStream, KernelConfig, TArguments> Load(Accelerator device, int number)
    {
        var launch = device.LoadKernel(method);
        lock (method)
        {
            var more = new Action<AcceleratorStream, KernelConfig, TArguments>?[Math.Max(number + 1, launchers.Length)];
            launchers.CopyTo(more, 0);
            more[number] = launch;
            launchers = more;
        }
        return launch;
    }
}

/// <summary>A kernel, whatever its arguments.</summary>
internal interface IGpuKernel
{
    /// <summary>The method.</summary>
    MethodInfo Method { get; }
}
