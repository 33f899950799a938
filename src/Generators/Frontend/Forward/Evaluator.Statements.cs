using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Statements. None of them is left once the method is read.</content>
internal sealed partial class Evaluator
{
    /// <summary>The ways in which a statement can end.</summary>
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
                return Within(() => Block(block.Operations));
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
            case ISwitchOperation choice:
                return Switch(choice);
            case IForLoopOperation loop:
                return For(loop);
            case IForEachLoopOperation loop:
                return ForEach(loop);
            case IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition } loop:
                return Repeat(loop, () => Truth(condition), static () => { });
            case IWhileLoopOperation { ConditionIsTop: false, ConditionIsUntil: false, Condition: { } condition } loop:
                var first = true;
                return Repeat(loop, () => first || Truth(condition), () => first = false);
            case IBranchOperation { BranchKind: BranchKind.Break }:
                return Flow.Break;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return Flow.Continue;
            case ILocalFunctionOperation or IEmptyOperation:
                return Flow.Next;
            case IInvalidOperation:
                throw Unbound(statement);
            case IThrowOperation when !ofNumbers:
                throw NotDifferentiable(statement, Refusals.Of(statement));
            default:
                throw NotDifferentiable(statement, "a method can contain variables, if, switch, for, foreach, while, do, local functions and return");
        }
    }

    /// <summary>Runs a part of the method with its own variables.</summary>
    private Flow Within(Func<Flow> part)
    {
        var around = scope;
        scope = new Scope(around);
        var flow = part();
        scope = around;
        return flow;
    }

    /// <summary>Runs a block. Its local functions are known everywhere in the block.</summary>
    private Flow Block(ImmutableArray<IOperation> statements)
    {
        foreach (var local in statements.OfType<ILocalFunctionOperation>())
            scope.Declare(local.Symbol, new AbstractValue.Function(local.Symbol, local.Body, scope));
        return Sequence(statements);
    }

    private Flow Sequence(IEnumerable<IOperation> statements)
    {
        foreach (var statement in statements)
        {
            if (Attempt(statement, statements) is not Flow.Next and var flow) return flow;
        }
        return Flow.Next;
    }

    /// <summary>
    /// Runs a statement of a block. When it cannot be read, the variables that it assigns have no readable value. When it may leave the
    /// block, the rest of the block is unreadable too, because nobody knows whether that rest runs. A function of numbers ends with its
    /// first fault.
    /// </summary>
    private Flow Attempt(IOperation statement, IEnumerable<IOperation> block)
    {
        var (around, depth, result, branches, branch, reached) = (scope, calls.Count, returned, returns, path, way);
        try
        {
            return Execute(statement);
        }
        catch (UnreadableException unreadable) when (!ofNumbers)
        {
            (scope, returned, returns, path, way) = (around, result, branches, branch, reached);
            failures++;
            while (calls.Count > depth) calls.Pop();
            if (unreadable.Ends) throw;
            var leaves = Leaves(statement);
            foreach (var assigning in leaves ? block : [statement]) Forget(assigning);
            // Calls that were not reached could have assigned captured variables.
            foreach (var body in Root(statement).Descendants().Where(IsFunction)
                .SelectMany(function => function.ChildOperations)) Forget(body);
            if (leaves) throw;
            return Flow.Next;
        }
    }

    /// <summary>Returns true when a statement may end more than itself.</summary>
    private static bool Leaves(IOperation statement) => PartsOf(statement).Any(operation =>
        operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.GoTo } or IThrowOperation
        || (operation is IBranchOperation && statement is not ILoopOperation));

    /// <summary>Makes the variables that a statement assigns unreadable.</summary>
    private void Forget(IOperation statement)
    {
        foreach (var operation in PartsOf(statement))
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator:
                    scope.Declare(declarator.Symbol, new AbstractValue.Unreadable());
                    break;
                case IDeclarationPatternOperation { DeclaredSymbol: { } matched }:
                    scope.Declare(matched, new AbstractValue.Unreadable());
                    break;
                case IRecursivePatternOperation { DeclaredSymbol: { } matched }:
                    scope.Declare(matched, new AbstractValue.Unreadable());
                    break;
                case IListPatternOperation { DeclaredSymbol: { } matched }:
                    scope.Declare(matched, new AbstractValue.Unreadable());
                    break;
                case IAssignmentOperation { Target: var target }:
                    Forget(target, scope.Assign);
                    break;
                case IIncrementOrDecrementOperation { Target: var target }:
                    Forget(target, scope.Assign);
                    break;
                case IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: var argument }:
                    Forget(argument, scope.Assign);
                    break;
            }
        }
    }

    private static void Forget(IOperation target, Action<ISymbol, AbstractValue> assign)
    {
        foreach (var operation in target.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation { Local: var local }) assign(local, new AbstractValue.Unreadable());
            else if (operation is IParameterReferenceOperation { Parameter: var parameter })
                assign(parameter, new AbstractValue.Unreadable());
        }
    }

    /// <summary>
    /// Returns a statement and its parts, without the bodies of functions inside: these assign only when they are called.
    /// </summary>
    private static IEnumerable<IOperation> PartsOf(IOperation operation) => IsFunction(operation)
        ? []
        : operation.ChildOperations.SelectMany(PartsOf).Prepend(operation);

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        if (declarator.Symbol.IsRef) throw NotDifferentiable(declarator, "it is a reference to a variable: assign to the variable itself");
        var initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        scope.Declare(
            declarator.Symbol, initializer is null ? new AbstractValue.Unassigned()
                : Named(Evaluate(initializer.Value), declarator.Symbol.Name));
    }

    /// <summary>Runs a for loop. All iterations share the loop's variables, as in C#.</summary>
    private Flow For(IForLoopOperation loop) => Within(() =>
    {
        Sequence(loop.Before);
        return Repeat(loop, () => loop.Condition is null || Truth(loop.Condition), () => Sequence(loop.AtLoopBottom));
    });

    private Flow Repeat(ILoopOperation loop, Func<bool> goesOn, Action after)
    {
        var outside = way;
        while (goesOn())
        {
            if (Execute(loop.Body) is not (Flow.Next or Flow.Continue) and var flow) return Left(outside, flow);
            // A fault found from here on did not occur in the first iteration.
            way = sites.Way(loop.Syntax, outside);
            after();
        }
        return Left(outside, Flow.Next);
    }

    /// <summary>Leaves a loop.</summary>
    private Flow Left(int outside, Flow flow)
    {
        way = outside;
        return flow == Flow.Return ? flow : Flow.Next;
    }

    private Flow ForEach(IForEachLoopOperation loop)
    {
        if (Evaluate(loop.Collection) is not AbstractValue.Sequence sequence)
            throw NotDifferentiable(loop.Collection, "foreach needs a list of layers, tensors or numbers that the method creates: '[m.First, m.Second]'");
        if (loop.Locals.Any(local => local.IsRef)) throw NotDifferentiable(loop.LoopControlVariable, "it is a reference to an element: lists never change");
        var outside = way;
        foreach (var item in sequence.Items)
        {
            var flow = Within(() =>
            {
                Bind(loop.LoopControlVariable, item);
                return Execute(loop.Body);
            });
            if (flow is Flow.Return or Flow.Break) return Left(outside, flow);
            way = sites.Way(loop.Syntax, outside);
        }
        return Left(outside, Flow.Next);
    }

    private bool Truth(IOperation condition) => Truth(condition, Evaluate(condition));

    private bool Truth(IOperation condition, AbstractValue value) => value switch
    {
        AbstractValue.Constant { Value: bool truth } => truth,
        AbstractValue.Scalar => throw NotConstant(condition, "it differs from number to number: a loop runs equally often for all, so choose with '?:' or 'if'"),
        AbstractValue.Tensor => throw NotConstant(condition, "it is a tensor, whose numbers differ from sample to sample: choose with Where(condition, a, b)"),
        _ => throw NotConstant(condition, "it is not a constant"),
    };

    /// <summary>Runs an expression whose result is not used.</summary>
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
            case IConditionalAccessOperation or IAwaitOperation or IDynamicInvocationOperation or IThrowOperation:
                throw NotDifferentiable(expression, Refusals.Of(expression));
            default:
                throw NotDifferentiable(expression, "its result is not used: give it to a variable");
        }
    }
}
