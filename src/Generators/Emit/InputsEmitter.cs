using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>Writes what a model with several inputs has besides: its inputs by name, packed into rows and taken out of them.</summary>
internal static class InputsEmitter
{
    private const string Dsl = "global::ModelDsl";

    /// <summary>A member: its type, how it is declared, and what it is.</summary>
    public readonly record struct Member(string Name, bool IsStatic, string Type, string Declaration, string Body, string Summary);

    public static void Write(SourceWriter writer, EquatableArray<InputSpec> inputs)
    {
        foreach (var member in Members(inputs))
        {
            writer.Line($"/// <summary>{member.Summary}</summary>");
            writer.Line($"public {(member.IsStatic ? "static " : "")}{member.Type} {member.Declaration} => {member.Body};").Line();
        }
    }

    public static IEnumerable<Member> Members(EquatableArray<InputSpec> inputs)
    {
        const string Packed = $"{Dsl}.Engines.PackedInputs";
        var naming = new Naming(["joined"]);
        var names = inputs.Select(input => naming.Unique(input.Name)).ToArray();
        var (arguments, tensors, sets) = (string.Join(", ", names), Parameters($"{Dsl}.Tensor"), Parameters($"{Dsl}.Dataset"));
        var tuple = string.Join(", ", inputs.Select(input => $"{Dsl}.Tensor {Naming.Escape(input.Name)}"));
        var parts = string.Join(", ", inputs.Select((input, i) => $"{Packed}.Part(Description, packed, {Literal.Of(i)}){Named(input)}"));
        var fin = $"global::LanguageExt.Fin<{Dsl}.Tensor>";
        return
        [
            new("Pack", true, $"{Dsl}.Tensor", $"Pack({tensors})", $"{Packed}.Pack(Description, {arguments})", "The inputs of a batch as one tensor, a row of all their numbers for each sample: what a batch holds."),
            new("Unpack", true, $"({tuple})", $"Unpack({Dsl}.Tensor packed)", $"({parts})", "The inputs of a batch that was packed."),
            new("Join", true, $"global::LanguageExt.Fin<{Dsl}.Dataset>", $"Join({sets})", $"{Packed}.Join(Description, {arguments})", "Data sets of the inputs as one, to train and test the model with; each keeps its own scaling."),
            new("Forward", false, $"{Dsl}.Tensor", $"Forward({tensors})", $"Forward(Pack({arguments}))", "The prediction for a batch of samples, each input <c>[N, …]</c>."),
            new("Predict", false, fin, $"Predict({tensors})", $"{Dsl}.ModelTraining.Predict(this, Pack({arguments}))", "What the model predicts for samples, each input <c>[N, …]</c>."),
            new("Predict", false, fin, $"Predict({sets})", $"Join({arguments}).Bind(joined => {Dsl}.ModelTraining.Predict(this, joined))", "What the model predicts for every sample of data sets of its inputs."),
        ];

        static string Named(InputSpec input) => input.Axes.Count == 0 ? "" : $".Named({string.Join(", ", input.Axes.Select(axis => Literal.Of(axis.Length > 0 ? axis : AxisNames.None)))})";

        string Parameters(string type) => string.Join(", ", names.Select(name => $"{type} {name}"));
    }
}
