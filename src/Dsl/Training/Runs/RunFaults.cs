using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.Training;

/// <summary>
/// Turns faults into the failure of a run: unreadable files, a device that fails, code that the run was given. The failure carries the
/// model.
/// </summary>
internal sealed class RunFaults<T>(T model, StepRunner<T> steps, RunProgress progress) where T : class, IModel<T>
{
    /// <summary>The first failure; it is the failure of the run.</summary>
    public Error? First { get; private set; }

    /// <summary>The model when it was last kept, in memory that survives a device's failure.</summary>
    public T Kept { get; private set; } = model;

    /// <summary>Keeps the current model.</summary>
    public void Keep() => Kept = steps.ReadModel();

    /// <summary>Keeps the model if it is on a device and may be lost with it.</summary>
    public void KeepFromDevice()
    {
        if (steps.Engine is IDeviceEngine) Keep();
    }

    /// <summary>Executes a part of the run; an exception may make the run a failure.</summary>
    public void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (UnreadableSamples fault)
        {
            First ??= new DataFailed<T>(fault.Message, progress.Epoch, progress.History, steps.ReadModel());
        }
        catch (OptionFault fault)
        {
            Add(fault);
        }
        catch (Exception fault) when (steps.Engine.FaultOf(fault) is { } what)
        {
            Add(what);
        }
    }

    public void Add(Error failure) => First ??= failure;

    /// <summary>Adds an exception that a callback threw. The callback may be the first to read from a device that failed.</summary>
    public void Add(Callback callback, string hook, Exception thrown)
    {
        if (steps.Engine.FaultOf(thrown) is { } what) Add(what);
        else Add(thrown as OptionFault ?? new OptionFault(callback, hook, thrown));
    }

    private void Add(OptionFault fault) => First ??= fault.Error(progress.Epoch, progress.History, steps.ReadModel());

    private void Add(string ofDevice) => First ??= new DeviceFailed<T>(ofDevice, progress.Epoch, progress.History, Kept);
}
