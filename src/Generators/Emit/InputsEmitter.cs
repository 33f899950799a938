using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the additional members of a model with several inputs: the inputs by name, packed into rows and unpacked from them.
/// </summary>
internal static class InputsEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string Packed = $"{Dsl}.CompilerServices.PackedInputs";

    public static IEnumerable<PackedMember> Members(EquatableArray<InputSpec> inputs, EquatableArray<string> outputs)
    {
        var naming = new Naming(["joined"]);
        var names = inputs.Select(input => naming.Unique(input.Name)).ToArray();
        var (arguments, tensors, sets) = (string.Join(", ", names), Parameters($"{Dsl}.Tensor"), Parameters($"{Dsl}.Dataset"));
        var tuple = string.Join(", ", inputs.Select(input => $"{Dsl}.Tensor {Naming.Escape(input.Name)}"));
        var parts = string.Join(", ", inputs.Select((input, i) => $"{Packed}.Part(Description, packed, {Literal.Of(i)}){Named(input)}"));
        var (prediction, fin) = (OutputsEmitter.Type(outputs), OutputsEmitter.FinType(outputs));
        return
        [
            new("Pack", true, $"{Dsl}.Tensor", $"Pack({tensors})", $"{Packed}.Pack(Description, {arguments})", "The inputs of a batch as one tensor, a row of all their numbers for each sample: what a batch holds."),
            new("Unpack", true, $"({tuple})", $"Unpack({Dsl}.Tensor packed)", $"({parts})", "The inputs of a batch that was packed."),
            new("Join", true, $"global::LanguageExt.Fin<{Dsl}.Dataset>", $"Join({sets})", $"{Packed}.Join(Description, {arguments})", "Data sets of the inputs as one, to train and test the model with; each keeps its own scaling."),
            new("Forward", false, prediction, $"Forward({tensors})", $"Forward(Pack({arguments}))", "The prediction for a batch of samples, each input <c>[N, …]</c>."),
            new("Predict", false, fin, $"Predict({tensors})", OutputsEmitter.UnpackedFin(outputs, $"{Dsl}.ModelTraining.Predict(this, Pack({arguments}))"), "What the model predicts for samples, each input <c>[N, …]</c>."),
            new("Predict", false, fin, $"Predict({sets})", OutputsEmitter.UnpackedFin(outputs, $"Join({arguments}).Bind(joined => {Dsl}.ModelTraining.Predict(this, joined))"), "What the model predicts for every sample of data sets of its inputs."),
        ];

        static string Named(InputSpec input) => input.Axes.Count == 0 ? "" : $".Named({string.Join(", ", input.Axes.Select(axis => Literal.Of(axis.Length > 0 ? axis : AxisNames.None)))})";

        string Parameters(string type) => string.Join(", ", names.Select(name => $"{type} {name}"));
    }
}
