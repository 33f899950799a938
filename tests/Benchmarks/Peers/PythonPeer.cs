using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Benchmarks.Peers;

/// <summary>
/// A peer that runs in its own Python process. Its script reads its data from files of raw bytes, and reports which library multiplies its
/// matrices: <c>{"blas": "OpenBLAS …"}</c>. Then it does the work once for every line that it receives, and answers with a line of JSON:
/// <c>{"seconds": 1.5, "accuracy": 0.85}</c>. Between works it waits.
/// </summary>
public sealed class PythonPeer : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly DirectoryInfo? folder;
    private readonly Process? process;
    private readonly StringBuilder errors = new();

    private PythonPeer(string name, string missing)
    {
        Sides = [];
        Notes = [$"{name} is left out: {Python} has no module {missing}"];
    }

    private PythonPeer(string name, string script, IReadOnlyList<ArraySegment<byte>> data, string[] arguments)
    {
        folder = Directory.CreateTempSubdirectory("modeldsl-bench-");
        var start = new ProcessStartInfo(Python)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Peers", script) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var bytes in data) start.ArgumentList.Add(Write(bytes, $"data{start.ArgumentList.Count}"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // A model that does not converge in the given epochs warns about it for each fold.
        start.Environment["PYTHONWARNINGS"] = "ignore";
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        Sides = [new Side(name, Run) { Blas = Answer().GetProperty("blas").GetString() }];
    }

    /// <summary>The peer; empty if it is not available.</summary>
    public IReadOnlyList<Side> Sides { get; }

    /// <summary>The reason why the peer is not available.</summary>
    public IReadOnlyList<string> Notes { get; } = [];

    /// <summary>Starts a peer, or notes why it cannot run.</summary>
    /// <param name="name">The peer's name.</param>
    /// <param name="module">The Python module that it needs.</param>
    /// <param name="script">Its script, which lies beside the program.</param>
    /// <param name="data">The data for the peer; each item becomes a file, and the file's path becomes an argument.</param>
    /// <param name="arguments">Further arguments for the script.</param>
    public static PythonPeer Open(
        string name, string module, string script, IReadOnlyList<ArraySegment<byte>> data, params string[] arguments) =>
        Has(module) ? new PythonPeer(name, script, data, arguments) : new PythonPeer(name, module);

    private static bool Has(string module)
    {
        if (!File.Exists(Python)) return false;
        using var probe = Process.Start(new ProcessStartInfo(Python) { ArgumentList = { "-c", $"import {module}" }, RedirectStandardError = true })!;
        probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    private Sample Run()
    {
        process!.StandardInput.WriteLine();
        var answer = Answer();
        return new Sample(answer.GetProperty("seconds").GetDouble(), answer.GetProperty("accuracy").GetDouble());
    }

    private JsonElement Answer()
    {
        if (process!.StandardOutput.ReadLine() is not { } line)
        {
            process.WaitForExit();
            throw new InvalidOperationException($"{Python} failed:\n{errors}");
        }

        return JsonDocument.Parse(line).RootElement;
    }

    private string Write(ArraySegment<byte> bytes, string name)
    {
        var file = Path.Combine(folder!.FullName, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (process is not null)
        {
            // The script ends when its input ends.
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill();
            process.Dispose();
        }

        folder?.Delete(recursive: true);
    }
}
