using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Benchmarks;

/// <summary>
/// Works that need a separate process: the program starts itself with hidden arguments. A child may write lines while it works, and ends
/// with a line of JSON.
/// </summary>
public static class Children
{
    /// <summary>The argument that marks a child process.</summary>
    public const string Argument = "--child";

    /// <summary>The works, by the argument that follows.</summary>
    private static readonly IReadOnlyDictionary<string, Func<string[], object>> Works = new Dictionary<string, Func<string[], object>>
    {
        [FirstEpoch.Child] = FirstEpoch.Run,
        [GeneratorTime.Child] = GeneratorTime.Run,
        [ThreadCounts.Child] = ThreadCounts.Run,
        [Streaming.Child] = Streaming.Run,
        [ServiceHost.Child] = ServiceHost.Run,
    };

    /// <summary>Runs the work of a child process.</summary>
    public static int Run(string[] arguments)
    {
        Console.WriteLine(JsonSerializer.Serialize(Works[arguments[0]](arguments[1..])));
        return 0;
    }

    /// <summary>Starts a child and waits for its end.</summary>
    /// <returns>The seconds from just before the start until the child's first line, and the child's last line.</returns>
    public static (double FirstLine, JsonElement Answer) Start(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in (IEnumerable<string>)[typeof(Children).Assembly.Location, Argument, .. arguments])
            start.ArgumentList.Add(argument);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || line is null) throw new InvalidOperationException($"The process for {string.Join(' ', arguments)} failed.");
        return (seconds, JsonDocument.Parse(rest.Length > 0 ? rest.TrimEnd().Split('\n')[^1] : line).RootElement);
    }

    /// <summary>The largest memory of this process in RAM so far, of all kinds, in bytes.</summary>
    public static long PeakMemory() => Status("VmHWM:") ?? Process.GetCurrentProcess().PeakWorkingSet64;

    /// <summary>
    /// The memory of this process in RAM that is not backed by a file, in bytes. On a system that does not distinguish, all of it.
    /// </summary>
    public static long AnonymousMemory() => Status("RssAnon:") ?? Process.GetCurrentProcess().WorkingSet64;

    private static long? Status(string field)
    {
        const string Path = "/proc/self/status";
        if (!File.Exists(Path)) return null;
        var line = File.ReadLines(Path).Single(l => l.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }
}
