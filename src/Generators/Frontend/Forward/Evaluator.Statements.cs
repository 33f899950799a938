using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Statements: all of them are gone once the method is read.</content>
internal sealed partial class Evaluator
{
    /// <summary>How a statement ends.</summary>
    private enum Flow
    {
        Next,
        Return,
        Break,
        Continue,
    }

    private Flow Execute(IOperation statement)
    {
        Step(statement.Syntax);
        switch (statement)
        {
            case IBlockOperation block:
                return Within(() => Block(block));
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators)) Declare(declarator);
                return Flow.Next;
            case IExpressionStatementOperation expression:
                Effect(expression.Operation);
                return Flow.Next;
            case IReturnOperation { Kind: OperationKind.Return } end:
                return Return(end);
            case IConditionalOperation choice:
                return If(choice);
            case IForLoopOperation loop:
                return For(loop);
            case IForEachLoopOperation loop:
                return ForEach(loop);
            case IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition } loop:
                return Repeat(() => Truth(condition), loop.Body, static () => { });
            case IBranchOperation { BranchKind: BranchKind.Break }:
                return Flow.Break;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return Flow.Continue;
            case ILocalFunctionOperation or IEmptyOperation:
                return Flow.Next;
            case IInvalidOperation:
                throw Unbound(statement);
            default:
                throw NotDifferentiable(statement, "a method may hold variables, if, for, foreach, while, local functions and return");
        }
    }

    /// <summary>Runs a part of the method with variables of its own.</summary>
    private Flow Within(Func<Flow> part)
    {
        var around = scope;
        scope = new Scope(around);
        var flow = part();
        scope = around;
        return flow;
    }

    /// <summary>Local functions are known in the whole block.</summary>
    private Flow Block(IBlockOperation block)
    {
        foreach (var local in block.Operations.OfType<ILocalFunctionOperation>())
            scope.Declare(local.Symbol, new AbstractValue.Function(local.Symbol, local.Body, scope));
        return Sequence(block.Operations);
    }

    private Flow Sequence(IEnumerable<IOperation> statements)
    {
        foreach (var statement in statements)
        {
            if (Execute(statement) is not Flow.Next and var flow) return flow;
        }
        return Flow.Next;
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        scope.Declare(
            declarator.Symbol, initializer is null ? new AbstractValue.Unassigned() : Named(Evaluate(initializer.Value), declarator.Symbol.Name));
    }

    /// <summary>All turns share the loop's variables, as in C#.</summary>
    private Flow For(IForLoopOperation loop) => Within(() =>
    {
        Sequence(loop.Before);
        return Repeat(() => loop.Condition is null || Truth(loop.Condition), loop.Body, () => Sequence(loop.AtLoopBottom));
    });

    private Flow Repeat(Func<bool> goesOn, IOperation body, Action after)
    {
        while (goesOn())
        {
            var flow = Execute(body);
            if (flow == Flow.Return) return flow;
            if (flow == Flow.Break) break;
            after();
        }
        return Flow.Next;
    }

    private Flow ForEach(IForEachLoopOperation loop)
    {
        if (Evaluate(loop.Collection) is not AbstractValue.Sequence sequence)
            throw NotDifferentiable(loop.Collection, "foreach goes over lists of layers, tensors or numbers that the method makes: '[m.First, m.Second]'");
        foreach (var item in sequence.Items)
        {
            var flow = Within(() =>
            {
                Bind(loop.LoopControlVariable, item);
                return Execute(loop.Body);
            });
            if (flow == Flow.Return) return flow;
            if (flow == Flow.Break) break;
        }
        return Flow.Next;
    }

    private bool Truth(IOperation condition) => Truth(condition, Evaluate(condition));

    private bool Truth(IOperation condition, AbstractValue value) => value switch
    {
        AbstractValue.Constant { Value: bool truth } => truth,
        AbstractValue.Scalar => throw NotConstant(condition, "it differs from number to number: a loop has the same turns for all, so choose with '?:' or 'if'"),
        AbstractValue.Tensor => throw NotConstant(condition, "it is a tensor, whose numbers differ from sample to sample: choose with Where(condition, a, b)"),
        _ => throw NotConstant(condition, "it is no constant"),
    };

    /// <summary>An expression whose result nobody asks for.</summary>
    private void Effect(IOperation expression)
    {
        switch (expression)
        {
            case IAssignmentOperation or IIncrementOrDecrementOperation:
                Evaluate(expression);
                break;
            case IInvocationOperation:
                Evaluate(expression);
                break;
            case IInvalidOperation:
                throw Unbound(expression);
            default:
                throw NotDifferentiable(expression, "its result is not used: give it to a variable");
        }
    }
}
