using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>Functions for the loss or for training only: additional losses, and random numbers.</summary>
internal static class TrainingFunctions
{
    public static readonly ImmutableArray<TensorFunction> All =
    [
        new(TensorNode.WithLoss, WithLoss),
        new("Normal", static f => Drawn(f, Elementwise.Normal, mean: 0)),
        new("Uniform", Uniform),
    ];

    private static Value WithLoss(FunctionBuilder f)
    {
        var (penalty, weight) = (f.Operands[1], f.Number(0));
        if (penalty.Type.Rank != 1) return f.ReportAt("penalty", Rules.PenaltyShape, penalty.Type.ShapeText);
        if (double.IsNaN(weight) || double.IsInfinity(weight)) return f.ReportAt("weight", Rules.NotFinite, Literal.Of(weight));
        f.AddLoss(penalty, weight);
        return f.X;
    }

    private static Value Uniform(FunctionBuilder f)
    {
        var (least, most) = (f.Number(0), f.Number(1));
        if (!(least < most) || double.IsInfinity(least) || double.IsInfinity(most))
            return f.Report(Rules.NoiseRange, Literal.Of(least), Literal.Of(most));
        return f.Append(Elementwise.Add, f.Scaled(Drawn(f, Elementwise.Uniform, mean: 0.5), most - least), f.Filled(least));
    }

    /// <summary>Returns random numbers of the operand's shape in training, and their mean otherwise.</summary>
    private static Value Drawn(FunctionBuilder f, OperationDefinition random, double mean) => f.Training
        ? f.Append(random, new OperationAttributes { Type = f.X.Type, Index = Elementwise.FirstDraw + f.Node.Draw })
        : f.Filled(mean);
}
