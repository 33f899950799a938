using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Engines;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>
/// Law: generated code means the same whatever the author declares around the model. No name in a program refers to an author's
/// declaration.
/// </summary>
public class AuthorsNamesTests
{
    /// <summary>Single words in generated code, and names that might be confused with them.</summary>
    private static readonly string[] Names =
    [
        "Engine", "Rows", "Key", "None", "Left", "Right", "Both", "Relu", "Linear", "Softmax", "Sigmoid", "Tanh", "Transpose", "TensorBuffer",
        "ElementType", "ITensorEngine", "ParameterArena", "ModelProgram", "ModelDescription", "RandomKey", "RandomStreams", "Window", "Kernels",
        "Layers", "Layer", "LayerCall", "Dense", "Conv2D", "Tensor", "Instructions", "ActivationKind", "Run", "Input", "Output", "Labels",
        "Weights", "Losses", "Tangent", "ForwardProgram", "GradientProgram", "Slots", "Views", "Tensors", "Every", "System", "ModelDsl",
        "LanguageExt", "Engines", "CompilerServices", "__Programs", "Shop_Inner_Net", "Fill", "Add", "Multiply", "OnnxGraph", "OnnxProgram", "Number", "Object", "Int32", "Double",
    ];

    private static readonly string[] MembersOfObjects =
        ["Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize"];

    private const string Declared = "public sealed class {0};";

    public static TheoryData<string, string, string> Declarations() => new()
    {
        { "nested types", "", Each(Names, Declared) },
        { "properties", "", Each(Names, "public int {0} => 1;") },
        { "methods", "", Each(Names, "public static void {0}() {{ }}") },
        { "types of the namespace", $"namespace Shop.Inner {{ {Each([.. Names, .. MembersOfObjects], Declared)} }}", "" },
        { "types of the namespace around", $"namespace Shop {{ {Each([.. Names, .. MembersOfObjects], Declared)} }}", "" },
        { "types without a namespace", Each([.. Names.Except(["System", "ModelDsl", "LanguageExt"]), .. MembersOfObjects], Declared), "" },
        { "types of the library's namespace", $"namespace ModelDsl {{ {Each(["None", "Left", "Right", "Linear", "Relu", "Rows", "Run", "Add", "Shop", "System", "ModelDsl"], Declared)} }}", "" },
        { "namespaces", Each(Names, "namespace Shop.Inner.{0} {{ class A; }} namespace Shop.{0} {{ class A; }} namespace {0} {{ class A; }}"), "" },
        { "constants by a static using", $"global using static Out.Constants; namespace Out {{ static class Constants {{ {Each([.. Names, .. MembersOfObjects.Except(["Finalize"])], "public const int {0} = 1;")} }} }}", "" },
        { "aliases", Each(Names.Except(["System", "ModelDsl", "LanguageExt"]), "global using {0} = global::System.Int32;"), "" },
        { "extension methods of the namespace", $"namespace Shop.Inner {{ {Extensions} }}", "" },
        { "extension methods of the namespace around", $"namespace Shop {{ {Extensions} }}", "" },
        { "extension methods without a namespace", Extensions, "" },
        { "extension methods by a using", $"global using Out; namespace Out {{ {Extensions} }}", "" },
        { "extension methods of everything", $"namespace Shop.Inner {{ static class OfAll {{ {Each(InstructionNames, "public static void {0}<T>(this T x, params object[] rest) {{ }}")} }} }}", "" },
    };

