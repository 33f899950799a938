using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.Data;

/// <summary>Turns the faults of reading numbers into errors.</summary>
internal static class DataFaults
{
    /// <summary>
    /// Reads, and turns faults into errors. If data is in files, reading it can fail at any time. The device of an engine can also fail,
    /// and memory may have been released. Before the first step, programs may find no room.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="read">The work.</param>
    public static Fin<TResult> Reading<TResult>(ITensorEngine engine, Func<Fin<TResult>> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is UnreadableSamples or TooManySamples or MemoryEndedException)
        {
            return Error.New(fault.Message);
        }
        catch (OutOfMemoryException)
        {
            return Error.New("There is not enough memory: take smaller batches, or fewer samples.");
        }
        catch (Exception fault) when (engine.FaultOf(fault) is { } what)
        {
            return Error.New(what);
        }
    }
}
