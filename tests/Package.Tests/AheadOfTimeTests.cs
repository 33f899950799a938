using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ModelDsl.Package.Tests;

/// <summary>
/// The programs of docs/ahead-of-time.md, published with the settings of that page. The training program also runs the rest of training:
/// all callbacks, checkpoints, rows, cross-validation and Newton's method (Project/Rest.cs).
/// </summary>
public sealed partial class AheadOfTimeTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    private const string Weights = "signs.safetensors";
    private const long PredictionBytes = 5_000_000, TrainingBytes = 10_000_000;

    /// <summary>The goal on a quiet machine is 30 ms. This bound is for machines that build something else at the same time.</summary>
    private static readonly TimeSpan FirstPrediction = TimeSpan.FromMilliseconds(300);

    private readonly string text = File.ReadAllText(Path.Combine(PackedLibrary.Repository(), "docs", "ahead-of-time.md"));

    /// <summary>A native program trains and writes a file. The next native program has this file inside, and predicts.</summary>
    [NativeFact]
    public async Task NativeProgramsTrainAndPredictAndAreSmall()
    {
        var training = Training("native-training");
        var trained = await Published(training, "-p:PublishAot=true");
        Assert.InRange(new FileInfo(Program(training)).Length, 1, TrainingBytes);

        var prediction = Project("native-prediction", Programs.Files["Predict.cs"]);
        Assert.Contains($"<ModelWeights Include=\"{Weights}\" />", text, StringComparison.Ordinal);
        Settings(prediction, $"  <ItemGroup>\n    <ModelWeights Include=\"{Weights}\" />\n  </ItemGroup>\n");
        File.Copy(Path.Combine(training.Folder, Weights), Path.Combine(prediction.Folder, Weights));
        var predicted = await Published(prediction, "-p:PublishAot=true");
        Assert.InRange(new FileInfo(Program(prediction)).Length, 1, PredictionBytes);

        var missing = Programs.MissingIn(trained + predicted);
        Assert.True(missing.Count == 0, $"These lines are missing:\n{string.Join('\n', missing)}\nThe programs printed:\n{trained}{predicted}");
        Assert.InRange(await FastestRun(prediction), TimeSpan.Zero, FirstPrediction);
    }

    [Fact]
    public async Task ATrimmedProgramTrains()
    {
        var trained = await Published(Training("trimmed"), "-p:PublishTrimmed=true", "--self-contained");
        Assert.Contains(trained.Split('\n'), line => Page.AreAlike(Programs.Printed[0], line.TrimEnd()));
    }

    private Page Programs => Page.Read(text);

    /// <summary>Returns the page's training program, with the rest of training after it.</summary>
    private UserProject Training(string name) =>
        Project(name, Programs.Files["Train.cs"] + File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Project", "Rest.cs")),
            "ModelDsl.TensorBoard");

    private UserProject Project(string name, string program, params string[] packages)
    {
        var project = package.CreateProject(name, new Dictionary<string, string>
        {
            ["Program.cs"] = program,
            ["Signs.cs"] = Programs.Files["Signs.cs"],
        }, packages);
        // The page's settings for small programs.
        Settings(project, PropertyGroup().Match(text).Value);
        return project;
    }

    private static void Settings(UserProject project, string xml)
    {
        var file = Path.Combine(project.Folder, "Toy.csproj");
        File.WriteAllText(file, File.ReadAllText(file).Replace("</Project>", $"{xml}\n</Project>", StringComparison.Ordinal));
    }

    private static string Program(UserProject project) => Path.Combine(project.Folder, "out", OperatingSystem.IsWindows() ? "Toy.exe" : "Toy");

    private static async Task<string> Published(UserProject project, params string[] how)
    {
        string[] vectors = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? ["-p:IlcInstructionSet=x86-64-v3"] : [];
        // A debugger's symbols would be made, and then taken out of the file into another one.
        string[] publish =
            ["publish", "-nologo", "-o", "out", "--use-current-runtime", "-p:NativeDebugSymbols=false", .. how, .. vectors];
        var published = (await project.Dotnet(publish)).Succeeded();
        Assert.All(
            published.Output.Split('\n').Where(line => line.Contains("warning", StringComparison.Ordinal)),
            line => Assert.Contains("Assembly 'LanguageExt.Core' produced", line, StringComparison.Ordinal));
        return (await project.Run(Program(project))).Succeeded().Output;
    }

    /// <summary>Returns the time from the start of a process to its end: more than the time to the first prediction.</summary>
    private static async Task<TimeSpan> FastestRun(UserProject project)
    {
        var fastest = TimeSpan.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var started = Stopwatch.GetTimestamp();
            (await project.Run(Program(project))).Succeeded();
            var took = Stopwatch.GetElapsedTime(started);
            if (took < fastest) fastest = took;
        }
        return fastest;
    }

    [GeneratedRegex("<PropertyGroup>.*?</PropertyGroup>", RegexOptions.Singleline)]
    private static partial Regex PropertyGroup();
}
