using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ModelDsl.Examples.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, "--epochs is 0", "--epochs", "0")]
    [InlineData(1, "--batch-size is -3", "fashion-mnist", "--batch-size", "-3")]
    [InlineData(1, "which does not exist", "--data", "/no/such/folder")]
    [InlineData(1, "--out is empty", "--out", "")]
    [InlineData(1, "--engine is 'abacus'", "--engine", "abacus")]
    [InlineData(1, "There is no engine 'gpu:metal' on a GPU", "--engine", "gpu:metal")]
    [InlineData(1, "OpenCL", "--engine", "gpu:opencl:99")]
    [InlineData(1, "libtorch can't be loaded", "--engine", "torch")]
    [InlineData(2, "takes a whole number, but is 'many'", "--epochs", "many")]
    [InlineData(2, "'--colour'", "fashion-mnist", "--colour")]
    [InlineData(2, "There is no example 'fashion'; there are: fashion-mnist, fashion-mlp, optimizers,", "fashion")]
    public void What_is_typed_wrongly_is_one_sentence_on_stderr(int code, string sentence, params string[] arguments)
    {
        var (actual, output, error) = ExampleProcess.Run(arguments);
        Assert.Equal(code, actual);
        Assert.Equal("", output);
        Assert.Contains(sentence, error);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_batch_larger_than_the_training_part_is_all_of_it()
    {
        TinyFashion.Write(folder["data"]);
        var (code, _, error) = ExampleProcess.Run(["--data", folder["data"], "--out", folder["out"], "--batch-size", "201"]);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public void An_empty_data_folder_is_told_with_what_belongs_into_it()
    {
        Directory.CreateDirectory(folder["data"]);
        var (code, _, error) = ExampleProcess.Run(["--data", folder["data"], "--out", folder["out"]]);
        Assert.Equal(1, code);
        Assert.Contains("train-images-idx3-ubyte", error);
    }

    [Fact]
    public void Help_names_every_option()
    {
        var (code, output, error) = ExampleProcess.Run(["fashion-mnist", "--help"]);
        Assert.Equal((0, ""), (code, error));
        Assert.All(
            (string[])["run.sh fashion-mnist", "--epochs", "--batch-size", "--seed", "--data", "--out", "--engine", "--quiet", "[default: 42]"],
            word => Assert.Contains(word, output));
    }

    [Fact]
    public void Redirected_output_holds_no_control_characters()
    {
        TinyFashion.Write(folder["data"]);
        var (code, output, error) = ExampleProcess.Run(["--data", folder["data"], "--out", folder["out"], "--epochs", "2"]);
        Assert.Equal((0, ""), (code, error));
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
        Assert.Contains("Epoch 2/2", output);
    }

    [Fact]
    public void Quiet_prints_only_the_closing_lines()
    {
        TinyFashion.Write(folder["data"]);
        var (code, output, error) = ExampleProcess.Run(["--data", folder["data"], "--out", folder["out"], "--quiet"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Collection(output.Split('\n'),
            line => Assert.StartsWith("Baseline, logistic regression, 5 passes: ", line),
            line => Assert.StartsWith("Network, 5 epochs: ", line),
            line => Assert.Matches("^(The network won|The baseline won|Neither won): ", line),
            line => Assert.StartsWith($"Saved in {folder["out"]}: ", line));
    }

    [Fact]
    public void An_interrupted_training_ends_with_the_network_so_far()
    {
        if (OperatingSystem.IsWindows()) return;
        TinyFashion.Write(folder["data"]);
        var (code, output, error) = ExampleProcess.Run(
            ["--data", folder["data"], "--out", folder["out"], "--epochs", "1000000"],
            (process, line) =>
            {
                if (line.StartsWith("Epoch 3/", StringComparison.Ordinal)) Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            });
        Assert.Equal((130, ""), (code, error));
        Assert.Contains("Interrupted after ", output);
        var network = JsonNode.Parse(File.ReadAllText(Path.Combine(folder["out"], "results.json")))!["network"]!;
        Assert.True((bool)network["interrupted"]!);
        Assert.InRange(network["epochs"]!.AsArray().Count, 3, 999_999);
    }
}
