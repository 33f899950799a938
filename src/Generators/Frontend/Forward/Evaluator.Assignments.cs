using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Assignments. Only variables of the method can be assigned.</content>
internal sealed partial class Evaluator
{
    private AbstractValue Assign(IOperation target, AbstractValue value)
    {
        Bind(target, value);
        return value;
    }

    private void Bind(IOperation target, AbstractValue value)
    {
        switch (target)
        {
            case IVariableDeclaratorOperation declarator:
                scope.Declare(declarator.Symbol, Named(value, declarator.Symbol.Name));
                break;
            case ILocalReferenceOperation local:
                if (local.IsDeclaration) scope.Declare(local.Local, Named(value, local.Local.Name));
                else scope.Assign(local.Local, Named(value, local.Local.Name));
                break;
            case IParameterReferenceOperation parameter:
                scope.Assign(parameter.Parameter, Named(value, parameter.Parameter.Name));
                break;
            case IDeclarationExpressionOperation declaration:
                Bind(declaration.Expression, value);
                break;
            case IDiscardOperation:
                break;
            case ITupleOperation { Elements: var elements }
                when value is AbstractValue.Sequence { Items: var items } && items.Length == elements.Length:
                for (var i = 0; i < elements.Length; i++) Bind(elements[i], items[i]);
                break;
            case IInvalidOperation:
                throw Unbound(target);
            default:
                throw NotDifferentiable(target, "a method assigns to its own variables only, and tensors never change");
        }
    }

    private AbstractValue Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        var value = Evaluate(deconstruction.Value);
        if (value is not AbstractValue.Sequence) throw NotDifferentiable(deconstruction.Value, "only tuples can be deconstructed");
        return Assign(deconstruction.Target, value);
    }

    private AbstractValue CompoundAssign(ICompoundAssignmentOperation assignment)
    {
        var (left, right) = (Evaluate(assignment.Target), Evaluate(assignment.Value));
        if (left is AbstractValue.Constant { Value: not null } && assignment.Target.Type is { } type && right is AbstractValue.Constant)
        {
            var result = (AbstractValue.Constant)Combine(assignment, assignment.OperatorKind, null, assignment.IsChecked, left, right);
            if (result.Value is not { } number) return Assign(assignment.Target, result);
            return Assign(assignment.Target, new AbstractValue.Constant(
                ConstantFolding.Convert(number, SpecialTypeOf(type), assignment.IsChecked)
                    ?? throw NotConstant(assignment, ConstantFolding.Overflow(SpecialTypeOf(type)))));
        }
        return Assign(assignment.Target,
            Combine(assignment, assignment.OperatorKind, assignment.OperatorMethod, assignment.IsChecked, left, right));
    }

    private AbstractValue Increment(IIncrementOrDecrementOperation step)
    {
        var before = Evaluate(step.Target);
        if (before is not AbstractValue.Constant { Value: { } number } || !ConstantFolding.IsNumber(number)) throw NotDifferentiable(step, "only numbers can be incremented or decremented");
        var kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var type = ConstantFolding.Special(number);
        var next = ConstantFolding.Binary(kind, number, ConstantFolding.Convert(1, type)!, step.IsChecked) is { } sum
            ? ConstantFolding.Convert(sum, type, step.IsChecked) : null;
        var after = Assign(step.Target, new AbstractValue.Constant(next ?? throw NotConstant(step, ConstantFolding.Overflow(type))));
        return step.IsPostfix ? before : after;
    }
}
