using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>Names the axes of an output, and compares them with the names of the labels.</summary>
internal static class LossAxes
{
    /// <summary>The name of the last axis of a categorical loss's input.</summary>
    public const string Classes = "classes";

    /// <summary>Compares the names of a prediction's axes with the names of the labels' axes, and names axes without a name.</summary>
    public static void Name(LoweringContext context, ModelSpec spec, int index, LossDefinition loss, Value output)
    {
        var type = output.Type;
        if (loss.HasClasses && type.Columns.Name is { } name && name != Classes)
            context.Report(Rules.ClassAxis, Anchor(spec, index, name), loss.Name, type.ShapeText, name);
        if (context.HasErrors) return;

        var classes = loss.HasClasses ? Enumerable.Repeat<string?>(null, type.Rank - 1).Append(Classes) : type.Dims.Select(dim => dim.Name);
        var stored = output.Stored.TakeNames(type.Named(classes));
        CheckLabels(context, spec.Losses[index], loss, ReferenceEquals(stored, output) ? output : output.TakeNames(stored.Type));
    }

    private static void CheckLabels(LoweringContext context, LossSpec spec, LossDefinition loss, Value output)
    {
        if (spec.Axes.Count == 0) return;
        var labels = loss.LabelType(output.Type);
        var anchor = new Anchor(Place.Loss, spec.Attribute, "Axes");
        var declared = spec.Axes.Select(axis => axis.Length == 0 ? AxisNames.None : axis).ToArray();
        if (AxisNames.Fault(declared, labels.Rank - 1) is { } fault)
        {
            context.Report(Rules.AxisNames, anchor, $"The labels of [{loss.Name}]", Shapes.Text(declared), fault);
            return;
        }
        var named = labels.Named([Dim.BatchName, .. AxisNames.Of(spec.Axes, labels.Rank - 1)]);
        if (AxisNames.Clash(named, labels) is var (label, prediction))
            context.Report(Rules.LabelAxes, anchor, loss.Name, named.ShapeText, labels.ShapeText, label.Text, prediction.Text);
        else output.TakeNames(loss.SparseLabels
            ? output.Type.Named([.. named.Dims.Select(dim => dim.Name), output.Type.Columns.Name]) : named);
    }

    /// <summary>Returns the place where a prediction's last axis gets its name.</summary>
    private static Anchor Anchor(ModelSpec spec, int index, string name)
    {
        if (spec.Forward is { } forward) return forward.Prediction.Nodes[forward.Prediction.Results[index]].Anchor;
        for (var i = spec.Layers.Count - 1; i >= 0; i--)
            if (spec.Layers[i].Axis == name) return new Anchor(Place.LayerAttribute, i, "Axis");
        return new Anchor(Place.Layer, spec.Layers.Count - 1);
    }
}
