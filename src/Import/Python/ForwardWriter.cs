namespace ModelDsl.Import.Python;

/// <summary>Writes the lines of <c>forward</c>: one step a line, and an activation on the line of what it is applied to.</summary>
internal sealed class ForwardWriter
{
    /// <summary>The longest expression that becomes a part of the next line.</summary>
    private const int LongestPart = 56;

    private readonly ImportedModel model;
    private readonly ModuleNames names;
    private readonly Func<Step, StepPlace> placeOf;
    private readonly Dictionary<Operand, int> uses = [];
    private readonly Dictionary<Operand, Expression> parts = [];
    private readonly List<string> lines = [];

    private ForwardWriter(ImportedModel model, ModuleNames names, Func<Step, StepPlace> placeOf)
    {
        (this.model, this.names, this.placeOf) = (model, names, placeOf);
        foreach (var operand in model.Steps.SelectMany(step => step.Operands).Concat(model.Outputs))
        {
            uses[operand] = UsesOf(operand) + 1;
        }
    }

    /// <summary>Returns the lines of the method's body.</summary>
    /// <param name="model">The model.</param>
    /// <param name="names">Its names.</param>
    /// <param name="placeOf">Makes what a step may ask for.</param>
    public static IReadOnlyList<string> Write(ImportedModel model, ModuleNames names, Func<Step, StepPlace> placeOf)
    {
        var writer = new ForwardWriter(model, names, placeOf);
        for (var i = 0; i < model.Steps.Count; i++) writer.Write(model.Steps[i], i + 1 < model.Steps.Count ? model.Steps[i + 1] : null);
        if (writer.ReturnsLine() is { } line) writer.lines.Add(line);
        return writer.lines;
    }

    /// <summary>Whether a step takes a literal for a constant: it must have the shape that the numbers would have given it.</summary>
    public static bool IsLiteral(Step step, Constant constant) =>
        constant is { Weight: null, Tensor.Length: 1 }
        && step.Operation switch
        {
            Binary binary => BinaryTable.TakesLiterals(binary, constant.Type),
            Where => constant != step.Operands[0],
            _ => false,
        }
        && step.Operands.Any(other => other is Value or Constant { Weight: not null } && other.Shape.Rank == step.Result.Shape.Rank
            && other.Type == constant.Type);

    private void Write(Step step, Step? next)
    {
        var expression = OperationTable.Write(step, [.. step.Operands.Select(operand => TermOf(step, operand))], placeOf(step));
        if (step.Operation is not ModelDsl.Import.Split && IsPart(step, next, expression))
        {
            parts[step.Result] = expression;
            return;
        }
        if (next is null && model.Outputs.Count == 1 && step.Results.Count == 1 && ReferenceEquals(model.Outputs[0], step.Result)
            && UsesOf(step.Result) == 1)
        {
            lines.Add($"return {expression}  # {step.Result.Shape}");
            parts[step.Result] = expression;
            return;
        }
        var results = string.Join(", ", step.Results.Select(result => names[result])) + (step.Operation is Import.Split && step.Results.Count == 1 ? "," : "");
        var shapes = step.Results.Select(result => result.Shape.ToString()).ToList();
        lines.Add($"{results} = {expression}  # {(shapes.Distinct().Count() == 1 ? shapes[0] : string.Join(", ", shapes))}");
    }

    private int UsesOf(Operand operand) => uses.TryGetValue(operand, out var count) ? count : 0;

    private string? ReturnsLine() =>
        model.Outputs.Count == 1 && parts.ContainsKey(model.Outputs[0]) ? null : $"return {string.Join(", ", model.Outputs.Select(output => names[output]))}";

    private Term TermOf(Step step, Operand operand) => operand switch
    {
        _ when parts.TryGetValue(operand, out var part) => new(part, operand.Type, operand.Shape),
        Constant constant when IsLiteral(step, constant) => new(Literal(constant), operand.Type, operand.Shape, IsLiteral: true),
        Constant => new(new("self." + names[operand]), operand.Type, operand.Shape),
        _ => new(new(names[operand]), operand.Type, operand.Shape),
    };

    private static Expression Literal(Constant constant)
    {
        var text = constant.Type == ElementType.Integer
            ? PythonText.Number(constant.Tensor.ReadIntegers()[0])
            : PythonText.Number(constant.Tensor.ReadFloats()[0]);
        return new(text, text[0] == '-' ? Strength.Sign : Strength.Atom);
    }

    /// <summary>Whether a result goes into the line of the next step, which alone uses it, and uses it once.</summary>
    private bool IsPart(Step step, Step? next, Expression expression) =>
        next is not null && UsesOf(step.Result) == 1 && next.Operands.Contains(step.Result) && expression.Text.Length <= LongestPart
        && step.Operation is Apply or Binary or Unary or MatMul
        && next.Operation switch
        {
            Unary unary => !UnaryTable.Repeats(unary),
            Binary or Softmax or Clip => true,
            _ => false,
        };
}
