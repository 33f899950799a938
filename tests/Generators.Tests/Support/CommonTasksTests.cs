using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>
/// docs/common-tasks.md tells how few files a task changes, and names a commit as an example. Commits are found by their subjects, because
/// a subject survives a rebase and a hash does not.
/// </summary>
public sealed partial class CommonTasksTests(ITestOutputHelper output)
{
    /// <summary>Each task with an example, and the largest number of source files that it may change.</summary>
    private static readonly Dictionary<string, int> Most = new()
    {
        ["Add an activation"] = 3,
        ["Add an operation"] = 3,
        ["Add a layer"] = 3,
        ["Add a function of tensors"] = 3,
        ["Add an optimizer"] = 1,
    };

    /// <summary>An example of the document.</summary>
    private sealed record Example(string Task, int Most, string Subject, string[] Files);

    private static readonly Example[] Examples =
    [
        .. from section in Repository.Read("docs/common-tasks.md").Split("\n## ")
           from Match match in ExampleText().Matches(section)
           select new Example(
               section.Split('\n')[0], int.Parse(match.Groups["most"].Value, CultureInfo.InvariantCulture), match.Groups["subject"].Value,
               [.. match.Groups["file"].Captures.Select(file => file.Value)]),
    ];

    [Fact]
    public void Each_example_keeps_its_promise()
    {
        Assert.Equal(
            Most.Select(task => $"{task.Key}: {task.Value}").Order(), Examples.Select(example => $"{example.Task}: {example.Most}").Order());
        Assert.All(Examples, example => Assert.InRange(example.Files.Length, 1, example.Most));
        Assert.All(Examples.SelectMany(example => example.Files), file => Assert.True(Repository.Has(file), $"{file} is gone."));
    }

    [Fact]
    public void Each_example_is_a_commit_with_these_source_files()
    {
        // Sources that were unpacked inside another repository have no history.
        if (Git("rev-parse", "--is-shallow-repository", "--show-prefix")?.Trim() != "false")
        {
            output.WriteLine("There is no whole git history here: the lists were not compared with commits.");
            return;
        }
        var commits = Lines("log", "--no-merges", "--format=%H %s");
        foreach (var example in Examples)
        {
            var found = commits.FirstOrDefault(commit => commit[41..] == example.Subject);
            Assert.True(found is not null, $"No commit has the subject \"{example.Subject}\".");
            Assert.Equal(example.Files, SourcesOf(found![..40]));
        }
    }

    /// <summary>
    /// Returns the source files that a commit changed, in alphabetical order; a file that was moved later has its present path.
    /// </summary>
    private static IEnumerable<string> SourcesOf(string commit)
    {
        var moved = Lines("diff", "--name-status", "--diff-filter=R", "-M", commit, "HEAD", "--", "src")
            .Select(line => line.Split('\t')).ToDictionary(parts => parts[1], parts => parts[2]);
        return Lines("diff-tree", "--no-commit-id", "--name-only", "-r", commit, "--", "src")
            .Where(file => Path.GetFileName(file) != "PublicAPI.Unshipped.txt")
            .Select(file => moved.GetValueOrDefault(file, file)).Order(StringComparer.Ordinal);
    }

    private static string[] Lines(params string[] arguments) => Git(arguments)!.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns the output of git; null without git or a repository.</summary>
    private static string? Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(
        """^Example of (?:at most )?(?<most>\d+) source files?[^:]*: the commit "(?<subject>[^"]+)"\.\n(?:- `(?<file>src/[^`]+)`(?:\n|\z))+""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ExampleText();
}
