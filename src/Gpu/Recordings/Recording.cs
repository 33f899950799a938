using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>
/// The launches of a program. The first run launches each and records it. In later runs the program's code goes through its instructions
/// again, and each launch is compared with the recorded one. Then all are started together. A run that does something else is launched as
/// it comes, and the recording is given up.
/// </summary>
/// <param name="device">The device.</param>
internal sealed class Recording(GpuDevice device) : DeviceMemory, IRecording
{
    private readonly List<IRecordedLaunch> launches = [];
    private ILaunchGraph? graph;
    private State state;
    private int next;

    private enum State
    {
        New,
        Records,
        Recorded,
        Replays,
        GivenUp,
    }

    public void Run(Action<RandomKey> program, RandomKey key)
    {
        Use();
        if (state == State.GivenUp)
        {
            program(key);
            return;
        }
        lock (device.Gate)
        {
            (state, next) = (state == State.New ? State.Records : State.Replays, 0);
            device.Current = this;
            try
            {
                program(key);
                Finish();
            }
            finally
            {
                device.Current = null;
                // A run that threw is never repeated.
                if (state is State.Records or State.Replays) state = State.GivenUp;
            }
        }
    }

    /// <summary>Takes the launch of a kernel.</summary>
    public void Launch<TArguments>(GpuKernel<TArguments> kernel, KernelConfig threads, TArguments arguments) where TArguments : struct
    {
        if (state == State.Replays)
        {
            if (next < launches.Count && launches[next] is RecordedLaunch<TArguments> known && known.Kernel == kernel
                && known.Takes(threads))
            {
                if (known.Changes(arguments)) graph!.Set(next);
                next++;
                return;
            }
            GiveUp();
        }
        if (state == State.Records) launches.Add(new RecordedLaunch<TArguments>(kernel, threads, arguments));
        device.Start(kernel, threads, arguments, device.Compute);
    }

    /// <summary>Launches what a replay holds back, because something must come after it.</summary>
    public void GiveUp()
    {
        if (state != State.Replays) return;
        state = State.GivenUp;
        for (var i = 0; i < next; i++) launches[i].Start(device, device.Compute);
    }

    /// <summary>Gives up, because the device is given work that is no launch of ours.</summary>
    public void Abandon()
    {
        GiveUp();
        state = State.GivenUp;
    }

    protected override void Free() => graph?.Dispose();

    private void Finish()
    {
        if (state == State.Records)
        {
            graph = device.Graphs!(device, launches);
            state = State.Recorded;
        }
        else if (state == State.Replays)
        {
            if (next < launches.Count)
            {
                GiveUp();
                return;
            }
            graph!.Start();
            state = State.Recorded;
        }
    }
}
