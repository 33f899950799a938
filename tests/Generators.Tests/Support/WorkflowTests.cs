using System.Text.RegularExpressions;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>The workflow of a public CI can't run here. Its commands are at least those of this repository.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] Lines = Repository.Read(".github/workflows/ci.yml").Split('\n');

    [Fact]
    public void Every_command_names_files_and_projects_that_exist()
    {
        var commands = Found(Command());
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            var words = command.Split(' ');
            Assert.Contains(words[0], (string[])["bash", "dotnet"]);
            var file = words[0] == "bash" ? words[1] : Array.Find(words, word => word.EndsWith(".sln", StringComparison.Ordinal));
            if (file is not null) Assert.True(File.Exists(Path.Combine(Repository.Root, file)), $"There is no {file}: {command}");
        }
        var tests = Directory.GetDirectories(Path.Combine(Repository.Root, "tests")).Select(Path.GetFileName).ToList();
        Assert.All(Found(Projects()).SelectMany(names => names.Split(' ')), project => Assert.Contains(project, tests));
        Assert.All(Lines.Where(line => line.Contains("json-file:", StringComparison.Ordinal)), line =>
            Assert.True(File.Exists(Path.Combine(Repository.Root, line.Split(':')[1].Trim()))));
    }

    /// <summary>Tabs, and a depth that is not even, are no YAML of ours.</summary>
    [Fact]
    public void Lines_are_indented_by_twos() => Assert.All(
        Lines, line => Assert.True(
            !line.Contains('\t', StringComparison.Ordinal) && (line.Length - line.TrimStart(' ').Length) % 2 == 0, line));

    /// <summary>Nothing is fetched but the steps that are named, and their versions are fixed.</summary>
    [Fact]
    public void Steps_of_others_have_a_version_and_no_address_is_named()
    {
        Assert.All(
            Lines.Where(line => line.Contains("uses:", StringComparison.Ordinal)),
            line => Assert.Matches(@"^ +- uses: actions/(checkout|setup-dotnet|upload-artifact)@v\d+$", line));
        Assert.DoesNotContain(Lines, line => line.Contains("://", StringComparison.Ordinal));
    }

    private static List<string> Found(Regex form) =>
        [.. Lines.Select(line => form.Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^ +- run: (.+)$")]
    private static partial Regex Command();

    [GeneratedRegex(@"^ +projects: (.+)$")]
    private static partial Regex Projects();
}
