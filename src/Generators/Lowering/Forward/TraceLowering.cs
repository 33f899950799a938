using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>Lowers functions of tensors to operations, one after the other.</summary>
internal static class TraceLowering
{
    /// <summary>Lowers a method without layers.</summary>
    /// <param name="context">The context to which operations are appended.</param>
    /// <param name="method">Its name.</param>
    /// <param name="phase">The part of the program that it belongs to.</param>
    /// <param name="trace">The trace of the method.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The result; the first argument when something is wrong, which is reported.</returns>
    public static Value Lower(LoweringContext context, string method, Phase phase, TensorTrace trace, Value[] arguments)
    {
        var values = new Value[trace.Nodes.Count];
        arguments.CopyTo(values, 0);
        for (var i = arguments.Length; i < values.Length && !context.Failed; i++)
        {
            var node = trace.Nodes[i];
            values[i] = Compute(context, method, phase, node, [.. node.Operands.Select(operand => values[operand])]);
        }
        return context.Failed ? arguments[0] : values[trace.Result];
    }

    /// <summary>Lowers one function of tensors.</summary>
    public static Value Compute(LoweringContext context, string method, Phase phase, TensorNode node, Value[] operands)
    {
        context.Begin(Step.Of(node), new Origin(phase, $"{method}: {node.Text}"));
        var builder = new FunctionBuilder(context, node, operands);
        if (operands.Select(context.Masks.Of).FirstOrDefault(mask => mask is not null) is { } mask)
            return builder.Report(Rules.MaskInMethod, $"is computed from a value with the mask of {mask.Maker}", "compute it before the mask is made, or after the steps have ended");
        var value = operands.All(operand => operand.Type.IsPerSample) ? TensorFunctionTable.Of(node.Function).Lower(builder)
            : WeightFunctions.Lower(builder);
        context.CheckSize($"The tensor {value.Type.ShapeText} of '{node.Text}'", value.Type, node.Anchor);
        return value;
    }
}
