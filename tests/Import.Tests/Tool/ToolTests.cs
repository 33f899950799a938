using ModelDsl.Tool;

namespace ModelDsl.Import.Tests.Tool;

/// <summary>The command line of <c>modeldsl</c>: what it writes, says and refuses.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modeldsl-tool-").FullName;

    private string Iris => Path.Combine(AppContext.BaseDirectory, "iris.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Without_arguments_it_says_what_it_can_do()
    {
        var (code, output, errors) = Run();
        Assert.Equal((0, ""), (code, errors));
        foreach (var command in new[] { "import", "export", "inspect" }) Assert.Contains(command, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fetch", "See: modeldsl --help")]
    [InlineData("import", "See: modeldsl import --help")]
    [InlineData("import a.onnx --shape x", "--shape x: write the input's name, an equals sign and sizes with commas, such as input=3,224,224.")]
    [InlineData("import a.onnx --shape x=0", "--shape x=0: ")]
    [InlineData("export a.onnx", "--pytorch")]
    public void Wrong_arguments_are_misuse(string arguments, string says)
    {
        var (code, output, errors) = Run(arguments.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_writes_source_and_weights_and_says_how_to_use_them()
    {
        var (code, output, errors) = Run("import", Iris, "-o", In("Flowers.cs"), "--namespace", "Shop");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("var model = Flowers.Load(\"Flowers.safetensors\").ThrowIfFail();", output, StringComparison.Ordinal);
        Assert.Equal(["Flowers.cs", "Flowers.safetensors"], Files());
        var source = File.ReadAllText(In("Flowers.cs"));
        Assert.Contains("namespace Shop;", source, StringComparison.Ordinal);
        Assert.Contains("partial record Flowers(", source, StringComparison.Ordinal);
        Assert.Contains("SparseCategoricalCrossentropy", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_and_loss_are_the_users()
    {
        Assert.Equal(0, Run("import", Iris, "-o", In("a.cs"), "--name", "Flowers", "--loss", "CategoricalCrossentropy").Code);
        var source = File.ReadAllText(In("a.cs"));
        Assert.Contains("partial record Flowers(", source, StringComparison.Ordinal);
        Assert.Contains("CategoricalCrossentropy", source, StringComparison.Ordinal);
        Assert.DoesNotContain("SparseCategoricalCrossentropy", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_way_is_replaced_by_force_alone()
    {
        File.WriteAllText(In("Flowers.safetensors"), "mine");
        var (code, _, errors) = Run("import", Iris, "-o", In("Flowers.cs"));
        Assert.Equal(1, code);
        Assert.Contains($"{In("Flowers.safetensors")} exists already. Choose another name with -o, or replace it with --force.", errors, StringComparison.Ordinal);
        Assert.Equal(["Flowers.safetensors"], Files());
        Assert.Equal("mine", File.ReadAllText(In("Flowers.safetensors")));
        Assert.Equal(0, Run("import", Iris, "-o", In("Flowers.cs"), "--force").Code);
        Assert.Equal(["Flowers.cs", "Flowers.safetensors"], Files());
        Assert.NotEqual("mine", File.ReadAllText(In("Flowers.safetensors")));
    }

    /// <summary>A folder has the name of one file: the other one is not written either, and nothing half is left.</summary>
    [Fact]
    public void Files_are_written_together_or_not_at_all()
    {
        Directory.CreateDirectory(In("Flowers.safetensors"));
        var (code, output, errors) = Run("import", Iris, "-o", In("Flowers.cs"), "--force");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Flowers.safetensors", errors, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("import")]
    [InlineData("inspect")]
    [InlineData("export --pytorch")]
    public void A_file_that_is_missing_or_broken_is_told(string command)
    {
        var (code, output, errors) = Run([.. command.Split(' '), In("no.onnx")]);
        Assert.Equal((1, "", $"{In("no.onnx")}: there is no such file.\n"), (code, output, errors.ReplaceLineEndings("\n")));
        File.WriteAllText(In("text.onnx"), "not a model");
        (code, output, errors) = Run([.. command.Split(' '), In("text.onnx")]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("text.onnx", errors, StringComparison.Ordinal);
        Assert.Equal(["text.onnx"], Files());
    }

    [Fact]
    public void Inspect_says_what_a_file_has()
    {
        var (code, output, errors) = Run("inspect", Iris);
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("iris.onnx: opset 13, written by pytorch", output, StringComparison.Ordinal);
        foreach (var line in new[] { "input   flower [N, 4]", "output  species [N, 3]", "layer   Dense × 2", "step    Relu × 1", "step    Softmax × 1" })
            Assert.Contains(line, output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Export_writes_a_module_and_its_weights()
    {
        var (code, output, errors) = Run("export", "--pytorch", Iris, "-o", In("iris.py"));
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("iris.safetensors", output, StringComparison.Ordinal);
        Assert.Equal(["iris.py", "iris.safetensors"], Files());
        Assert.Contains("(nn.Module):", File.ReadAllText(In("iris.py")), StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(folder, name);

    private IEnumerable<string?> Files() => Directory.GetFiles(folder).Select(Path.GetFileName).Order();

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        return (CommandLine.Run(arguments, output, errors), output.ToString(), errors.ToString());
    }
}
