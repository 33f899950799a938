using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Features;

public class RightRowsTests
{
    private static readonly MarkedProject Project = new(RightRows.All, _ => null);

    private static readonly MarkedProject Models = new(RightRowModels.All, _ => null, shared: RightRowModels.Rows);

    public static TheoryData<string> RightModels() => [.. RightRowModels.All];

    [Theory, MemberData(nameof(RightRows.Rows), MemberType = typeof(RightRows))]
    public void A_right_row_compiles_without_a_warning(string source) => Expect.Marks(source, [], Project[source].Diagnostics);

    [Theory, MemberData(nameof(RightModels))]
    public void A_right_model_of_rows_compiles_without_a_warning(string source) => Expect.Marks(source, [], Models[source].Diagnostics.RemoveAll(d => d.Id == "MDSL191"));

    [Fact]
    public void Right_rows_and_models_are_loaded() =>
        Assert.All(Project.Runs.Concat(Models.Runs), run => Assert.NotEmpty(run.Load().GetTypes()));

    /// <summary>The vector of numbers comes first in a sample; the indices follow, in the order of the parameters.</summary>
    [Fact]
    public void Inputs_of_a_model_of_rows_follow_each_other()
    {
        var mixed = GeneratorHarness.Run(RightRowModels.Rows, RightRowModels.All.Single(model => model.Contains("typeof(Mixed)", StringComparison.Ordinal))).Files["Net.g.cs"];
        Assert.Contains("""{ new("Numbers", [4], 0), new("Ticket", [1], 4), new("Levels", [3], 5), new("Embarked", [1], 8) }""", mixed, StringComparison.Ordinal);
        Assert.Contains("{ new(4, 1, 1, 50), new(8, 1, 1, 5), new(5, 3, 1, 4) }", mixed, StringComparison.Ordinal);
    }

    /// <summary>The generator counts encoded columns while the author types; the library counts them when it encodes.</summary>
    [Fact]
    public void The_generator_and_the_library_count_the_same_columns()
    {
        var counts = new List<(string Row, long Expected, long Actual)>();
        foreach (var run in Project.Runs.Concat(Models.Runs))
        {
            var assembly = run.Load();
            var outputs = run.Result.TrackedSteps[ModelGenerator.Steps.Features].SelectMany(step => step.Outputs);
            foreach (var spec in outputs.Select(output => ((FeaturesOutput)output.Value).Spec!))
            {
                var schema = (FeatureSchema)assembly.GetType(spec.Type.HintName, throwOnError: true)!.GetProperty("Schema")!.GetValue(null)!;
                counts.Add((spec.Type.HintName, schema.SampleWidth, spec.Columns.Sum(column => column.Part.Width)));
                counts.Add((spec.Type.HintName, schema.Columns.Count, spec.Parts.Sum(part => part.Count)));
            }
        }
        Assert.True(counts.Count > 60);
        Assert.All(counts, row => Assert.Equal(row.Expected, row.Actual));
    }

    [Theory, InlineData("Shop.Passenger.g.cs"), InlineData("Shop.Titanic.g.cs")]
    public void The_code_of_a_row_and_of_its_model_is_as_it_was_reviewed(string file)
    {
        var snapshot = Path.Combine(Repository.Root, "tests", "Generators.Tests", "Emit", "Snapshots", file + ".txt");
        var emitted = GeneratorHarness.Run(RightRows.Typical, RightRowModels.Typical).Files[file];
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(snapshot, emitted);
        Assert.Equal(File.ReadAllText(snapshot), emitted);
    }
}
