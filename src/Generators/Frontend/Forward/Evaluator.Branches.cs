using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Branches on numbers with unknown values. Both branches are run, and every value that differs becomes a choice.</content>
internal sealed partial class Evaluator
{
    /// <summary>
    /// The values that the current call returned, each under its condition, in the order of its return statements.
    /// </summary>
    private List<(int Condition, AbstractValue Value, IOperation At)> returns = [];

    /// <summary>The condition of the current branch; null outside of branches.</summary>
    private int? path;

    private Flow If(IConditionalOperation choice)
    {
        var condition = Evaluate(choice.Condition);
        if (condition is AbstractValue.Scalar { Step: var step }) return Branch(choice, step, () => Execute(choice.WhenTrue), Otherwise);
        return Truth(choice.Condition, condition) ? Execute(choice.WhenTrue) : Otherwise();

        Flow Otherwise() => choice.WhenFalse is { } otherwise ? Execute(otherwise) : Flow.Next;
    }

    private AbstractValue Conditional(IConditionalOperation choice)
    {
        var condition = Evaluate(choice.Condition);
        if (condition is AbstractValue.Scalar { Step: var step })
            return Choice(choice, step, () => Evaluate(choice.WhenTrue), () => Evaluate(choice.WhenFalse!));
        return Evaluate(Truth(choice.Condition, condition) ? choice.WhenTrue : choice.WhenFalse!);
    }

    /// <summary>Evaluates with short-circuit: an operand that is not reached need not be readable.</summary>
    private AbstractValue ShortCircuit(IBinaryOperation binary)
    {
        var left = Evaluate(binary.LeftOperand);
        var or = binary.OperatorKind == BinaryOperatorKind.ConditionalOr;
        if (left is AbstractValue.Scalar { Step: var step })
        {
            return or
                ? Choice(binary, step, static () => new AbstractValue.Constant(true), () => Evaluate(binary.RightOperand))
                : Choice(binary, step, () => Evaluate(binary.RightOperand), static () => new AbstractValue.Constant(false));
        }
        if (Truth(binary.LeftOperand, left) == or) return left;
        var right = Evaluate(binary.RightOperand);
        return right is AbstractValue.Scalar ? right : new AbstractValue.Constant(Truth(binary.RightOperand, right));
    }

    private AbstractValue Choice(IOperation at, int condition, Func<AbstractValue> yes, Func<AbstractValue> no)
    {
        AbstractValue? a = null, b = null;
        Branch(at, condition, () => { a = yes(); return Flow.Next; }, () => { b = no(); return Flow.Next; });
        return Chosen(at, condition, a!, b!);
    }

    /// <summary>Runs both branches, each from the same values of the variables.</summary>
    private Flow Branch(IOperation at, int condition, Func<Flow> yes, Func<Flow> no)
    {
        var (outside, before) = (path, scope.Snapshot());
        path = Both(outside, condition);
        var first = yes();
        var after = scope.Snapshot();
        scope.Restore(before);
        path = Both(outside, scalars.Choose(condition, scalars.Number(0), scalars.Number(1)));
        var second = no();
        path = outside;
        if (first is Flow.Break or Flow.Continue || second is Flow.Break or Flow.Continue)
            throw NotConstant(at, "a loop runs equally often for every number: end it by a condition that is known at compile time, and choose with '?:'");
        if (first == Flow.Return && second == Flow.Return) return Flow.Return;
        if (second == Flow.Return) scope.Restore(after);
        else if (first != Flow.Return) scope.Merge(after, (a, b) => Chosen(at, condition, a, b));
        return Flow.Next;
    }

    private int Both(int? a, int b) => a is { } outer ? scalars.Choose(outer, b, scalars.Number(0)) : b;

    private AbstractValue Chosen(IOperation at, int condition, AbstractValue yes, AbstractValue no)
    {
        if (yes == no || no is AbstractValue.Unassigned) return yes;
        if (yes is AbstractValue.Unassigned) return no;
        if (StepOf(yes, at.Syntax) is { } a && StepOf(no, at.Syntax) is { } b && IsTruth(yes) == IsTruth(no))
            return new AbstractValue.Scalar(scalars.Choose(condition, a, b), IsTruth(yes));
        if (yes is AbstractValue.Sequence { Items: var first } && no is AbstractValue.Sequence { Items: var second }
            && first.Length == second.Length)
            return new AbstractValue.Sequence([.. first.Zip(second, (x, y) => Chosen(at, condition, x, y))]);
        throw NotElementwise(at, "both branches must give numbers");
    }

    private Flow Return(IReturnOperation statement)
    {
        if (statement.ReturnedValue is not { } expression) return Flow.Return;
        var value = Evaluate(expression);
        if (path is { } condition) returns.Add((condition, value, statement));
        else returned = value;
        return Flow.Return;
    }

    /// <summary>Returns the result of a call: the first return in a branch whose condition holds, and the last return otherwise.</summary>
    private AbstractValue Result(bool isDecided)
    {
        var last = isDecided || returns.Count == 0 ? returns.Count : returns.Count - 1;
        var result = last < returns.Count ? returns[last].Value : returned;
        for (var i = last - 1; i >= 0; i--) result = Chosen(returns[i].At, returns[i].Condition, returns[i].Value, result);
        return result;
    }
}
