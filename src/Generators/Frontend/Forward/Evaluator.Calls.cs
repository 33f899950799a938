using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Calls: functions of tensors become nodes, methods of the author's are entered.</content>
internal sealed partial class Evaluator
{
    private AbstractValue Invoke(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke && call.Instance is { } invoked)
        {
            return Evaluate(invoked) is AbstractValue.Function function
                ? Call(function, Arguments(call), call)
                : throw NotDifferentiable(invoked, "only functions that the method makes are called");
        }
        var instance = call.Instance is { } of ? Evaluate(of) : null;
        if (instance is AbstractValue.Layer or AbstractValue.Model { Record: not null } && method.Name is "Call" or "Forward" && call.Arguments is [{ Value: var x }])
            return Evaluate(x) is AbstractValue.Tensor tensor ? Apply(instance, tensor, call.Syntax) : throw NotDifferentiable(call, "a layer is applied to a tensor");
        var arguments = Arguments(call);
        if (instance is AbstractValue.Tensor of2) arguments = arguments.Insert(0, of2);
        else if (instance is not null and not AbstractValue.Nothing)
            throw NotDifferentiable(call, "methods of tensors, static methods and local functions are called");
        return Call(Function(method), arguments, call);
    }

    private ImmutableArray<AbstractValue> Arguments(IInvocationOperation call) =>
    [
        .. call.Arguments.Select(argument => (argument.Parameter, Value: Evaluate(argument.Value)))
            .OrderBy(argument => argument.Parameter?.Ordinal ?? 0).Select(argument => argument.Value),
    ];

    private AbstractValue Call(AbstractValue.Function function, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        var method = function.Method;
        if (function.Body is { } known) return Enter(function, [known], arguments, at.Syntax);
        var type = method.ContainingType?.OriginalDefinition.ToDisplayString();
        if (type is MetadataNames.Tensor or MetadataNames.Functions) return Primitive(method, arguments, at);
        if (type == MetadataNames.Layer && method.Name == "Call") throw NotDifferentiable(at, "a layer is applied to a tensor: 'x | m.Layer'");
        if (type is "System.Math" or "System.MathF" && arguments.All(a => a is AbstractValue.Constant { Value: { } v } && ConstantFolding.IsNumber(v)))
        {
            double[] numbers = [.. arguments.Select(a => ConstantFolding.Number(((AbstractValue.Constant)a).Value!))];
            return ConstantFolding.Function(method.Name, numbers) is { } folded
                ? new AbstractValue.Constant(ConstantFolding.Convert(folded, method.ReturnType.SpecialType))
                : throw NotConstant(at, $"{method.Name} is not computed while compiling: write the number");
        }
        if (!method.IsStatic)
            throw NotDifferentiable(at, "methods of tensors, static methods and local functions are called");
        if (method.IsGenericMethod || method.IsAsync || method.Parameters.Any(p => p.RefKind != RefKind.None))
            throw NotDifferentiable(at, $"'{method.Name}' is generic, async or takes references: write a plain method");
        var bodies = Bodies(method);
        return bodies.IsEmpty
            ? throw NotDifferentiable(at, $"'{method.Name}' is not of this project, so its code can't be read: use a function of docs/forward.md, or write it here")
            : Enter(function, bodies, arguments, at.Syntax);
    }

    /// <summary>A function of <c>Tensor</c> or <c>Functions</c>, by the types of its parameters: tensors are operands, the rest is what it is told.</summary>
    private AbstractValue Primitive(IMethodSymbol method, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        if (!TensorFunctionTable.Has(method.Name))
            throw NotDifferentiable(at, $"'{method.Name}' is no function of tensors that has a derivative: docs/forward.md lists those");
        var (operands, numbers, integers) = (new List<int>(), new List<double>(), new List<int>());
        foreach (var argument in arguments) Take(argument);
        if (operands.Count == 0) throw NotDifferentiable(at, "it needs a tensor");

        var node = new TensorNode(method.Name, operands.ToEquatableArray(), 0) { Numbers = numbers.ToEquatableArray(), Integers = integers.ToEquatableArray() };
        if (method.Name != "Split") return Add(node, at.Syntax);
        var sections = (int)numbers[0];
        if (sections < 1) return new AbstractValue.Sequence([Add(node, at.Syntax)]);
        return new AbstractValue.Sequence([.. Enumerable.Range(0, sections).Select(part => (AbstractValue)Add(node with { Part = part }, at.Syntax))]);

        void Take(AbstractValue argument)
        {
            switch (argument)
            {
                case AbstractValue.Tensor tensor:
                    operands.Add(tensor.Node);
                    break;
                case AbstractValue.Constant { Value: bool truth }:
                    numbers.Add(truth ? 1 : 0);
                    break;
                case AbstractValue.Constant { Value: { } number } when ConstantFolding.IsNumber(number):
                    numbers.Add(ConstantFolding.Number(number));
                    break;
                case AbstractValue.Sequence { Items: var items } when items.All(item => item is AbstractValue.Tensor):
                    foreach (var item in items) Take(item);
                    break;
                case AbstractValue.Sequence { Items: var items } when items.All(item => item is AbstractValue.Constant { Value: int }):
                    integers.AddRange(items.Select(item => (int)((AbstractValue.Constant)item).Value!));
                    break;
                default:
                    throw NotDifferentiable(at, "its arguments are tensors and constants");
            }
        }
    }
}
