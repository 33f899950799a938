using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Choices by a value: switch, and patterns.</content>
internal sealed partial class Evaluator
{
    private const string Patterns = "its cases can be constants, comparisons, and, or, not, var, properties, and lists";

    private AbstractValue Switch(ISwitchExpressionOperation choice)
    {
        var value = Evaluate(choice.Value);
        foreach (var arm in choice.Arms)
        {
            if (Matches(arm.Pattern, value) && (arm.Guard is null || Truth(arm.Guard))) return Evaluate(arm.Value);
        }
        throw NotConstant(choice, "none of its cases matches");
    }

    /// <summary>Runs the first section that matches; the position of the default section does not matter.</summary>
    private Flow Switch(ISwitchOperation choice)
    {
        var value = Evaluate(choice.Value);
        var chosen = choice.Cases.FirstOrDefault(section => section.Clauses.Any(clause => Matches(clause, value)))
            ?? choice.Cases.FirstOrDefault(section => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation));
        if (chosen is null) return Flow.Next;
        var flow = Within(() => Block(chosen.Body));
        return flow == Flow.Break ? Flow.Next : flow;
    }

    private bool Matches(ICaseClauseOperation clause, AbstractValue value) => clause switch
    {
        IDefaultCaseClauseOperation => false,
        ISingleValueCaseClauseOperation { Value: var single } => IsSame(clause, value, single, isBoxed: false),
        IPatternCaseClauseOperation { Pattern: var pattern, Guard: var guard } =>
            Matches(pattern, value) && (guard is null || Truth(guard)),
        _ => throw NotDifferentiable(clause, Patterns),
    };

    private bool Matches(IPatternOperation pattern, AbstractValue value) => pattern switch
    {
        IDiscardPatternOperation => true,
        IDeclarationPatternOperation { MatchedType: var type } declaration =>
            (declaration.MatchesNull || type is null || IsOf(pattern, value, pattern.InputType, type))
                && Bound(declaration.DeclaredSymbol, value),
        ITypePatternOperation { MatchedType: var type } => IsOf(pattern, value, pattern.InputType, type),
        IConstantPatternOperation { Value: var constant } =>
            IsSame(pattern, value, constant, isBoxed: pattern.InputType.SpecialType == SpecialType.System_Object),
        INegatedPatternOperation { Pattern: var not } => !Matches(not, value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both =>
            Matches(both.LeftPattern, value) && Matches(both.RightPattern, value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => Matches(either.LeftPattern, value)
            || Matches(either.RightPattern, value),
        IRelationalPatternOperation relation => Known(pattern, value) is { } number && Constant(relation.Value) is { } bound
            && ConstantFolding.Binary(relation.OperatorKind, number, bound, isChecked: false) is true,
        IRecursivePatternOperation parts => IsOf(pattern, value, pattern.InputType, parts.MatchedType) && MatchesParts(parts, value)
            && Bound(parts.DeclaredSymbol, value),
        IListPatternOperation list => !IsNull(value, pattern) && MatchesList(list, value) && Bound(list.DeclaredSymbol, value),
        _ => throw NotDifferentiable(pattern, Patterns),
    };

    private bool MatchesParts(IRecursivePatternOperation pattern, AbstractValue value)
    {
        if (!pattern.DeconstructionSubpatterns.IsEmpty)
        {
            if (value is not AbstractValue.Sequence { Items: var items } || items.Length != pattern.DeconstructionSubpatterns.Length)
                throw NotDifferentiable(pattern, "only tuples and records of tensors can be deconstructed");
            for (var i = 0; i < items.Length; i++)
                if (!Matches(pattern.DeconstructionSubpatterns[i], items[i])) return false;
        }
        return pattern.PropertySubpatterns.All(part => Matches(part.Pattern, part.Member switch
        {
            IPropertyReferenceOperation property => Property(property, value),
            IFieldReferenceOperation field => Field(field, value),
            _ => throw new UnreadableException(),
        }));
    }

    private bool MatchesList(IListPatternOperation list, AbstractValue value)
    {
        if (value is not AbstractValue.Sequence { Items: var items }) throw NotDifferentiable(list, "only shapes, and lists that the method creates, can be compared with a list");
        var patterns = list.Patterns;
        var slice = patterns.ToList().FindIndex(pattern => pattern is ISlicePatternOperation);
        if (slice < 0 ? items.Length != patterns.Length : items.Length < patterns.Length - 1) return false;
        var rest = items.Length - (patterns.Length - 1);
        for (var i = 0; i < patterns.Length; i++)
        {
            var matches = i == slice
                ? ((ISlicePatternOperation)patterns[i]).Pattern is not { } part
                    || Matches(part, new AbstractValue.Sequence(items.Slice(slice, rest)))
                : Matches(patterns[i], items[slice < 0 || i < slice ? i : i + rest - 1]);
            if (!matches) return false;
        }
        return true;
    }

    /// <summary>Binds a pattern's variable to its value.</summary>
    private bool Bound(ISymbol? variable, AbstractValue value)
    {
        if (variable is not null) scope.Declare(variable, Named(value, variable.Name));
        return true;
    }

    /// <summary>Returns true when a value equals a constant. A boxed value must also have the constant's type.</summary>
    private bool IsSame(IOperation at, AbstractValue value, IOperation constant, bool isBoxed)
    {
        var expected = Constant(constant);
        if (expected is null) return IsNull(value, at);
        var known = Known(at, value);
        return ConstantFolding.AreSame(known, expected) && (!isBoxed || known!.GetType() == expected.GetType());
    }

    /// <summary>
    /// Returns true when a value is of a type. A value that is declared with the type has it, unless it is null. For other values, the
    /// value itself shows its type: a number, a text or a tensor.
    /// </summary>
    private bool IsOf(IOperation at, AbstractValue value, ITypeSymbol? declared, ITypeSymbol type)
    {
        if (IsNull(value, at)) return false;
        var wanted = SpecialTypeOf(type);
        var isDeclared = SymbolEqualityComparer.Default.Equals(declared, type)
            || (declared is not null && wanted != SpecialType.None && SpecialTypeOf(declared) == wanted);
        if (wanted == SpecialType.System_Object || isDeclared) return true;
        return value switch
        {
            AbstractValue.Constant { Value: { } constant }
                when wanted != SpecialType.None && type.TypeKind != TypeKind.Enum => ConstantFolding.Special(constant) == wanted,
            AbstractValue.Tensor when type.TypeKind == TypeKind.Class => MetadataNames.Is(type, MetadataNames.Tensor),
            _ => throw NotConstant(Asked(at), "its type is not known here: choose by a number or a truth value"),
        };
    }

    /// <summary>
    /// Returns true when a value is null. A method cannot ask whether a layer has an optional tensor, because the layer's declaration
    /// decides that.
    /// </summary>
    private bool IsNull(AbstractValue value, IOperation at) => value switch
    {
        AbstractValue.Constant { Value: var constant } => constant is null,
        AbstractValue.Tensor { Node: var node } when nodes[node].Function == Specs.TensorNode.Weight
            && Lowering.LayerTable.Of(layers[nodes[node].LayerIndex]).Optional.Contains(nodes[node].Name) =>
            throw NotConstant(Asked(at), $"the declaration of a layer decides whether it has its {nodes[node].Name}: don't test it in the method"),
        _ => false,
    };

    /// <summary>Returns the default value of a type, which is null or 0; null for types whose default is not known.</summary>
    private static AbstractValue? DefaultOf(ITypeSymbol type) =>
        type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? new AbstractValue.Constant(null)
        : type.SpecialType == SpecialType.System_Boolean ? new AbstractValue.Constant(false)
        : ConstantFolding.Convert(0, type.SpecialType == SpecialType.None ? SpecialType.System_Decimal : type.SpecialType) is { } zero
        ? new AbstractValue.Constant(zero)
        : null;

    /// <summary>
    /// Returns the result of an operator of numbers that may be null, or of texts. A comparison with null is false, and arithmetic with
    /// null gives null.
    /// </summary>
    private AbstractValue.Constant OfNull(IOperation at, BinaryOperatorKind kind, object? a, object? b) => new(kind switch
    {
        BinaryOperatorKind.Add when at.Type?.SpecialType == SpecialType.System_String => string.Concat(a, b),
        BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan
            or BinaryOperatorKind.GreaterThanOrEqual => false,
        BinaryOperatorKind.And or BinaryOperatorKind.Or => throw NotConstant(at, "one of its truth values is null: test 'is null' first"),
        _ => null,
    });

    private AbstractValue Coalesce(ICoalesceOperation choice)
    {
        var value = Evaluate(choice.Value);
        if (value is AbstractValue.Scalar || !IsNull(value, choice.Value)) return value;
        return Evaluate(choice.WhenNull);
    }

    private AbstractValue CoalesceAssign(ICoalesceAssignmentOperation assignment)
    {
        var before = Evaluate(assignment.Target);
        return before is AbstractValue.Scalar || !IsNull(before, assignment.Target) ? before
            : Assign(assignment.Target, Evaluate(assignment.Value));
    }

    private object? Constant(IOperation expression) => Known(expression, Evaluate(expression));

    /// <summary>Returns the number, truth value or text by which a choice is made.</summary>
    private object? Known(IOperation at, AbstractValue value) => value switch
    {
        AbstractValue.Constant { Value: var known } => known,
        AbstractValue.BatchSize => throw UnknownBatch(Asked(at)),
        AbstractValue.Scalar => throw NotConstant(Asked(at), "it differs from number to number: choose with '?:' or 'if'"),
        AbstractValue.Tensor => throw NotConstant(Asked(at), "it is a tensor, whose numbers differ from sample to sample: choose with Where(condition, a, b)"),
        _ => throw NotConstant(Asked(at), "it is not a constant"),
    };

    /// <summary>Returns the expression that a pattern tests: the whole test, or the value of a switch.</summary>
    private static IOperation Asked(IOperation pattern)
    {
        var at = pattern;
        while (at is IPatternOperation or IPropertySubpatternOperation && at.Parent is { } parent) at = parent;
        return at switch
        {
            ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation choice } => choice.Value,
            ICaseClauseOperation { Parent.Parent: ISwitchOperation choice } => choice.Value,
            _ => at,
        };
    }
}
