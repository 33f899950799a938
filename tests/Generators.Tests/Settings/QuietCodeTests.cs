using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Settings;

/// <summary>
/// Generated code causes no diagnostic, for any settings of the project, any marks on its parts and any names of its types.
/// </summary>
public class QuietCodeTests
{
    private const string Quiet = "#pragma warning disable";

    /// <summary>Types named like words that C# reads differently in some places.</summary>
    private static readonly string[] Words =
    [
        "var", "dynamic", "nint", "record", "_", "scoped", "field", "await", "async", "required", "file", "where", "notnull", "unmanaged", "partial", "value", "init", "with", "and", "not",
        "allows", "extension", "managed", "nameof", "when", "yield", "global",
    ];

    /// <summary>Types and namespaces with the names that generated code uses.</summary>
    private static readonly string[] Hiding =
    [
        "System", "LanguageExt", "ModelDsl", "Tensor", "Engine", "Engines", "Seq", "Prelude", "Fin", "TensorBuffer", "ITensorEngine", "LayerCall", "ModelCalls", "Initializers", "ModelProgram",
        "IKernel", "TNumber", "TMath", "TElements", "Convert", "Math", "Obsolete", "ObsoleteAttribute", "GeneratedCode", "Batch", "Dataset", "Layer", "Shape",
    ];