    [Theory, MemberData(nameof(Declarations))]
    public void Programs_name_nothing_of_the_author(string what, string around, string inside)
    {
        var run = GeneratorHarness.Run(Model(inside), around);
        var errors = run.Findings.Concat(run.After.GetDiagnostics()).Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.True(errors.Length == 0, $"{what}: {string.Join("\n", errors.Take(3))}");
        var programs = run.After.SyntaxTrees.Where(tree => tree.GetRoot().DescendantNodes().OfType<FileScopedNamespaceDeclarationSyntax>()
            .Any(n => n.Name.ToString().StartsWith("ModelDsl.__Programs.", StringComparison.Ordinal))).ToArray();
        Assert.Equal(4, programs.Length);
        var seen = 0;
        foreach (var tree in programs)
        {
            var model = run.After.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                if (symbol is null or INamespaceSymbol) continue;
                seen++;
                var isOfLibrary = !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, run.After.Assembly);
                var isOfPrograms = symbol.DeclaringSyntaxReferences.All(reference => programs.Contains(reference.SyntaxTree));
                Assert.True(isOfLibrary || isOfPrograms, $"{what}: {name} is {symbol.ToDisplayString()}");
            }
        }
        Assert.True(seen > 500);
    }

    /// <summary>Layers with all these names, and a model and a function with them.</summary>
    [Fact]
    public void Layers_and_models_may_have_the_names_that_programs_say()
    {
        var layers = Names.Where(name => name is not "Net").ToArray();
        var parameters = string.Join(", ", layers.Select(name => $"[Dense(2, Activation.Tanh)] global::ModelDsl.Dense {name}"));
        var calls = string.Join(" | ", layers.Select(name => "m." + name));
        var assembly = GeneratorHarness.Run([
            $"[Model(2), MeanSquaredError] public sealed partial record Net({parameters}) {{ [Forward] static global::ModelDsl.Tensor F(Net m, global::ModelDsl.Tensor x) => x | {calls}; }}",
            .. Names.Except(["System", "ModelDsl", "LanguageExt"]).Select(name =>
                $"namespace Out.Of{name} {{ [global::ModelDsl.Model(2), global::ModelDsl.MeanSquaredError] public sealed partial record {name}([global::ModelDsl.Dense(2, global::ModelDsl.Activation.Relu)] global::ModelDsl.Dense A); }}"),
        ]).Load();
        Forward.ForwardLaws.CompiledIsEager(Forward.ForwardCase.Of(assembly, "Net", "layers"));
    }

    /// <summary>Names that differ only by characters that an identifier cannot have.</summary>
    [Fact]
    public void No_two_models_have_programs_of_one_name()
    {
        const string Net = "[Model(2), MeanSquaredError] public sealed partial record {0}([Dense(2)] Dense L);";
        string[] models =
        [
            string.Format(null, Net, "A_B"), "namespace A { " + string.Format(null, Net, "B") + " }", "namespace A_ { " + string.Format(null, Net, "B") + " }",
            "namespace A { " + string.Format(null, Net, "_B") + " }", "static partial class A_1 { " + string.Format(null, Net, "B") + " }",
            "static partial class Outer { " + string.Format(null, Net, "B") + " }",
            string.Format(null, Net, "Outer_1B"), string.Format(null, Net, "@class"), string.Format(null, Net, "Größe"), string.Format(null, Net, "GRÖßE"),
        ];
        GeneratorHarness.Run(models).Load();
    }

    [Fact]
    public void No_activation_has_the_name_of_a_transposition_or_of_an_engines_type()
    {
        var types = typeof(ITensorEngine).Assembly.GetExportedTypes()
            .Where(type => type.Namespace is "ModelDsl.Engines" or "ModelDsl.CompilerServices").Select(type => type.Name);
        Assert.Empty(Enum.GetNames<ActivationKind>().Intersect(Enum.GetNames<Transpose>()));
        Assert.Empty(Enum.GetNames<ActivationKind>().Concat(Enum.GetNames<Transpose>()).Intersect(types));
    }

    private static IEnumerable<MethodInfo> Methods => typeof(ITensorEngine).GetMethods()
        .Where(m => !m.IsSpecialName && !m.IsGenericMethod && m.ReturnType == typeof(void))
        .Concat(typeof(Instructions).GetMethods(BindingFlags.Static | BindingFlags.Public));

    private static IEnumerable<string> InstructionNames => Methods.Select(m => m.Name).Distinct();

    /// <summary>Methods like the library's instructions, with signatures that fit as well.</summary>
    private static string Extensions => "public static class Mine { " + string.Concat(Methods.Select(method =>
    {
        var parameters = method.GetParameters()[(method.IsStatic ? 1 : 0)..].Select((p, i) => $"{Type(p)} argument{i}");
        return $"public static void {method.Name}(this {string.Join(", ", parameters.Prepend("global::ModelDsl.Engines.ITensorEngine engine"))}) => throw new global::System.NotSupportedException();\n";
    })) + " }";

    private static string Type(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return Text(type) + (type.IsValueType || parameter.GetCustomAttribute<System.Runtime.CompilerServices.NullableAttribute>() is null ? "" : "?");

        static string Text(Type type) => type.IsGenericType
            ? $"global::{type.FullName!.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Text))}>"
            : "global::" + type.FullName;
    }

    private static string Each(IEnumerable<string> names, string text) =>
        string.Concat(names.Select(name => string.Format(null, text, name) + "\n"));

    /// <summary>
    /// A model that needs kernels, windows, streams and functions of its layers. Its author's words are written out in full.
    /// </summary>
    private static string Model(string inside) => $$"""
        namespace Shop.Inner
        {
            public static class Curves
            {
                [global::ModelDsl.Elementwise]
                public static float Bent(float x) => x * x + x;
            }

            [global::ModelDsl.Onnx, global::ModelDsl.Model(6, 6, 1, Derivatives = global::ModelDsl.Derivatives.JacobianVectorProduct), global::ModelDsl.SparseCategoricalCrossentropy]
            public sealed partial record Net(
                [global::ModelDsl.Conv2D(2, 3, global::ModelDsl.Activation.Relu, Padding = global::ModelDsl.Padding.Same, KernelL2 = 0.1)] global::ModelDsl.Conv2D Look,
                [global::ModelDsl.MaxPooling2D(2)] global::ModelDsl.MaxPooling2D Most,
                [global::ModelDsl.Flatten] global::ModelDsl.Flatten Flat,
                [global::ModelDsl.Dropout(0.2)] global::ModelDsl.Dropout Drop,
                [global::ModelDsl.Dense(4, Activate = nameof(global::Shop.Inner.Curves.Bent))] global::ModelDsl.Dense Hidden,
                [global::ModelDsl.Dense(3, global::ModelDsl.Activation.Softmax)] global::ModelDsl.Dense Last)
            {
                [global::ModelDsl.Forward]
                static global::ModelDsl.Tensor F(Net m, global::ModelDsl.Tensor x)
                {
                    var h = x | m.Look | m.Most | m.Flat | m.Drop | m.Hidden;
                    return h + 2 * h | m.Last;
                }

                {{inside}}
            }
        }
        """;
}
