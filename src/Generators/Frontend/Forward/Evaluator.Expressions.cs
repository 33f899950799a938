using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Expressions.</content>
internal sealed partial class Evaluator
{
    private AbstractValue Evaluate(IOperation expression)
    {
        Step(expression.Syntax);
        if (expression.ConstantValue is { HasValue: true, Value: var constant })
            return new AbstractValue.Constant(constant) { At = expression.Syntax };
        return expression switch
        {
            IParameterReferenceOperation reference => Variable(reference, reference.Parameter),
            ILocalReferenceOperation reference => Variable(reference, reference.Local),
            IConversionOperation conversion => Convert(conversion),
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            IRangeOperation range => new AbstractValue.Slice(
                new SliceSpec(End(range.LeftOperand, start: true), End(range.RightOperand, start: false), false)),
            IInvocationOperation call => Invoke(call),
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property
                when self is not null => HyperParameter(property),
            IPropertyReferenceOperation property => Property(property, property.Instance is { } of ? Evaluate(of) : null),
            IInstanceReferenceOperation when self is not null => new AbstractValue.Self(),
            IInstanceReferenceOperation { Type: { } type } when scope.Find(type.OriginalDefinition) is { } receiver => receiver,
            IFieldReferenceOperation field => Field(field, field.Instance is { } of ? Evaluate(of) : null),
            IArrayElementReferenceOperation { Indices: [var index] } element => Element(element, element.ArrayReference, index),
            IArrayElementReferenceOperation { ArrayReference: var grid } element when Evaluate(grid) is not null =>
                throw NotDifferentiable(element, "lists have one index: make a list of lists, and write 'rows[0][1]'"),
            IDefaultValueOperation { Type: { } type } when DefaultOf(type) is { } nothing => nothing,
            ICoalesceOperation choice => Coalesce(choice),
            ICoalesceAssignmentOperation assignment => CoalesceAssign(assignment),
            IImplicitIndexerReferenceOperation { Argument: var index } element => Element(element, element.Instance, index),
            ITupleOperation tuple => new AbstractValue.Sequence([.. tuple.Elements.Select(Evaluate)]),
            IObjectCreationOperation { Constructor: { } made } creation when IsValue(made) => Record(creation, made),
            IAnonymousObjectCreationOperation creation => Record(creation),
            IWithOperation { Operand: var operand, Initializer: { } changes } change
                when Evaluate(operand) is AbstractValue.Sequence { Names.Length: > 0 } record =>
                With(change, record, changes),
            IConditionalOperation choice => Conditional(choice),
            ISwitchExpressionOperation choice => Switch(choice),
            IIsPatternOperation test => new AbstractValue.Constant(Matches(test.Pattern, Evaluate(test.Value))),
            IIsTypeOperation test => new AbstractValue.Constant(
                IsOf(test, Evaluate(test.ValueOperand), test.ValueOperand.Type, test.TypeOperand) != test.IsNegated),
            IArrayCreationOperation { Initializer: { } initializer } =>
                new AbstractValue.Sequence([.. initializer.ElementValues.Select(Evaluate)]),
            IArrayCreationOperation { DimensionSizes: [{ ConstantValue.Value: 0 }] } => new AbstractValue.Sequence([]),
            ICollectionExpressionOperation collection => new AbstractValue.Sequence([.. collection.Elements.SelectMany(Elements)]),
            IDelegateCreationOperation { Target: var target } => Evaluate(target),
            IMethodReferenceOperation reference => Reference(reference),
            IAnonymousFunctionOperation lambda => new AbstractValue.Function(lambda.Symbol, lambda.Body, scope),
            ISimpleAssignmentOperation assignment => Assign(assignment.Target, Evaluate(assignment.Value)),
            ICompoundAssignmentOperation assignment => CompoundAssign(assignment),
            IIncrementOrDecrementOperation step => Increment(step),
            IDeconstructionAssignmentOperation deconstruction => Deconstruct(deconstruction),
            IInvalidOperation => throw Unbound(expression),
            _ => throw NotDifferentiable(expression, ofNumbers
                ? "write it with + - * /, choices, and the functions of docs/elementwise.md"
                : Refusals.Of(expression)),
        };
    }

