using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.Data;

/// <summary>What can go wrong while numbers are read, as errors.</summary>
internal static class DataFaults
{
    /// <summary>
    /// Where data lies in files, reading it can fail at any time; so can the device of an engine, and memory can have ended. Before the first step,
    /// programs may find no room.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="read">What is done.</param>
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
