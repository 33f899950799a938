using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Emit;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Passes;

public class TrafficTableTests
{
    /// <summary>784 → 100 → 10, the network of the benchmark W2.</summary>
    private static readonly ModelSpec Hidden = RandomModel.SpecOf(
        "FashionHidden", [28, 28], "SparseCategoricalCrossentropy",
        new FlattenSpec("Pixels"),
        RandomModel.DenseOf("Hidden", 100, "Relu", useBias: true, kernelL2: 0),
        RandomModel.DenseOf("Output", 10, "Softmax", useBias: true, kernelL2: 0));

    [Fact]
    public void The_step_that_the_documentation_shows_is_what_is_emitted()
    {
        var table = TrafficTable.Print(ModelEmitter.Optimized(Hidden, ProgramKind.Gradient), rows: 32);
        var path = Path.Combine(Repository.Root, "docs", "performance.md");
        const string fence = "```text\n";
        var page = File.ReadAllText(path);
        var start = page.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        var end = page.IndexOf("```", start, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, page[..start] + table + page[end..]);
        else Assert.Equal(table, page[start..end]);
    }
}
