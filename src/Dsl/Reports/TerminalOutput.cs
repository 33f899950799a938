using System.Runtime.InteropServices;
using System.Text;

namespace ModelDsl.Reports;

/// <summary>What the terminal behind a writer can show.</summary>
/// <param name="IsLive">Whether a line may be written again: a person looks at it, and it is not a file, a pipe or a log.</param>
/// <param name="HasColors">Whether it knows the escape sequences for colours.</param>
/// <param name="HasUnicode">Whether its encoding has the characters of a bar.</param>
/// <param name="ReadWidth">Returns its width in columns, which changes when a person drags the window.</param>
internal sealed partial record TerminalOutput(bool IsLive, bool HasColors, bool HasUnicode, Func<int> ReadWidth)
{
    private const int UsualWidth = 80;

    private static readonly TerminalOutput Plain = new(IsLive: false, HasColors: false, HasUnicode: false, static () => UsualWidth);

    /// <summary>Returns what the writer's terminal can show. A writer that is not one of the console's has no terminal.</summary>
    public static TerminalOutput Of(TextWriter writer)
    {
        var (isError, isRedirected) = ReferenceEquals(writer, Console.Out) ? (false, Console.IsOutputRedirected)
            : ReferenceEquals(writer, Console.Error) ? (true, Console.IsErrorRedirected) : (false, true);
        return isRedirected ? Plain : Of(Environment.GetEnvironmentVariable, writer.Encoding, () => KnowsEscapes(isError));
    }

    /// <summary>Returns what a console that is not redirected can show.</summary>
    /// <param name="variable">Returns an environment variable; null if it is not set.</param>
    /// <param name="encoding">The console's encoding.</param>
    /// <param name="knowsEscapes">Returns whether the console knows escape sequences.</param>
    internal static TerminalOutput Of(Func<string, string?> variable, Encoding encoding, Func<bool> knowsEscapes)
    {
        // A server that builds shows its log later, where nothing is written again.
        if (variable("TERM") == "dumb" || IsSet("CI") || IsSet("TF_BUILD")) return Plain;
        return new TerminalOutput(IsLive: true, !IsSet("NO_COLOR") && knowsEscapes(), HasBar(encoding), ReadConsoleWidth);

        bool IsSet(string name) => !string.IsNullOrEmpty(variable(name));
    }

    private static bool HasBar(Encoding encoding) =>
        encoding.GetString(encoding.GetBytes(ProgressBar.UnicodeBar)) == ProgressBar.UnicodeBar;

    private static int ReadConsoleWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (Exception fault) when (fault is IOException or PlatformNotSupportedException)
        {
            return UsualWidth;
        }
    }

    private static bool KnowsEscapes(bool isError)
    {
        if (!OperatingSystem.IsWindows()) return true;
        const int output = -11, error = -12;
        const uint virtualTerminalProcessing = 4;
        return GetConsoleMode(GetStdHandle(isError ? error : output), out var mode) && (mode & virtualTerminalProcessing) != 0;
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);
}
