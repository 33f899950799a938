using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit.Features;

/// <summary>The additional members of a model of rows: its encoder, and training, evaluation and prediction of rows.</summary>
internal static class RowMembers
{
    private const string Dsl = "global::ModelDsl";
    private const string Calls = $"{Dsl}.FeatureCalls";
    private const string Fin = "global::LanguageExt.Fin";
    private const string Classes = "__Classes";

    /// <summary>Returns the interface of a model of rows.</summary>
    public static string Interface(string self, string row) => $"{Dsl}.IFeatureModel<{self}, {row}>";

    /// <summary>Returns the type of an encoder.</summary>
    public static string Encoder(string row) => $"{Dsl}.FeatureEncoder<{row}>";

    /// <summary>Returns the methods, and the property of what was learnt.</summary>
    /// <param name="self">The model.</param>
    /// <param name="rows">Its rows, with their labels in the order of its outputs.</param>
    public static IEnumerable<PackedMember> Of(string self, RowsOutline rows)
    {
        var (row, many) = (rows.Type, $"global::System.Collections.Generic.IEnumerable<{rows.Type}>");
        var (options, prediction) = ($"{Dsl}.FitOptions? options = null", Prediction(rows.Labels));
        var (types, read) = ($"<{self}, {row}, {prediction}>", $"static outputs => {Reading(rows.Labels)}");
        PackedMember[] ofEncoder =
        [
            new("WithEncoder", false, self, $"WithEncoder({Encoder(row)}? encoder)", "this with { Encoder = encoder }",
                "This model with another encoder."),
            new("Learnt", false, "string?", "Learnt", "Encoder?.ToText()",
                "What the model learnt of its rows besides its parameters, as text for files; null for nothing."),
            new("WithLearnt", false, $"{Fin}<{self}>", "WithLearnt(string learnt)",
                $"{Encoder(row)}.FromText(learnt).Map(encoder => this with {{ Encoder = encoder }})",
                "This model with what a file says that it learnt, or an error when the text is of another version of its rows."),
        ];
        PackedMember[] ofRows =
        [
            new("Adapt", false, $"{Fin}<{self}>", $"Adapt({many} rows)", $"{Calls}.Adapt(this, rows)",
                "This model with an encoder that has learnt from training rows: means, medians, vocabularies. <c>Fit</c> does it when there is none."),
            new("Fit", false, $"{Fin}<{Dsl}.Fitted<{self}>>", $"Fit({many} train, {options}, {many}? validation = null)",
                $"{Calls}.Fit(this, train, options, validation)",
                "Trains the model on rows. Its encoder learns from them first, unless it has learnt already; nothing is learnt from validation rows."),
            new("Evaluate", false, $"{Fin}<{Dsl}.Evaluation>",
                $"Evaluate({many} rows, params global::System.Collections.Generic.IReadOnlyList<{Dsl}.Metric> metrics)",
                $"{Calls}.Evaluate(this, rows, metrics)", "Loss and metrics on rows that the model has not seen."),
            new("CrossValidate", true, $"{Fin}<{Dsl}.CrossValidation>",
                $"CrossValidate({many} rows, {options}, int folds = 5, bool stratified = false, int? seed = null, int? threads = null)",
                $"{Calls}.CrossValidate<{self}, {row}>(rows, options, folds, stratified, seed, threads)",
                "Trains a fresh model on all folds but one, for each fold; its encoder learns from these folds alone."),
            new("Predict", false, $"{Fin}<{prediction}>", $"Predict({row} row)", $"{Calls}.Predict{types}(this, row, {read})",
                rows.Labels.Count > 1 ? "What the model predicts for a row, by output."
                    : rows.Labels is [{ IsNumber: true }] ? "The number that the model predicts for a row, in the label's own units."
                    : "The class that the model predicts for a row, with the probability of each."),
            new("Predict", false, $"{Fin}<global::LanguageExt.Seq<{prediction}>>", $"Predict({many} rows)",
                $"{Calls}.Predict{types}(this, rows, {read})", "The predictions for rows, in their order."),
        ];
        return rows.AreRows ? [.. ofEncoder, .. ofRows] : ofRows;
    }

    /// <summary>Writes all of them.</summary>
    public static void Write(SourceWriter writer, string self, RowsSpec rows)
    {
        LabelSpec[] classes = [.. rows.Labels.Where(label => !label.IsNumber)];
        if (classes.Length > 0)
        {
            writer.Line("/// <summary>The classes of each label, by index.</summary>");
            writer.Line(TypeFrame.GeneratedCode);
            using (writer.Braces($"private static class {Classes}"))
                foreach (var label in classes) writer.List($"internal static readonly {label.Type}[] {Naming.Escape(label.Name)} = [", label.Classes, "];");
            writer.Line();
        }
        WriteEncoder(writer, rows.Type);
        foreach (var member in Of(self, new RowsOutline(rows.Type, rows.Labels, AreRows: true))) member.Write(writer);
    }

    /// <summary>Returns the type of a prediction: that of the only label, or a tuple with the names of all.</summary>
    private static string Prediction(EquatableArray<LabelSpec> labels)
    {
        return labels.Count > 1 ? $"({string.Join(", ", labels.Select(label => $"{Of(label)} {Naming.Escape(label.Name)}"))})"
            : labels.Count == 1 ? Of(labels[0]) : $"{Dsl}.Prediction<dynamic>";

        static string Of(LabelSpec label) => $"{Dsl}.Prediction<{(label.Type.Length > 0 ? label.Type : "dynamic")}>";
    }

    /// <summary>Returns the expression that reads a prediction from a model's outputs.</summary>
    private static string Reading(EquatableArray<LabelSpec> labels)
    {
        var parts = labels.Select((label, i) => label.IsNumber
            ? $"outputs.Number<{label.Type}>({Literal.Of(i)})" : $"outputs.Class({Literal.Of(i)}, {Classes}.{Naming.Escape(label.Name)})");
        return labels.Count == 1 ? parts.Single() : $"({string.Join(", ", parts)})";
    }

    public static void WriteEncoder(SourceWriter writer, string row)
    {
        writer.Line("/// <summary>How rows become numbers, as learnt from training rows; null before <c>Adapt</c> or <c>Fit</c>.</summary>");
        writer.Line($"public {Encoder(row)}? Encoder {{ get; init; }}").Line();
    }
}
