using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Benchmarks;

/// <summary>GENERATOR: the time that the generator adds to a build and to an edit.</summary>
public static class GeneratorTime
{
    /// <summary>The child's argument.</summary>
    public const string Child = "generator";

    private const int Models = 100;
    private const int Edits = 60;
    private const int EditsBefore = 200;

    /// <summary>Cold runs in separate processes; then edits.</summary>
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

    /// <summary>Runs the child; its argument is the number of models.</summary>
    public static object Run(string[] arguments)
    {
        var models = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        // In a real build the compiler's own code is already compiled: it is delivered that way.
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
    /// A user who edits one model after the other, in an editor whose compiler has run for a while. So the compiler's code is already
    /// compiled.
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
