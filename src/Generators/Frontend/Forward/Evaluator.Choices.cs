using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Choices by what a constant is: switch, and patterns of numbers, truths and texts.</content>
internal sealed partial class Evaluator
{
    private AbstractValue Switch(ISwitchExpressionOperation choice)
    {
        var value = Constant(choice.Value);
        foreach (var arm in choice.Arms)
        {
            if (Matches(arm.Pattern, value) && (arm.Guard is null || Truth(arm.Guard))) return Evaluate(arm.Value);
        }
        throw NotConstant(choice, "none of its cases fits");
    }

    /// <summary>The first section that fits, wherever the default stands.</summary>
    private Flow Switch(ISwitchOperation choice)
    {
        var value = Constant(choice.Value);
        var chosen = choice.Cases.FirstOrDefault(section => section.Clauses.Any(clause => Matches(clause, value)))
            ?? choice.Cases.FirstOrDefault(section => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation));
        if (chosen is null) return Flow.Next;
        var flow = Within(() => Block(chosen.Body));
        return flow == Flow.Break ? Flow.Next : flow;
    }

    private bool Matches(ICaseClauseOperation clause, object? value) => clause switch
    {
        IDefaultCaseClauseOperation => false,
        ISingleValueCaseClauseOperation { Value: var single } => ConstantFolding.AreSame(value, Constant(single)),
        IPatternCaseClauseOperation { Pattern: var pattern, Guard: var guard } => Matches(pattern, value) && (guard is null || Truth(guard)),
        _ => throw NotDifferentiable(clause, "its cases are constants, comparisons, and, or, not"),
    };

    private bool Matches(IPatternOperation pattern, object? value) => pattern switch
    {
        IDiscardPatternOperation => true,
        IConstantPatternOperation { Value: var constant } => ConstantFolding.AreSame(value, Constant(constant)),
        INegatedPatternOperation { Pattern: var not } => !Matches(not, value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => Matches(both.LeftPattern, value) && Matches(both.RightPattern, value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => Matches(either.LeftPattern, value) || Matches(either.RightPattern, value),
        IRelationalPatternOperation relation when value is not null && Constant(relation.Value) is { } bound =>
            ConstantFolding.Binary(relation.OperatorKind, value, bound, isChecked: false) is true,
        _ => throw NotDifferentiable(pattern, "its cases are constants, comparisons, and, or, not"),
    };

    private object? Constant(IOperation expression) => Evaluate(expression) is AbstractValue.Constant { Value: var value }
        ? value
        : throw NotConstant(expression, "it is no constant");
}
