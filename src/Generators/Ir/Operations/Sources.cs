using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Values that are passed to a program, and views of values. Neither costs anything at run time.</summary>
internal static class Sources
{
    public static readonly OperationDefinition Input = new(nameof(Input), Stage.Lowering, Declared) { IsSource = true };

    public static readonly OperationDefinition Labels = new(nameof(Labels), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>The weight of each row's loss; 1 unless other weights are passed to the program.</summary>
    public static readonly OperationDefinition Weights = new(nameof(Weights), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>The parameter with the attributes' index.</summary>
    public static readonly OperationDefinition Parameter = new(nameof(Parameter), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>The parameter with the attributes' index, which is not trainable: nothing is derived with respect to it.</summary>
    public static readonly OperationDefinition State = new(nameof(State), Stage.Lowering, Declared) { IsSource = true };

    /// <summary>The direction in which the parameter with the attributes' index moves.</summary>
    public static readonly OperationDefinition Direction = new(nameof(Direction), Stage.Tangent, Declared) { IsSource = true };

    /// <summary>The direction in which the input moves.</summary>
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
        Onnx = new("Reshape", static a => [a.Operand(0), .. Elementwise.Shape(a).Skip(1)]),
        Adjoint = static (build, op, d) => [build.Reshape(d[0]!, op.Operands[0])],
        Tangent = LinearIn(0),
    };

    /// <summary>The same value. Differentiation treats it as a constant.</summary>
    public static readonly OperationDefinition StopGradient = new(nameof(StopGradient), Stage.Lowering, Unary)
    {
        IsView = true,
        Onnx = OnnxForm.Inlined,
        Adjoint = static (_, _, _) => [null],
        Tangent = Still,
    };
}
