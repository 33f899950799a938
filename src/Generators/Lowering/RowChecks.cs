using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Checks that a model fits the rows that it takes: the loss takes their label, and embeddings have a vector for each index.
/// </summary>
internal static class RowChecks
{
    /// <summary>
    /// Checks a loss. It takes classes as indices or as one column for each class; two classes may be one column. It takes a number as one
    /// column.
    /// </summary>
    public static void CheckLabel(LoweringContext context, ModelSpec spec, int index, LossDefinition loss, TensorType output)
    {
        if (spec.Rows is not { } rows) return;
        var label = rows.Labels[index];
        var (declared, classes) = (spec.Losses[index], label.Classes.Count);
        var kind = label.IsNumber ? "is a number" : $"is one of {Literal.Of(classes)} classes";
        var shape = loss.LabelType(output).Dims.Skip(1).Select(dim => dim.Size).ToArray();
        var end = spec.Losses.Count > 1 ? $"the output '{declared.Output}'" : "the model";
        var (takes, columns) = ($"{loss.Name} on the output {output.SampleText} takes labels of shape {Shapes.Text(shape)}", output.Columns.Size);
        if (label.IsNumber)
        {
            if (loss.SparseLabels) Report(kind, $"{loss.Name} takes classes", "use a loss of numbers, such as [MeanSquaredError], or make the label a bool or an enum");
            else if (shape is not [1]) Report(kind, takes, $"end {end} with one unit");
        }
        else if (loss.SparseLabels)
        {
            if (shape.Length > 0) Report(kind, takes, $"end {end} with one row of numbers, as with Flatten before the last layer");
            else if (columns != classes) Report(kind, $"{loss.Name} gets {Literal.Of(columns)} numbers from {end}", $"end it with {Literal.Of(classes)} units");
        }
        else if (!(shape is [var only] && (only == classes || (only == 1 && classes == 2))))
        {
            Report(kind, takes, classes == 2
                ? $"end {end} with one unit, or with a unit for each class"
                : $"end {end} with {Literal.Of(classes)} units{(loss.Instead.Length > 0 && !loss.HasClasses ? $", and use [{loss.Instead}]" : "")}");
        }

        void Report(string what, string fault, string instead) => context.Report(
            Rules.LabelFitsLoss, new Anchor(Place.Loss, declared.Attribute), label.Name, rows.Name, what, fault, instead);
    }

    /// <summary>Checks the numbers of a sample that an embedding looks up.</summary>
    /// <param name="build">The embedding's use.</param>
    /// <param name="vectors">The number of its vectors.</param>
    /// <param name="ranges">The numbers.</param>
    public static void CheckIndices(LayerBuilder build, int vectors, IReadOnlyList<IndexRange> ranges)
    {
        if (build.Rows is not { Indices: var indices } rows) return;
        foreach (var range in ranges)
        {
            for (var i = 0; i < range.Count; i++)
            {
                var place = range.First + i * range.Step;
                var index = indices.FirstOrDefault(one => place >= one.First && place < one.First + one.Count);
                if (index is not null && index.Limit <= vectors) continue;
                if (index is null)
                    build.Report(Rules.EmbeddingIndex, $"numbers of '{rows.Name}' that are no indices", "give it the input of a parameter with [Vocabulary(…)], [TextVectorization(…)] or AsIndex = true");
                else
                    build.ReportAt("inputDim", Rules.EmbeddingIndex, $"'{index.Name}', whose numbers go up to {Literal.Of(index.Limit - 1)}", $"it needs {Literal.Of(index.Limit)} vectors, but has {Literal.Of(vectors)}");
                return;
            }
        }
    }
}
