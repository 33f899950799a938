using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Values that a program is given, and views of values: nothing of these is left at run time.</summary>
internal static class Sources
{
    public static readonly OperationDefinition Input = new(nameof(Input), Stage.Lowering, Declared) { IsSource = true };

    public static readonly OperationDefinition Labels = new(nameof(Labels), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>What the loss of each row counts; 1 unless the program is given others.</summary>
    public static readonly OperationDefinition Weights = new(nameof(Weights), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>The parameter of the index.</summary>
    public static readonly OperationDefinition Parameter = new(nameof(Parameter), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>The parameter of the index, which is not trainable: nothing is derived by it.</summary>
    public static readonly OperationDefinition State = new(nameof(State), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>The direction along which the parameter of the index moves.</summary>
    public static readonly OperationDefinition Direction = new(nameof(Direction), Stage.Tangent, Declared) { IsSource = true };

    /// <summary>The direction along which the input moves.</summary>
    public static readonly OperationDefinition InputDirection = new(nameof(InputDirection), Stage.Tangent, Declared) { IsSource = true };

    /// <summary>The same elements in another shape.</summary>
    public static readonly OperationDefinition Reshape = new(nameof(Reshape), Stage.Lowering, (operands, attributes) =>
    {
        var type = attributes.Type!;
        Require(operands.Length == 1 && operands[0].Elements == type.Elements && operands[0].IsPerSample == type.IsPerSample, operands);
        return [type];
    })
    {
        IsView = true,
        Adjoint = static (build, op, d) => [build.Reshape(d[0]!, op.Operands[0])],
        Tangent = LinearIn(0),
    };

    /// <summary>The same value, which differentiation takes for a constant.</summary>
    public static readonly OperationDefinition StopGradient = new(nameof(StopGradient), Stage.Lowering, Unary)
    {
        IsView = true,
        Adjoint = static (_, _, _) => [null],
        Tangent = Still,
    };
}
