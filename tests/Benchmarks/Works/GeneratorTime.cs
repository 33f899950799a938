using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Benchmarks;

/// <summary>GENERATOR: what the generator adds to a build, and to an edit.</summary>
public static class GeneratorTime
{
    /// <summary>The child's argument.</summary>
    public const string Child = "generator";

    private const int Models = 100;
    private const int Edits = 60;
    private const int EditsBefore = 200;

    /// <summary>Cold, in processes of their own; then edits.</summary>
    public static IEnumerable<Contest> Open(Dataset images)
    {
        yield return new Contest("cold, one model: the first run in a process", [new(Side.ModelDsl, () => Cold(1))]);
        yield return new Contest($"cold, {Models} models: the first run in a process", [new(Side.ModelDsl, () => Cold(Models))]);
        yield return new Contest($"an edit in one of {Models} models, after {EditsBefore}", [new(Side.ModelDsl, new Editing(tracks: false, EditsBefore).Time)])
        {
            RunsAtLeast = Edits,
            Goals = [Goal.AtMost(0.05, Unit.Seconds, 0.95)],
        };
        yield return new Contest("outputs that come out of the cache then", [new(Side.ModelDsl, new Editing(tracks: true, before: 1).Cached)])
        {
            Unit = Unit.Count,
            Goals = [Goal.AtLeast(Models - 1, Unit.Count)],
        };
    }

    /// <summary>The child: a number of models.</summary>
    public static object Run(string[] arguments)
    {
        var models = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        // The compiler's own code is compiled before the user's build in reality: the compiler comes so.
        GeneratorProject.Of(models).Compilation.GetDiagnostics();
        var project = GeneratorProject.Of(models);
        var clock = Stopwatch.StartNew();
        var files = GeneratorProject.Driver(tracks: false).RunGenerators(project.Compilation).GetRunResult().GeneratedTrees.Length;
        var seconds = clock.Elapsed.TotalSeconds;
        return files >= models ? new { Seconds = seconds } : throw new InvalidOperationException($"{files} files for {models} models.");
    }

    private static Sample Cold(int models) =>
        new(Children.Start(Child, models.ToString(CultureInfo.InvariantCulture)).Answer.GetProperty("Seconds").GetDouble());

    /// <summary>
    /// Someone who edits one model after the other, in an editor whose compiler has been at work for a while: its code is compiled.
    /// </summary>
    private sealed class Editing
    {
        private GeneratorProject project = GeneratorProject.Of(Models);
        private GeneratorDriver driver;
        private int edits;

        public Editing(bool tracks, int before)
        {
            driver = GeneratorProject.Driver(tracks).RunGenerators(project.Compilation);
            for (var i = 0; i < before; i++) Time();
        }

        public Sample Time()
        {
            Edit();
            var clock = Stopwatch.StartNew();
            driver = driver.RunGenerators(project.Compilation);
            return new Sample(clock.Elapsed.TotalSeconds);
        }

        public Sample Cached()
        {
            Edit();
            driver = driver.RunGenerators(project.Compilation);
            return new Sample(driver.GetRunResult().Results.Single().TrackedOutputSteps
                .SelectMany(steps => steps.Value)
                .SelectMany(step => step.Outputs)
                .Count(output => output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        }

        private void Edit()
        {
            edits++;
            project = project.Edit(edits * 7 % Models, 1_000 + edits);
        }
    }
}
