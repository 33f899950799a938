namespace ModelDsl.Tables;

/// <summary>
/// Turns what libraries throw for damaged files and failed queries into <see cref="IOException"/>, which readers of tables may throw.
/// </summary>
internal static class Reading
{
    /// <summary>What it means when a call fails on a file.</summary>
    internal const string Damaged = "it is damaged, or written in a way that can't be read here";

    /// <summary>Calls a library.</summary>
    /// <param name="failed">What it means when the call fails: <c>the file is damaged</c>.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="IOException">The call failed.</exception>
    internal static T Of<T>(string failed, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception fault) when (IsOfLibrary(fault))
        {
            throw Failure(failed, fault);
        }
    }

    /// <summary>Calls a library whose calls end later, and waits, whatever thread this is.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    /// <exception cref="IOException">The call failed.</exception>
    internal static T Wait<T>(string failed, Func<Task<T>> call) =>
        // On a thread of the pool, since a window's thread that waits could never receive the continuation.
        Of(failed, () => Task.Run(call).GetAwaiter().GetResult());

    /// <summary>
    /// Returns whether an exception tells of the file or the database. A damaged file can make a library throw any of them.
    /// </summary>
    internal static bool IsOfLibrary(Exception fault) => fault is not IOException;

    /// <summary>Makes the exception of a failed call.</summary>
    internal static IOException Failure(string failed, Exception fault) => fault is OutOfMemoryException
        ? new IOException($"{failed}, or there is not enough memory for it", fault)
        : new IOException($"{failed}: {Line(fault.Message)}", fault);

    private static string Line(string message) =>
        string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim().TrimEnd('.');
}
