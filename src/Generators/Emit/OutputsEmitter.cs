using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the additional members of a model with several outputs: its predictions by name, unpacked from rows, and labels packed into rows.
/// </summary>
internal static class OutputsEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string Tensor = $"{Dsl}.Tensor";
    private const string Packed = $"{Dsl}.CompilerServices.PackedOutputs";

    /// <summary>Returns the type of a prediction: a tensor, or a tuple of the outputs.</summary>
    public static string Type(EquatableArray<string> outputs) =>
        outputs.Count == 0 ? Tensor : $"({string.Join(", ", outputs.Select(output => $"{Tensor} {Naming.Escape(output)}"))})";

    public static string FinType(EquatableArray<string> outputs) => $"global::LanguageExt.Fin<{Type(outputs)}>";

    /// <summary>Returns a prediction by outputs, unpacked from the row that holds all outputs.</summary>
    public static string Unpacked(EquatableArray<string> outputs, string row) => outputs.Count == 0 ? row : $"UnpackOutputs({row})";

    public static string UnpackedFin(EquatableArray<string> outputs, string row) => outputs.Count == 0 ? row : $"{row}.Map(row => UnpackOutputs(row))";

    public static IEnumerable<PackedMember> Members(EquatableArray<string> outputs)
    {
        var naming = new Naming([]);
        var names = outputs.Select(output => naming.Unique(output)).ToArray();
        var (arguments, size) = (string.Join(", ", names), $"int batchSize = {Dsl}.CompilerServices.ModelCalls.DefaultBatchSize");
        var parts = string.Join(", ", outputs.Select((_, i) => $"{Packed}.Part(Description, packed, {Literal.Of(i)})"));
        return
        [
            new("UnpackOutputs", true, Type(outputs), $"UnpackOutputs({Tensor} packed)", $"({parts})", "The outputs of a prediction whose rows hold all their numbers, as a <c>Predictor</c> gives it."),
            new("PackLabels", true, Tensor, $"PackLabels({Parameters(Tensor)})", $"{Packed}.PackLabels(Description, {arguments})", "The labels of each output, <c>[N, …]</c>, as one tensor of rows that hold all: what a batch holds."),
            new("JoinLabels", true, $"global::LanguageExt.Fin<{Dsl}.Dataset>", $"JoinLabels({Parameters($"{Dsl}.Dataset")})", $"{Packed}.JoinLabels(Description, {arguments})", "Data sets of the same samples, each with the labels of an output, as one to train and test the model with."),
            new("Predict", false, FinType(outputs), $"Predict({Tensor} samples, {size})", UnpackedFin(outputs, $"{Dsl}.ModelTraining.Predict(this, samples, batchSize)"), "What the model predicts for samples <c>[N, …]</c>, by output."),
            new("Predict", false, FinType(outputs), $"Predict({Dsl}.Dataset data, {size})", UnpackedFin(outputs, $"{Dsl}.ModelTraining.Predict(this, data, batchSize)"), "What the model predicts for every sample of a data set, by output."),
        ];

        string Parameters(string type) => string.Join(", ", names.Select(name => $"{type} {name}"));
    }

    /// <summary>Returns the descriptions of the outputs, as C#.</summary>
    public static IEnumerable<string> Descriptions(LoweredModel model)
    {
        var (first, firstLabel) = (0L, 0L);
        foreach (var output in model.Outputs)
        {
            string[] options =
            [
                .. output.Spec.Weight == 1 ? [] : new[] { $"Weight = {Literal.Of(output.Spec.Weight)}" },
                .. Judging(output),
                .. model.Spec.HasNames ? [$"Axes = {MembersEmitter.Axes(output.Type)}"] : Array.Empty<string>(),
            ];
            yield return $"\n        new({Literal.Of(output.Name)}, {MembersEmitter.Sample(output.Type)}, {Literal.Of((int)first)}, {MembersEmitter.Sample(output.Labels)}, {Literal.Of((int)firstLabel)}, " +
                $"{LabelKind(output)}, {Dsl}.OutputKind.{output.Kind}, {Dsl}.LossKind.{output.Loss.Name})" + (options.Length == 0 ? "" : $" {{ {string.Join(", ", options)} }}");
            first += output.Type.Elements;
            firstLabel += output.Labels.Elements;
        }
    }

    public static string LabelKind(LoweredOutput output) => $"{Dsl}.LabelKind.{(output.Loss.SparseLabels ? "ClassIndices" : "Values")}";

    /// <summary>Returns the settings of an output's loss, besides its formula, as properties.</summary>
    public static IEnumerable<string> Judging(LoweredOutput output)
    {
        var loss = output.Spec;
        if (loss.Reduction != 0) yield return $"Reduction = {Dsl}.Reduction.{LossTable.Reductions[loss.Reduction]}";
        if (loss.IgnoredClass is { } ignored) yield return $"IgnoredClass = {Literal.Of(ignored)}";
        if (output.IsMasked) yield return "IsMasked = true";
    }
}