    /// <summary>Returns the value of a variable. For a variable without a value, the compiler reports the error.</summary>
    private AbstractValue Variable(IOperation reference, ISymbol symbol) => scope.Find(symbol) switch
    {
        null => throw NotConstant(reference, "it is not a variable of a call that is being read"),
        AbstractValue.Unassigned or AbstractValue.Unreadable => throw new UnreadableException(),
        var value => value,
    };

    /// <summary>Returns a method as a value, with the tensor or layer before its dot.</summary>
    private AbstractValue.Function Reference(IMethodReferenceOperation reference)
    {
        var method = reference.Method.ReducedFrom ?? reference.Method;
        if (reference.Instance is not { } of || method.MethodKind == MethodKind.LocalFunction) return Function(method);
        return Evaluate(of) is var instance and (AbstractValue.Tensor or AbstractValue.Layer or AbstractValue.Noise)
            ? Function(method) with { Of = instance is AbstractValue.Noise ? null : instance }
            : throw NotDifferentiable(reference, "only methods of tensors, layers, static methods and local functions can be called");
    }

    /// <summary>Returns a method, or a local function with the variables around it.</summary>
    private AbstractValue.Function Function(IMethodSymbol method) =>
        scope.Find(method.OriginalDefinition) as AbstractValue.Function ?? new AbstractValue.Function(method, null, null);

