using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>A model from an .onnx file has all members of a model; what is wrong with the file is said at the attribute.</summary>
public class OnnxFileTests
{
    [Theory]
    [MemberData(nameof(WrongOnnxFiles.Rows), MemberType = typeof(WrongOnnxFiles))]
    public void A_file_is_judged_at_the_attribute(string what, string source, string message)
    {
        var markup = Markup.Parse(source);
        var run = GeneratorHarness.Run([.. markup.Files]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(what, markup.Marks, [.. run.Diagnostics.Concat(run.Findings).Distinct()]);
        Assert.Equal(message, string.Join("\n", run.Findings.Select(finding => finding.GetMessage())));
        Assert.Equal(run.Files, GeneratorHarness.Run([.. markup.Files]).Files);
    }

    /// <summary>The imported half has the author's name and place, its own loss unless the author has one, and names the weights.</summary>
    [Fact]
    public void The_imported_half_is_the_files_code_in_the_authors_place()
    {
        var run = GeneratorHarness.Run("""
            // models/digits.onnx: 4 numbers to 3 classes
            namespace Shop;
            public static partial class Nets
            {
                [Onnx("digits.onnx"), MeanSquaredError] internal sealed partial record Small;
            }
            """);
        Assert.Empty(run.Diagnostics);
        Assert.Equal("""
            using ModelDsl;
            using static ModelDsl.Functions;

            namespace Shop;

            partial class Nets
            {
                /// <summary>Digits: [N, 4] to [N, 3].</summary>
                [global::ModelDsl.Weights("models/digits.onnx.safetensors")]
                [Model(4)]
                partial record Small(
                    [Dense(8)] Dense Fc1,
                    [Dense(3)] Dense Fc2)
                {
                    /// <summary>The method.</summary>
                    [Forward]
                    private static Tensor Logits(Small m, Tensor x) => x | m.Fc1 | Tanh | m.Fc2;
                }
            }

            """, string.Join('\n', run.Files["Shop.Nets+Small.Imported.g.cs"].Split('\n').SkipWhile(line => !line.StartsWith("using", StringComparison.Ordinal))));
    }

    /// <summary>Except for its loss, the programs are those of the same record in source.</summary>
    [Fact]
    public void The_programs_are_those_of_the_same_record_in_source()
    {
        const string File = "// digits.onnx: 4 numbers to 3 classes\n";
        const string Source = """
            [Model(4), SparseCategoricalCrossentropy, Onnx, Weights("digits.onnx.safetensors")]
            public sealed partial record Net([Dense(8)] Dense Fc1, [Dense(3)] Dense Fc2)
            {
                [Forward]
                private static Tensor Logits(Net m, Tensor x) => x | m.Fc1 | Tanh | m.Fc2;
            }
            """;
        var imported = GeneratorHarness.Run(File + "[Onnx(\"digits.onnx\")] public sealed partial record Net;");
        var written = GeneratorHarness.Run(File + Source);
        Assert.Empty(written.Diagnostics);
        Assert.Equal(written.Files, imported.Files.Where(file => !file.Key.EndsWith(".Imported.g.cs", StringComparison.Ordinal)));
    }

    /// <summary>Code that does not compile is said at the attribute, besides the compiler's errors in the generated file.</summary>
    [Fact]
    public void Imported_code_that_does_not_compile_is_told()
    {
        var run = GeneratorHarness.Run("// digits.onnx: no C#\n[Onnx(\"digits.onnx\")] public sealed partial record Net;");
        Assert.Equal(
            "'Net' can't be imported from 'digits.onnx': its C# does not compile (CS0103: The name 'Tanhh' does not exist in the current context)",
            Assert.Single(run.Findings).GetMessage());
        Assert.Contains("throw new", run.Files["Net.g.cs"], StringComparison.Ordinal);
    }
}
