using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Export;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>Checks that a model with [Onnx] can be exported: every operation of its predictions has an ONNX form.</summary>
internal static class OnnxChecks
{
    /// <param name="context">The context, lowered up to the predictions.</param>
    /// <param name="spec">The model.</param>
    /// <param name="predicted">The predictions.</param>
    public static void Check(LoweringContext context, ModelSpec spec, IReadOnlyCollection<Value> predicted)
    {
        var used = new HashSet<Value>(predicted.Select(value => value.Stored));
        var operations = context.Graph.Operations;
        var wrong = new List<int>();
        for (var i = operations.Count - 1; i >= 0; i--)
        {
            var operation = operations[i];
            if (!operation.Results.Any(used.Contains)) continue;
            used.UnionWith(operation.Operands);
            if (!operation.Definition.IsSource && (!OnnxForm.Has(operation, used.Contains) || IsTooLong(operation))) wrong.Add(i);
        }
        wrong.Reverse();
        var told = new HashSet<Anchor>();
        foreach (var i in wrong)
        {
            var step = context.Steps.Last(begun => begun.First <= i).Step;
            if (told.Add(step.NameAnchor))
                context.Report(Rules.NoOnnxForm, step.NameAnchor, step.Title, ReasonOf(operations[i]), spec.Name);
        }
    }

    /// <summary>Returns true for the steps of a recurrent layer that are written out one by one, and are too many for that.</summary>
    private static bool IsTooLong(Operation operation) =>
        (operation.Is(Recurrences.SimpleRnnSteps) || operation.Is(Recurrences.LstmSteps) || operation.Is(Recurrences.GruSteps))
        && !JoinLayers.HasOperator(operation) && StepsOf(operation) > UnrollRecurrences.MostSteps;

    private static int StepsOf(Operation operation) => operation.Operands[0].Type.Dims[1].Size;

    private static string ReasonOf(Operation operation) => IsTooLong(operation)
        ? $"no recurrent operator of ONNX has its activation, and its {Literal.Of(StepsOf(operation))} steps are more than the {Literal.Of(UnrollRecurrences.MostSteps)} that can be written out one by one"
        : operation.Is(Masks.MaskedMatMul) || operation.Is(Masks.MaskedMean) ? "files have no masks"
        : operation.Is(Elementwise.Normal) || operation.Is(Elementwise.Uniform) ? "it draws random numbers, and no other program draws the same"
        : $"ONNX has no form of the operation {operation.Definition.Name}";
}
