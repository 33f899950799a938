namespace ModelDsl.Engines;

/// <summary>
/// The instructions of a program, which an engine records at the program's first run. In later runs it starts all of them together, and
/// sets only what has changed since.
/// </summary>
public interface IRecording
{
    /// <summary>Runs a program that gives the same instructions each time. Its results are those of a run without a recording.</summary>
    /// <param name="program">The program; the same at each call.</param>
    /// <param name="key">The key of its random numbers.</param>
    void Run(Action<RandomKey> program, RandomKey key);
}