    /// <summary>Parts with marks, and names that might disturb generated code; each has its own namespace.</summary>
    private static readonly (string Name, string Source)[] Traps =
    [
        ("ObsoleteParts", """
            [Obsolete("old"), Block] public partial record Part([Dense(4)] Dense L);
            [Obsolete, Model(4), MeanSquaredError] public partial record Inner([Dense(4)] Dense L) { [Forward] static Tensor F(Inner m, Tensor x) => x | m.L; }
            #pragma warning disable CS0618, CS0612
            [Model(4), MeanSquaredError] public partial record Net(Part A, [Repeat(2)] LanguageExt.Seq<Part> B, Inner C, [property: Obsolete("layer")] [Dense(4)] Dense D)
            {
                [Forward, Obsolete("method")] static Tensor F(Net m, Tensor x) => x | m.A | m.B[0] | m.B[1] | m.C | m.D;
            }
            [Model(4), MeanSquaredError] public partial record Chain([Repeat(2)] LanguageExt.Seq<Part> A, Inner B, [property: Obsolete] [Dense(4)] Dense C);
            [Block] public partial record Own([Dense(4)] Dense L) { [Forward, Obsolete("method")] static Tensor F(Own m, Tensor x) => x | m.L; }
            [Optimizer] public sealed partial record Slow([property: Obsolete] double Rho = 0.9) : Optimizer(0.1) { [Update, Obsolete] float Step(float w, float g) => w - (float)Rho * g; }
            """),
        ("CustomIds", """
            [Obsolete("old", DiagnosticId = "ACME1"), Block] public partial record Part([Dense(4)] Dense L);
            #pragma warning disable ACME1
            [Model(4), MeanSquaredError] public partial record Net(Part A, [Dense(4)] Dense B) { [Forward] static Tensor F(Net m, Tensor x) => x | m.A | m.B; }
            """),
        ("ObsoleteErrors", """
            [Obsolete("gone", error: true), Block] public partial record Part([Dense(4)] Dense L);
            [Obsolete("gone", true), Model(4), MeanSquaredError] public partial record Inner([property: Obsolete("gone", true)] [Dense(4)] Dense L) { [Forward] static Tensor F(Inner m, Tensor x) => x | m.L; }
            [Obsolete("gone", true), Model(4), MeanSquaredError] public partial record Net(Part A, [Repeat(2)] LanguageExt.Seq<Part> B, Inner C, [property: Obsolete("gone", true)] [Dense(4)] Dense D)
            {
                [Forward, Obsolete("gone", true)] static Tensor F(Net m, Tensor x) => x | m.A | m.B[0] | m.B[1] | m.C | m.D;
            }
            [Obsolete] public static partial class Outer { [Model(4), MeanSquaredError] public partial record Nested(Part A, [Dense(4)] Dense D) { [Forward] static Tensor F(Nested m, Tensor x) => x | m.A | m.D; } }
            [Obsolete("gone", true), Optimizer] public sealed partial record Slow([property: Obsolete("gone", true)] double Rho = 0.9) : Optimizer(0.1) { [Update] float Step(float w, float g) => w - (float)Rho * g; }
            """),
        ("ObsoleteMethods", """
            [Model(4), MeanSquaredError] public partial record Net([Dense(4)] Dense A) { [Forward, Obsolete("gone", true)] static Tensor F(Net m, Tensor x) => x | m.A; }
            """),
        ("ExperimentalParts", """
            using System.Diagnostics.CodeAnalysis;
            [Experimental("EXP001"), Block] public partial record Part([Dense(4)] Dense L);
            [Experimental("EXP002"), Model(4), MeanSquaredError] public partial record Inner([Dense(4)] Dense L);
            #pragma warning disable EXP001, EXP002, EXP003
            [Model(4), MeanSquaredError] public partial record Net(Part A, [Repeat(2)] LanguageExt.Seq<Part> B, Inner C, [property: Experimental("EXP003")] [Dense(4)] Dense D)
            {
                [Forward] static Tensor F(Net m, Tensor x) => x | m.A | m.B[0] | m.B[1] | m.C | m.D;
            }
            [Model(4), MeanSquaredError] public partial record Chain(Part A, Inner B, [property: Experimental("EXP003")] [Dense(4)] Dense C);
            [Block] public partial record Own(Part A) { [Forward, Experimental("EXP003")] static Tensor F(Own m, Tensor x) => x | m.A; }
            """),
        ("Words", $"#pragma warning disable\n{string.Concat(Words.Select(name => $"public class @{name} {{ }} "))}\n#pragma warning restore\n{Everything}"),
        ("Hiding", string.Concat(Hiding.Select(name => $"public static class {name} {{ }} ")) + Qualified(Everything)),
        ("Keywords", """
            [Model(4), MeanSquaredError]
            public partial record @class([Dense(4)] Dense @var, [Dense(4)] Dense @field, [Dense(4)] Dense @value, [Dense(4)] Dense _, [Dense(4)] Dense @await, [Dense(4)] Dense @this, [Dense(4)] Dense layer, [Dense(4)] Dense x, [Dense(4)] Dense call, [Dense(4)] Dense rows, [Dense(4)] Dense tensors)
            {
                [Forward] static Tensor @return(@class @base, Tensor @in) => @in | @base.@var | @base.@field | @base.@value | @base._ | @base.@await | @base.@this | @base.layer | @base.x | @base.call | @base.rows | @base.tensors;
            }
            [Model(4), MeanSquaredError] public partial record @var([Dense(4)] Dense a, [Dense(4)] Dense b, [Dense(4)] Dense model, [Dense(4)] Dense factor, [Dense(4)] Dense p, [Dense(4)] Dense seed, [Dense(4)] Dense engine, [Dense(4)] Dense key, [Dense(4)] Dense parameters, [Dense(4)] Dense gradient);
            [Model(4), MeanSquaredError] public partial record record([Dense(4)] Dense input, [Dense(4)] Dense output, [Dense(4)] Dense slot0, [Dense(4)] Dense loss);
            public static partial class @namespace { public partial struct @int { [Model(4), MeanSquaredError] public partial record @class([Dense(4)] Dense @var); } }
            [Block] public partial record @event([Dense(4)] Dense @object);
            [Optimizer] public sealed partial record @new(double @double = 0.9) : Optimizer(0.1) { [Update] float @int(float @float, float @long, float @short) => 0; }
            """.Replace("float @int(float @float, float @long, float @short) => 0", "(float, float) @int(float @float, float @long, float @short) => (@float - (float)@double * @long, @short)", StringComparison.Ordinal)),
        ("Kernels", """
            public static class Curves
            {
                [Elementwise] public static float Run(float x) => x * MathF.Tanh(x);
                [Elementwise] public static float run(float x) => x + 1;
                [Elementwise] public static float TMath(float x) => x * x;
                [Elementwise] public static float Store(float x) => 2 * x;
                [Elementwise] public static float at(float x) => 3 * x;
            }
            [Model(4), MeanSquaredError] public partial record Net([Dense(4, Activate = nameof(Curves.Run))] Dense A, [Dense(4, Activate = nameof(Curves.run))] Dense B, [Dense(4, Activate = nameof(Curves.TMath))] Dense C, [Dense(4, Activate = nameof(Curves.Store))] Dense D, [Dense(4, Activate = nameof(Curves.at))] Dense E);
            [Optimizer] public sealed partial record Own() : Optimizer(0.1) { [Update] float Run(float w, float g, float learningRate) => w - learningRate * g; }
            """),
        ("Lines", "[Model(4, 4), MeanSquaredError] public partial record Net([Dense(4)] Dense A) { [Forward] static Tensor F(Net m, Tensor x) => x.Transpose(0, \"a\u0085b\u2028c\u2029d\".Length == 7 ? 2 : 1, 1) | m.A; }"
            .Replace("\"a", "@\"a", StringComparison.Ordinal)),
    ];