    private AbstractValue Convert(IConversionOperation conversion)
    {
        var value = Evaluate(conversion.Operand);
        if (conversion.OperatorMethod is { } method)
        {
            if (IsAuthors(method)) return Call(Function(method), [value], conversion);
            if (method.ContainingType.ToDisplayString() is not ("ModelDsl.Slice" or "System.Index" or "System.Range"))
                throw NotDifferentiable(conversion, $"'{method.ContainingType.Name}' is converted by its own code: write the number");
            return value is AbstractValue.Constant { Value: int place } ? PlaceAt(new SliceEnd(place, false)) : value;
        }
        if (value is AbstractValue.Scalar scalar) return ScalarConvert(conversion, scalar);
        if (value is AbstractValue.Constant { Value: null }
            && conversion.Type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T })
            throw NotConstant(conversion, "it is null, where C# would throw an InvalidOperationException");
        if (value is not AbstractValue.Constant { Value: { } number, At: var written } || conversion.Type is not { } type) return value;
        return ConstantFolding.Convert(number, SpecialTypeOf(type), conversion.IsChecked) is { } converted
            ? new AbstractValue.Constant(converted) { At = written }
            : throw NotConstant(conversion, conversion.IsChecked && ConstantFolding.Convert(number, SpecialTypeOf(type)) is not null
                ? ConstantFolding.Overflow(SpecialTypeOf(type))
                : $"'{(ConstantFolding.IsNumber(number) ? type : conversion.Operand.Type ?? type).ToDisplayString()}' can't be used in computations: use int, long, float or double");
    }

    /// <summary>Returns the type of a number. Numbers that may be null are computed like other numbers.</summary>
    private static SpecialType SpecialTypeOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var number] }
            ? number.SpecialType : type.SpecialType;

    private static AbstractValue.Slice PlaceAt(SliceEnd place) =>
        new(new SliceSpec(place, place with { Value = place.Value + (place.FromEnd ? -1 : 1) }, IsPlace: true));

    private AbstractValue Unary(IUnaryOperation unary)
    {
        var value = Evaluate(unary.Operand);
        if (unary.OperatorKind == UnaryOperatorKind.Hat && value is AbstractValue.Constant { Value: int place })
            return PlaceAt(new SliceEnd(place, true));
        if (unary.OperatorMethod is { } own && IsAuthors(own)) return Call(Function(own), [value], unary);
        if (value is AbstractValue.Scalar scalar) return ScalarUnary(unary, scalar);
        if (value is AbstractValue.Tensor tensor && unary.OperatorKind == UnaryOperatorKind.Minus)
            return Add(new TensorNode("negate", [tensor.Node], 0), unary);
        if (value is AbstractValue.Constant { Value: { } number }
            && ConstantFolding.Unary(unary.OperatorKind, number, unary.IsChecked) is { } folded) return new AbstractValue.Constant(folded);
        throw value is AbstractValue.Constant { Value: { } constant }
                ? NotConstant(unary, unary.IsChecked ? ConstantFolding.Overflow(ConstantFolding.Special(constant)) : "constants have no such operator here")
                : NotDifferentiable(unary, "minus is the only unary operator of tensors");
    }

    private AbstractValue Binary(IBinaryOperation binary)
    {
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr) return ShortCircuit(binary);

        // A long chain is a tree that is deep only on its left side: a loop over it needs no call stack.
        var (chain, first) = (new Stack<IBinaryOperation>(), (IOperation)binary);
        while (first is IBinaryOperation
            {
                ConstantValue.HasValue: false,
                OperatorKind: not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
            } next)
        {
            chain.Push(next);
            first = next.LeftOperand;
        }
        var value = Evaluate(first);
        foreach (var next in chain)
        {
            Step(next.Syntax);
            value = Combine(next, next.OperatorKind, next.OperatorMethod, next.IsChecked, value, Evaluate(next.RightOperand));
        }
        return value;
    }

    private AbstractValue Combine(
        IOperation at, BinaryOperatorKind kind, IMethodSymbol? method, bool isChecked, AbstractValue left, AbstractValue right)
    {
        switch (left, right)
        {
            case (_, not (AbstractValue.Layer or AbstractValue.Model)) when method is not null && IsAuthors(method):
                return Call(Function(method), [left, right], at);
            case (AbstractValue.Constant { Value: null }, _) or (_, AbstractValue.Constant { Value: null })
                when kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals:
                return new AbstractValue.Constant(IsNull(left, at) == IsNull(right, at) == (kind == BinaryOperatorKind.Equals));
            case (AbstractValue.Constant a, AbstractValue.Constant b) when a.Value is null || b.Value is null:
                return OfNull(at, kind, a.Value, b.Value);
            case (AbstractValue.Sequence a, AbstractValue.Sequence b) when MetadataNames.Is(method?.ContainingType, MetadataNames.Shape):
                return new AbstractValue.Constant(AreEqual(at, a, b) == (kind == BinaryOperatorKind.Equals));
            case (AbstractValue.BatchSize, _) or (_, AbstractValue.BatchSize):
                throw UnknownBatch(at);
            case (AbstractValue.Constant { Value: { } a }, AbstractValue.Constant { Value: { } b })
                when method is null || (a is string && b is string):
                if (ConstantFolding.Binary(kind, a, b, isChecked) is { } folded) return new AbstractValue.Constant(folded);
                // For two constants, the compiler has reported it already.
                throw at is IBinaryOperation { LeftOperand.ConstantValue.HasValue: true, RightOperand.ConstantValue.HasValue: true }
                    ? new UnreadableException()
                    : NotConstant(at, ConstantFolding.Fault(kind, a, b));
            case (AbstractValue.Tensor x, AbstractValue.Layer or AbstractValue.Model { Record: not null })
                when kind == BinaryOperatorKind.Or:
                return Apply(right, x, at);
            case (AbstractValue.Tensor, AbstractValue.Function function) when kind == BinaryOperatorKind.Or && IsOfNumbers(function.Method):
                return Map(function, [left], at);
            case (_, AbstractValue.Function function) when kind == BinaryOperatorKind.Or:
                return Call(function, [left], at);
            case (AbstractValue.Tensor, AbstractValue.Waiting waiting) when kind == BinaryOperatorKind.Or:
                return Apply(waiting, left);
            case (AbstractValue.Scalar, not AbstractValue.Tensor) or (not AbstractValue.Tensor, AbstractValue.Scalar):
                return ScalarBinary(at, kind, left, right);
            case (AbstractValue.Tensor a, AbstractValue.Tensor b) when Sign(kind) is { } sign:
                return Add(new TensorNode(sign, [a.Node, b.Node], 0), at);
            case (AbstractValue.Tensor a, AbstractValue.Constant { Value: { } number } constant)
                when Sign(kind) is { } sign && ConstantFolding.IsNumber(number):
                return Add(new TensorNode(sign, [a.Node], 0) { Numbers = [Held(constant, at.Syntax, isBound: false)] }, at);
            case (AbstractValue.Constant { Value: { } number } constant, AbstractValue.Tensor b)
                when Sign(kind) is { } sign && ConstantFolding.IsNumber(number):
                return Add(new TensorNode(sign, [b.Node], 0) { Numbers = [Held(constant, at.Syntax, isBound: false)], NumberFirst = true },
                    at);
            case (AbstractValue.Model or AbstractValue.Layer, _) or (_, AbstractValue.Model or AbstractValue.Layer):
                throw NotDifferentiable(at, "a layer is applied to a tensor: 'x | m.Layer'");
            case (AbstractValue.Sequence { Names.Length: > 0 }, _) or (_, AbstractValue.Sequence { Names.Length: > 0 }):
                throw NotDifferentiable(at, "records need their own operators, static methods of this project, or must be added and compared part by part");
            case (AbstractValue.Constant, AbstractValue.Constant):
                throw NotConstant(at, "its operator is chosen by a type parameter, or is code of another project: write a method for the type itself");
            default:
                throw NotDifferentiable(at, "tensors have the operators + - * / < > <= >= with tensors of the same shape or with numbers, and | with layers and functions");
        }
    }

    private static string? Sign(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => "+",
        BinaryOperatorKind.Subtract => "-",
        BinaryOperatorKind.Multiply => "*",
        BinaryOperatorKind.Divide => "/",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        _ => null,
    };

    private SliceEnd End(IOperation? end, bool start) => end is null ? new SliceEnd(0, FromEnd: !start) : Evaluate(end) switch
    {
        AbstractValue.Slice { Spec: { IsPlace: true, From: var place } } => place,
        AbstractValue.Constant { Value: int place } => new SliceEnd(place, false),
        _ => throw NotConstant(end, "it is not a number"),
    };

    private IEnumerable<AbstractValue> Elements(IOperation element) => element is ISpreadOperation spread
        ? Evaluate(spread.Operand) is AbstractValue.Sequence sequence ? sequence.Items : throw NotDifferentiable(spread, "only lists that the method creates can be spread")
        : [Evaluate(element)];

    private AbstractValue Property(IPropertyReferenceOperation property, AbstractValue? instance)
    {
        if (instance is not null && property.Property is { IsIndexer: false, GetMethod: { ContainingType.IsExtension: true } getter }
            && IsAuthors(getter))
            return Call(Function(getter), [instance], property);
        switch (instance)
        {
            case AbstractValue.Model record when Part(record, property.Property.Name) is { } part:
                return part;
            case AbstractValue.Tensor x when property.Property.IsIndexer:
                return Slices(property, x);
            case AbstractValue.Tensor x when property.Property.Name == "Shape":
                return Shape(x, property);
            case AbstractValue.Sequence { Items: var items } when property.Property is { Name: "Rank" or "Tail" or "Size" or "Dimensions", ContainingType: var type } && MetadataNames.Is(type, MetadataNames.Shape):
                return OfShape(property, items);
            case AbstractValue.Tensor:
                throw NotDifferentiable(property, !MetadataNames.Is(property.Property.ContainingType, MetadataNames.Tensor)
                    ? $"'{property.Property.Name}' is not a property of tensors: write a static method"
                    : $"'{property.Property.Name}' is known only when the program runs: write the number, or a constant");
            case AbstractValue.Sequence { Items: var parts, Names: var names }
                when names.IndexOf(property.Property.Name) is >= 0 and var part:
                return parts[part];
            case AbstractValue.Sequence { Names.Length: > 0 } record
                when property.Property is { IsIndexer: false, IsVirtual: false, IsOverride: false, GetMethod: { } computed }
                    && IsAuthors(computed):
                return Call(Function(computed) with { Receiver = record }, [], property);
            case AbstractValue.Sequence { Items: var items } when property.Property.Name is "Length" or "Count":
                return new AbstractValue.Constant(items.Length);
            case AbstractValue.Sequence { Items: var items } when property.Arguments is [{ Value: var index }]:
                return Item(property, items, index);
            case AbstractValue.Layer { Index: var layer } when LayerTable.Of(layers[layer]).Tensors.Contains(property.Property.Name):
                return Add(new TensorNode(TensorNode.Weight, [], 0) { LayerIndex = layer, Name = property.Property.Name }, property);
            case AbstractValue.Layer:
                throw NotDifferentiable(property, "a method can only use a layer's tensors, or apply it: 'x | m.Layer'");
            case AbstractValue.Model:
                throw NotDifferentiable(property, "a method can use only the layers of its model");
            case AbstractValue.Constant { Value: string text } when property.Property.Name == "Length":
                return new AbstractValue.Constant(text.Length);
            case AbstractValue.Constant { Value: var number }
                when property.Property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T:
                return property.Property.Name == "HasValue" ? new AbstractValue.Constant(number is not null)
                    : number is not null ? instance : throw NotConstant(property, "it is null, where C# would throw an InvalidOperationException");
            case AbstractValue.Constant { Value: null }:
                throw NotConstant(property, "it is a member of null, where C# would throw a NullReferenceException");
            default:
                throw NotConstant(property, "a property may change: write a constant");
        }
    }

    private AbstractValue.Tensor Slices(IPropertyReferenceOperation indexer, AbstractValue.Tensor x)
    {
        var slices = indexer.Arguments.Select(argument => Evaluate(argument.Value))
            .SelectMany(value => value is AbstractValue.Sequence { Items: var items } ? items : [value]);
        var specs = slices.Select(value => value is AbstractValue.Slice slice ? slice.Spec : throw NotConstant(indexer, "one of its slices is not a constant")).ToEquatableArray();
        return Add(new TensorNode("slice", [x.Node], 0) { Slices = specs }, indexer);
    }

    private AbstractValue Field(IFieldReferenceOperation field, AbstractValue? instance)
    {
        // An element of a tuple.
        if (field is { Field: { ContainingType.IsTupleType: true, CorrespondingTupleField: { } element } }
            && instance is AbstractValue.Sequence sequence
            && element.Name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(element.Name.Substring(4), out var number))
            return sequence.Items[number - 1];
        throw NotConstant(field, "a field may change: declare it const");
    }

    private AbstractValue Element(IOperation element, IOperation list, IOperation index) =>
        Evaluate(list) is AbstractValue.Sequence { Items: var items }
            ? Item(element, items, index)
            : throw NotDifferentiable(element, "only lists that the method creates have elements");

    private AbstractValue.Sequence Range(IOperation element, ImmutableArray<AbstractValue> items, SliceSpec range)
    {
        var (from, to) = (range.From.Of(items.Length), range.To.Of(items.Length));
        return from >= 0 && from <= to && to <= items.Length
            ? new AbstractValue.Sequence(items.Slice(from, to - from))
            : throw NotConstant(element, $"there is no range {range} in a list of {Literal.Of(items.Length)}");
    }

    private AbstractValue Item(IOperation element, ImmutableArray<AbstractValue> items, IOperation index)
    {
        var at = Evaluate(index);
        if (at is AbstractValue.Slice { Spec: { IsPlace: false } range }) return Range(element, items, range);
        if (at is AbstractValue.Constant { Value: (uint or long or ulong) and var large })
            at = ConstantFolding.Convert(large, SpecialType.System_Int32, isChecked: true) is { } small ? new AbstractValue.Constant(small) : throw NotConstant(element, $"there is no such element in a list of {Literal.Of(items.Length)}");
        var place = at switch
        {
            AbstractValue.Constant { Value: int number } => number,
            AbstractValue.Slice { Spec: { IsPlace: true, From: var end } } => end.Of(items.Length),
            _ => throw NotConstant(index, "it is not a number"),
        };
        return place >= 0 && place < items.Length
            ? items[place]
            : throw NotConstant(element, $"there is no element {Literal.Of(place)} in a list of {Literal.Of(items.Length)}");
    }
}
