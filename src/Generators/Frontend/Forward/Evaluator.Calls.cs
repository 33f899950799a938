using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Calls. Functions of tensors become nodes, and the author's methods are entered.</content>
internal sealed partial class Evaluator
{
    private AbstractValue Invoke(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke && call.Instance is { } invoked)
        {
            return Evaluate(invoked) switch
            {
                AbstractValue.Function function => Call(function, Arguments(call), call),
                AbstractValue.Waiting waiting => Apply(waiting, Arguments(call)[0]),
                _ => throw NotDifferentiable(invoked, "only functions that the method creates can be called"),
            };
        }
        if (method.Parameters.Any(p => p.RefKind is RefKind.Ref or RefKind.Out)) throw NotDifferentiable(call, $"'{method.Name}' takes references: return a tuple instead");
        var instance = call.Instance is { } of ? Evaluate(of) : null;
        if (instance is AbstractValue.Model { Record: not null } && method.Name is "Call" or "Forward" && call.Arguments is [{ Value: var x }])
            return Evaluate(x) is AbstractValue.Tensor tensor ? Apply(instance, tensor, call) : throw NotDifferentiable(call, "a layer is applied to a tensor");
        var arguments = Arguments(call);
        if (instance is AbstractValue.Constant { Value: null }) throw NotConstant(call, "it is a member of null, where C# would throw a NullReferenceException");
        if (instance is AbstractValue.Sequence { Names.Length: > 0 } && method is { IsVirtual: false, IsOverride: false, IsAbstract: false }
            && IsAuthors(method))
            return Call(Function(method) with { Receiver = instance }, arguments, call);
        return instance is null or AbstractValue.Tensor or AbstractValue.Layer or AbstractValue.Noise or AbstractValue.Self
            ? Call(Function(method) with { Of = instance as AbstractValue.Tensor ?? (AbstractValue?)(instance as AbstractValue.Layer) },
                arguments, call)
            : throw NotDifferentiable(call, "only methods of tensors, static methods and local functions can be called");
    }

    private ImmutableArray<AbstractValue> Arguments(IInvocationOperation call) =>
    [
        .. call.Arguments.Select(argument => (argument.Parameter, Value: Evaluate(argument.Value)))
            .OrderBy(argument => argument.Parameter?.Ordinal ?? 0).Select(argument => argument.Value),
    ];

    private AbstractValue Call(AbstractValue.Function function, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        var method = function.Method;
        if (MetadataNames.Is(method.ContainingType, MetadataNames.Layer) && method.Name == "Call")
        {
            return (function.Of, arguments) is (AbstractValue.Layer layer, [AbstractValue.Tensor x])
                ? Apply(layer, x, at)
                : throw NotDifferentiable(at, "a layer is applied to a tensor: 'x | m.Layer'");
        }
        if (function.Of is { } of) arguments = arguments.Insert(0, of);
        if (function.Body is null && OfLibrary(method, arguments, at) is { } value) return value;
        if (function is { Body: null, Receiver: null } && method is { IsStatic: false, ContainingType.IsExtension: false }
            && !(self is not null && SymbolEqualityComparer.Default.Equals(method.ContainingType, self)))
            throw NotDifferentiable(at, "only methods of tensors, static methods and local functions can be called");
        if (method.IsAbstract) throw NotDifferentiable(at, $"'{method.Name}' is abstract, so a type parameter chooses its code: call a method of a type that you name");
        if (method.IsAsync || method.Parameters.Any(p => p.RefKind != RefKind.None) || ParametersOf(method).Length != arguments.Length)
            throw NotDifferentiable(at, $"'{method.Name}' is async or takes references: write a plain method");
        if (function.Body is { } known) return Enter(function, [known], arguments, at.Syntax);
        var bodies = Bodies(method);
        if (ElementwiseReader.IsElementwise(method)) return EnterElementwise(function, bodies, arguments, at);
        return bodies.IsEmpty
            ? throw NotDifferentiable(at, $"'{method.Name}' is not of this project, so its code can't be read: use a function of docs/forward.md, or write it here")
            : Enter(function, bodies, arguments, at.Syntax);
    }

    /// <summary>Returns the result of a function of the library or of .NET's numbers; null for a function of the author's.</summary>
    private AbstractValue? OfLibrary(IMethodSymbol method, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        switch (method.ContainingType?.OriginalDefinition.ToDisplayString())
        {
            case MetadataNames.Functions when IsOfNumbers(method):
            case "float" or "double" or "System.Math" or "System.MathF" when arguments.Any(a => a is AbstractValue.Scalar):
                return ScalarCall(method, arguments, at);
            case MetadataNames.Functions
                when arguments is [AbstractValue.Function mapped, .. var operands] && method.Name == TensorNode.Map:
                return Map(mapped, operands, at);
            case MetadataNames.Functions when method.ReturnType.TypeKind == TypeKind.Delegate && TensorFunctionTable.Has(method.Name):
                return Wait(method, arguments, at);
            case MetadataNames.Tensor or MetadataNames.Functions or MetadataNames.Noise:
                return Primitive(method, arguments, at);
            default:
                return NetFunctions.Has(method)
                    && arguments.All(a => a is AbstractValue.Constant { Value: { } v } && ConstantFolding.IsNumber(v))
                        ? Folded(method, arguments, at) : null;
        }
    }

    private AbstractValue.Constant Folded(IMethodSymbol method, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        var (value, fault) = NetFunctions.Call(method, [.. arguments.Select(a => ((AbstractValue.Constant)a).Value!)]);
        return value is null ? throw NotConstant(at, fault) : new AbstractValue.Constant(value);
    }

    private AbstractValue.Waiting Wait(IMethodSymbol method, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        var function = new AbstractValue.Waiting(method, arguments, at);
        waiting.Add(function);
        return function;
    }

    private AbstractValue Apply(AbstractValue.Waiting function, AbstractValue x)
    {
        waiting.RemoveAll(other => ReferenceEquals(other, function));
        return Primitive(function.Method, function.Arguments.Insert(0, x), function.At);
    }

    /// <summary>Enters a function whose faults are reported at its declaration, so they are not reported again at each call.</summary>
    private AbstractValue EnterElementwise(
        AbstractValue.Function function, ImmutableArray<IOperation> bodies, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        if (bodies.IsEmpty) throw NotDifferentiable(at, $"'{function.Method.Name}' is not of this project, so its code can't be read: write it here");
        var reported = findings.Count;
        try
        {
            return Enter(function, bodies, arguments, at.Syntax);
        }
        catch (UnreadableException)
        {
            // Findings of endless recursion stay: it shows only in functions that call each other.
            for (var i = findings.Count - 1; i >= reported; i--)
                if (findings[i].Rule != Rules.Recursion && findings[i].Rule != Rules.TooLong) findings.RemoveAt(i);
            throw;
        }
    }

    /// <summary>
    /// Calls a function of <c>Tensor</c>, <c>Functions</c> or <c>Noise</c>. The types of its parameters decide: tensors are operands, and
    /// other arguments are settings.
    /// </summary>
    private AbstractValue Primitive(IMethodSymbol method, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        if (arguments is [AbstractValue.Tensor named, AbstractValue.Constant { Value: string axis }] && method.Name == "Axis") return Axis(named, axis, at);
        if (!TensorFunctionTable.Has(method.Name))
            throw NotDifferentiable(at, $"'{method.Name}' is not a differentiable function of tensors: docs/forward.md lists those");
        var (operands, numbers, integers, names) = (new List<int>(), new List<double>(), new List<int>(), new List<string>());
        foreach (var argument in arguments) Take(argument);
        if (operands.Count == 0) throw NotDifferentiable(at, "it needs a tensor");

        var node = new TensorNode(method.Name, operands.ToEquatableArray(), 0)
        {
            Numbers = numbers.ToEquatableArray(),
            Integers = integers.ToEquatableArray(),
            Axes = names.ToEquatableArray(),
        };
        if (MetadataNames.Is(method.ContainingType, MetadataNames.Noise)) node = node with { Draw = draws++ };
        if (method.Name != "Split") return Add(node, at);
        var sections = (int)numbers[0];
        if (sections < 1) return new AbstractValue.Sequence([Add(node, at)]);
        return new AbstractValue.Sequence(
            [.. Enumerable.Range(0, sections).Select(part => (AbstractValue)Add(node with { Part = part }, at))]);

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
                case AbstractValue.Constant { Value: { } number } constant when ConstantFolding.IsNumber(number):
                    numbers.Add(Held(constant, at.Syntax, IsBound(method)));
                    break;
                case AbstractValue.Sequence { Items: var items } when items.All(item => item is AbstractValue.Tensor):
                    foreach (var item in items) Take(item);
                    break;
                case AbstractValue.Sequence { Items: var items } when items.All(item => item is AbstractValue.Constant { Value: string }):
                    names.AddRange(items.Select(item => (string)((AbstractValue.Constant)item).Value!));
                    break;
                case AbstractValue.Constant { Value: string name }:
                    names.Add(name);
                    break;
                case AbstractValue.Sequence { Items: var items }
                    when items.Select(SizeOf).ToArray() is var sizes && sizes.All(size => size is not null):
                    integers.AddRange(sizes.Select(size => size!.Value));
                    break;
                case AbstractValue.BatchSize:
                case AbstractValue.Sequence { Items: var items } when items.Any(item => item is AbstractValue.BatchSize):
                    throw UnknownBatch(at);
                case AbstractValue.Constant { Value: null }:
                    throw NotDifferentiable(at, "one of its arguments is null: choose with '?:' and 'is null' before it is called");
                default:
                    throw NotDifferentiable(at, "its arguments must be tensors and constants");
            }
        }

        // At the start of a shape, −1 means the same as the batch size.
        static int? SizeOf(AbstractValue item, int index) => item switch
        {
            AbstractValue.Constant { Value: int size } => size,
            AbstractValue.BatchSize when index == 0 => -1,
            _ => null,
        };
    }
}