    /// <summary>A model, a block, an optimizer and an elementwise function: all kinds of generated files.</summary>
    private const string Everything = """
        public static class Curves { [Elementwise] public static float Gate(float x) => x * MathF.Tanh(x); }
        [Block] public partial record Part([Dense(4)] Dense L) { [Forward] static Tensor F(Part m, Tensor x) => x + (x | m.L); }
        [Model(4), MeanSquaredError] public partial record Inner([Dense(4, Activation.Relu)] Dense L, [Dropout(0.5)] Dropout D);
        [Model(4, Derivatives = Derivatives.HessianVectorProduct | Derivatives.JacobianVectorProduct), MeanSquaredError]
        public partial record Net(Part A, [Repeat(2)] LanguageExt.Seq<Part> B, Inner C, [Dense(4, Activate = nameof(Curves.Gate))] Dense D)
        {
            [Forward] static Tensor F(Net m, Tensor x) => x | m.A | m.B[0] | m.B[1] | m.C | m.D | Curves.Gate;
        }
        [Model, Input("One", 2), Input("Two", 3), MeanSquaredError(Output = "P"), MeanSquaredError(Output = "Q")]
        public partial record Several([Dense(4)] Dense A, [Dense(2)] Dense B)
        {
            [Forward] static (Tensor P, Tensor Q) F(Several m, (Tensor One, Tensor Two) x) => (x.One | m.A, x.Two | m.B);
        }
        [Optimizer] public sealed partial record Own(double Rho = 0.9) : Optimizer(0.1) { [Update] (float, float) Step(float w, float g, float v, float step) => (w - (float)Rho * g / step, v + g); }
        """;

    /// <summary>Writes the author's own names in full.</summary>
    private static string Qualified(string source) => System.Text.RegularExpressions.Regex.Replace(source.Replace("LanguageExt.", "global::LanguageExt.", StringComparison.Ordinal), @"\b(Tensor|Optimizer)\b(?=[ (])", "global::ModelDsl.$1")
        .Replace("[global::ModelDsl.Optimizer]", "[Optimizer]", StringComparison.Ordinal);

    private static readonly string[] Sources = [.. Traps.Select(trap => $"namespace {trap.Name};\n{trap.Source}")];

