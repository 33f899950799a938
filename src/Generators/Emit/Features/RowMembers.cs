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
    /// <param name="rows">Its rows.</param>
    /// <param name="isNumber">True when the label is a number.</param>
    public static IEnumerable<PackedMember> Of(string self, RowsOutline rows, bool isNumber)
    {
        var (row, many) = (rows.Type, $"global::System.Collections.Generic.IEnumerable<{rows.Type}>");
        var label = rows.LabelType.Length > 0 ? rows.LabelType : "dynamic";
        var (options, types) = ($"{Dsl}.FitOptions? options = null", $"<{self}, {row}, {label}>");
        var prediction = $"{Dsl}.Prediction<{label}>";
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
            new("Predict", false, $"{Fin}<{prediction}>", $"Predict({row} row)",
                isNumber ? $"{Calls}.PredictNumber{types}(this, row)" : $"{Calls}.Predict{types}(this, row, {Classes})",
                isNumber ? "The number that the model predicts for a row, in the label's own units."
                    : "The class that the model predicts for a row, with the probability of each."),
            new("Predict", false, $"{Fin}<global::LanguageExt.Seq<{prediction}>>", $"Predict({many} rows)",
                isNumber ? $"{Calls}.PredictNumbers{types}(this, rows)" : $"{Calls}.Predict{types}(this, rows, {Classes})",
                "The predictions for rows, in their order."),
        ];
        return rows.AreRows ? [.. ofEncoder, .. ofRows] : ofRows;
    }

    /// <summary>Writes all of them.</summary>
    public static void Write(SourceWriter writer, string self, RowsSpec rows)
    {
        var label = rows.Label;
        if (!label.IsNumber)
        {
            writer.Line(TypeFrame.GeneratedCode);
            writer.List($"private static readonly {label.Type}[] {Classes} = [", label.Classes, "];").Line();
        }
        WriteEncoder(writer, rows.Type);
        foreach (var member in Of(self, new RowsOutline(rows.Type, label.Type, AreRows: true), label.IsNumber)) member.Write(writer);
    }

    public static void WriteEncoder(SourceWriter writer, string row)
    {
        writer.Line("/// <summary>How rows become numbers, as learnt from training rows; null before <c>Adapt</c> or <c>Fit</c>.</summary>");
        writer.Line($"public {Encoder(row)}? Encoder {{ get; init; }}").Line();
    }
}
