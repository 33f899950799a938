using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering.Forward;

namespace ModelDsl.Generators.Lowering.LossDefinitions;

/// <summary>Losses that are methods of the author.</summary>
internal static class CustomLosses
{
    public static readonly IReadOnlyList<LossDefinition> All = [new("CustomLoss", static (build, output, targets) => (Lower(build, output, targets), null))];

    private static Value Lower(LossBuilder build, Value output, Value targets)
    {
        var (context, method) = (build.Context, build.Spec.Method!);
        var losses = TraceLowering.Lower(context, method.Name, Phase.Loss, method.Trace, [output, targets]);
        var rows = output.Type.With(output.Type.RowDims);
        if (context.Failed || losses.Type == rows) return losses;
        var result = method.Trace.Nodes[method.Trace.Result];
        var at = result.Place < 0 ? new Anchor(Place.Loss, build.Spec.Attribute, "function") : result.Anchor;
        context.Report(Rules.LossRows, at, result.Place < 0 ? method.Name : result.Text, losses.Type.ShapeText, rows.ShapeText);
        return losses;
    }
}