    public static TheoryData<string, string> Wrong() => new()
    {
        { "[Model(4), MeanSquaredError] public partial record Net([property: Obsolete(\"\", true)] [Dense(4)] Dense {|MDSL200:A|});", "'A' is [Obsolete] with 'error: true', so the generated half of 'Net' can't use it" },
        { "#pragma warning disable CS0618\n[Obsolete(\"\"), Block] public partial record Part([property: Obsolete(\"\", error: true)] [Dense(4)] Dense {|MDSL200:L|}); [Model(4), MeanSquaredError] public partial record Net(Part {|MDSL200:A|});".Replace("{|MDSL200:L|}", "L", StringComparison.Ordinal), "'L' is [Obsolete]" },
        { "[Block] public partial record Part([property: Obsolete(\"\", true)] [Dense(4)] Dense {|MDSL200:L|}); [Model(4), MeanSquaredError] public partial record Net(Part A, [Dense(1)] Dense B);", "'L' is [Obsolete]" },
        { "[Model(4), MeanSquaredError] public partial record Net({|CS0619:Part|} A, [Dense(1)] Dense B); [Obsolete(\"\", true), Block] public partial record Part([Dense(4)] Dense L);", "" },
        { "#pragma warning disable CS0618\n[Model(4), MeanSquaredError] public partial record Net(Old {|MDSL200:A|}, [Dense(1)] Dense B); [Obsolete(\"\"), Block] public partial record Old(Gone G); [Obsolete(\"\", true), Block] public partial record Gone([Dense(4)] Dense L);", "'Gone' is [Obsolete]" },
        { "[Block] public partial record Net([Dense(4)] Dense A) { [Forward, Obsolete(\"\", true)] static Tensor {|MDSL200:F|}(Net m, Tensor x) => x | m.A; }", "'F' is [Obsolete]" },
        { "[Optimizer] public sealed partial record {|MDSL200:Own|}([property: Obsolete(\"\", true)] double Rho) : Optimizer(0.1) { [Update] float Step(float w, float g) => w - (float){|CS0619:Rho|} * g; }", "'Rho' is [Obsolete]" },
        { "// <LangVersion>13</LangVersion>\n[Model(4), MeanSquaredError] public partial record {|MDSL201:Net|}([Dense(1)] Dense A);", "'Net' stands in a project of C# 13.0, but its generated half is C# 14: remove LangVersion" },
        { "// <LangVersion>13</LangVersion>\n[Block] public partial record {|MDSL201:Net|}([Dense(1)] Dense A);", "C# 13.0" },
        { "// <LangVersion>13</LangVersion>\n[Optimizer] public sealed partial record {|MDSL201:Own|}() : Optimizer(0.1) { [Update] float Step(float w, float g) => w - g; } // CS0534", "C# 13.0" },
        { "[Model(4), MeanSquaredError] public partial record {|MDSL202:Forward|}([Dense(1)] Dense A);", "A model can't be named 'Forward', because its generated half has a member of this name: choose another name" },
        { "[Model(4), MeanSquaredError] public partial record {|MDSL202:Summary|}([Dense(1)] Dense A);", "A model can't be named 'Summary'" },
        { "[Block] public partial record {|MDSL202:Apply|}([Dense(1)] Dense A);", "A block can't be named 'Apply'" },
        { "[Optimizer] public sealed partial record {|MDSL202:Memory|}() : Optimizer(0.1) { [Update] float Step(float w, float g) => w - g; } // CS0534", "An optimizer can't be named 'Memory'" },
        { "[Model(4, Derivatives = Derivatives.JacobianVectorProduct), MeanSquaredError] public partial record {|MDSL202:JacobianVectorProduct|}([Dense(1)] Dense A);", "A model can't be named 'JacobianVectorProduct'" },
        { "[Model, Input(\"P\", 2), Input(\"Q\", 3), MeanSquaredError] public partial record {|MDSL202:Pack|}([Dense(1)] Dense A) { [Forward] static Tensor F(Pack m, (Tensor P, Tensor Q) x) => Concat([x.P, x.Q]) | m.A; }", "A model can't be named 'Pack'" },
        { "[Model(4), MeanSquaredError] [method: Obsolete(\"\", true)] public partial record {|MDSL200:Net|}([Dense(1)] Dense A);", "'Net' is [Obsolete]" },
        { "[Model(4), MeanSquaredError] public partial record {|MDSL203:Net|}([Dense(1)] Dense A);\n// file\n// <auto-generated/> by ModelDsl\npartial record Net { public const string Summary = \"\"; }", "The generated half of 'Net' is a source file of the project, 'Source1.cs', which an earlier build wrote: leave its folder out, as in <Compile Remove=\"Generated/**\" />" },
        { "[Block] public partial record {|MDSL203:Part|}([Dense(1)] Dense A);\n// file\n// <auto-generated/> by ModelDsl\npartial record Part : Layer { protected override Tensor Apply(Tensor x) => x; }", "The generated half of 'Part'" },
        { "[Optimizer] public sealed partial record {|MDSL203:Own|}() : Optimizer(0.1) { [Update] float Step(float w, float g) => w - g; }\n// file\n// <auto-generated/> by ModelDsl\npartial record Own; // CS0534", "The generated half of 'Own'" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void WhatGeneratedCodeCanNotLiveWithIsFlaggedInTheAuthorsFile(string source, string message)
    {
        var markup = Markup.Parse(source);
        var run = GeneratorHarness.Run([.. markup.Files]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics.RemoveAll(d => source.EndsWith("// " + d.Id, StringComparison.Ordinal)));
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }

    /// <summary>The named folder is the one that the project asks for, not the folders that the compiler makes in it.</summary>
    [Theory]
    [InlineData("/home/me/Net/Written/ModelDsl.Generators/ModelDsl.Generators.ModelGenerator/Net.g.cs", "Net.g.cs", "Written")]
    [InlineData(@"C:\Net\Written\ModelDsl.Generators\ModelDsl.Generators.ModelGenerator\Net.g.cs", "Net.g.cs", "Written")]
    [InlineData("/home/me/Net/Copied/Net.g.cs", "Net.g.cs", "Copied")]
    public void AnEmittedFileIsToldWithTheFolderToLeaveOut(string path, string file, string folder)
    {
        var compilation = GeneratorHarness.Compile("[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);")
            .AddSyntaxTrees(GeneratorHarness.Parse("// <auto-generated/> by ModelDsl\npartial record Net;", path));
        var message = Assert.Single(GeneratorHarness.Run(compilation).Findings).GetMessage();
        Assert.Contains($"'{file}', which an earlier build wrote: leave its folder out, as in <Compile Remove=\"{folder}/**\" />", message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAndMarksOfTheAuthorsMakeNoWarning() => AssertQuiet(GeneratorHarness.Run(Sources));

    public static TheoryData<string> Options() => ["checked", "pedantic", "nullable off", "unsafe", "CLS compliant", "no implicit usings"];

    [Theory, MemberData(nameof(Options))]
    public void SettingsOfTheProjectMakeNoWarning(string setting)
    {
        var (options, files) = (GeneratorHarness.CompilationOptions, new[] { Everything });
        options = setting switch
        {
            "checked" => options.WithOverflowChecks(true),
            "pedantic" => options.WithWarningLevel(9999).WithGeneralDiagnosticOption(ReportDiagnostic.Error),
            "nullable off" => options.WithNullableContextOptions(NullableContextOptions.Disable).WithGeneralDiagnosticOption(ReportDiagnostic.Error),
            "unsafe" => options.WithAllowUnsafe(true),
            _ => options,
        };
        if (setting == "CLS compliant") files = [.. files, "[assembly: System.CLSCompliant(true)]"];
        var compilation = GeneratorHarness.Compile([.. files]).WithOptions(options);
        if (setting == "no implicit usings") compilation = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees.First(), GeneratorHarness.Parse(GeneratorHarness.ImplicitUsings.Replace("global using System.Linq;", "", StringComparison.Ordinal), "Usings.cs"));
        AssertQuiet(GeneratorHarness.Run(compilation));
    }

    /// <summary>
    /// The pragma is only for the marks of authors, not for generated code. Without it, the only diagnostic is that members have no
    /// documentation.
    /// </summary>
    [Fact]
    public void WithoutItsPragmaTheCodeIsWithoutAWarning()
    {
        var run = GeneratorHarness.Run([Everything, .. Zoo.Files]);
        var loud = run.Result.GeneratedSources.Select(source => GeneratorHarness.Parse(source.SourceText.ToString().Replace(Quiet, "// ", StringComparison.Ordinal), source.HintName));
        var compilation = run.Before.AddSyntaxTrees(loud);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id is not "CS9258").Select(d => d.ToString()));
    }

    /// <summary>
    /// Severities that the user sets by an .editorconfig, NoWarn or a pragma: an error stays an error, and the model is not emitted.
    /// </summary>
    [Theory]
    [InlineData(ReportDiagnostic.Warn), InlineData(ReportDiagnostic.Suppress), InlineData(ReportDiagnostic.Hidden)]
    public void AnErrorIsNotTurnedIntoAWarning(ReportDiagnostic severity)
    {
        var compilation = GeneratorHarness.Compile("""
            #pragma warning disable MDSL030
            [Model(4), MeanSquaredError] public partial record Net([Dense(0)] Dense A);
            """);
        var run = GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("MDSL030", severity)])));
        var finding = Assert.Single(run.Findings);
        Assert.Equal(("MDSL030", DiagnosticSeverity.Error), (finding.Id, finding.Severity));
        Assert.DoesNotContain(run.Files.Values, file => file.Contains("Program", StringComparison.Ordinal) && file.Contains("override void Run", StringComparison.Ordinal));
    }

    private static void AssertQuiet(GeneratorRun run)
    {
        Assert.Null(run.Result.Exception);
        // Layers in sequence without an activation get a warning, which does not matter here.
        Assert.Empty(run.Findings.Where(d => d.Id != "MDSL191").Select(d => d.ToString()));
        Assert.Empty(run.After.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning
            && (d.Severity == DiagnosticSeverity.Error || IsGenerated(d)) && !IsAboutTheLibrary(d)).Select(d => d.ToString()));
        Assert.NotEmpty(run.Files);
        Assert.All(run.Files.Values, file => Assert.Contains(Quiet, file, StringComparison.Ordinal));
        // A half that only throws would cause no diagnostic, too.
        Assert.All(run.Files.Values, file => Assert.DoesNotContain("has errors: see the diagnostics", file, StringComparison.Ordinal));
    }

    private static bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    /// <summary>The compiler reports a parameter type of the library that is not CLS-compliant at the author's parameter.</summary>
    private static bool IsAboutTheLibrary(Diagnostic diagnostic) => diagnostic.Id.StartsWith("CS30", StringComparison.Ordinal) && !IsGenerated(diagnostic);
}
