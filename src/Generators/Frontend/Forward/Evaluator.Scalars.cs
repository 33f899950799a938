using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Functions of numbers. They are run on numbers with unknown values, and each operation appends a step.</content>
internal sealed partial class Evaluator
{
    private ScalarBuilder scalars = new();

    /// <summary>True while a function of numbers is being read.</summary>
    private bool ofNumbers;

    /// <summary>Reads a function of numbers; null when it cannot be read, which is reported.</summary>
    public ScalarFunction? RunScalar(IMethodSymbol method)
    {
        try
        {
            var declaration = method.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).First();
            return Trace(new AbstractValue.Function(method, null, null),
                arguments => Enter(new AbstractValue.Function(method, null, null), Bodies(method), arguments, declaration), declaration);
        }
        catch (UnreadableException)
        {
            return null;
        }
    }

    /// <summary>Applies a function of numbers to each element of tensors.</summary>
    private AbstractValue.Tensor Map(AbstractValue.Function function, IEnumerable<AbstractValue> operands, IOperation at)
    {
        int[] tensors = [.. operands.Select(operand => operand is AbstractValue.Tensor tensor ? tensor.Node : throw NotDifferentiable(at, "a function of numbers can only be mapped over tensors"))];
        if (ElementwiseReader.FaultOf(function.Method) is { Text: var fault }) throw NotDifferentiable(at, $"'{function.Method.Name}' {fault}");
        var kernel = Trace(function, arguments => Call(function, arguments, at), at.Syntax);
        return Add(new TensorNode(TensorNode.Map, tensors.ToEquatableArray(), 0) { Kernel = kernel }, at);
    }

    private ScalarFunction Trace(AbstractValue.Function function, Func<ImmutableArray<AbstractValue>, AbstractValue> run, SyntaxNode at)
    {
        var outside = (scalars, ofNumbers);
        (scalars, ofNumbers) = (new ScalarBuilder(), true);
        try
        {
            var count = function.Method.Parameters.Length;
            var name = function.Method.MethodKind == MethodKind.LambdaMethod ? "Function" : function.Method.Name;
            var result = run([.. Enumerable.Range(0, count).Select(i => (AbstractValue)new AbstractValue.Scalar(scalars.Argument(i)))]);
            return StepOf(result, at) is { } step ? scalars.Build(name, count, step) : throw Refuse(Rules.NotElementwise, at, "it does not return a number");
        }
        finally
        {
            (scalars, ofNumbers) = outside;
        }
    }

    /// <summary>Returns a value as a step: a number, or a truth value as 1 or 0; null for any other value.</summary>
    private int? StepOf(AbstractValue value, SyntaxNode at, bool isBound = false) => value switch
    {
        AbstractValue.Scalar scalar => scalar.Step,
        AbstractValue.Constant { Value: bool truth } => scalars.Number(truth ? 1 : 0),
        AbstractValue.Constant { Value: { } number } constant
            when ConstantFolding.IsNumber(number) => scalars.Number(Held(constant, at, isBound)),
        _ => null,
    };

    /// <summary>
    /// Returns the number of a constant that engines compute with. float32 must hold it, unless it is a bound beyond all numbers, which has
    /// no effect.
    /// </summary>
    private double Held(AbstractValue.Constant constant, SyntaxNode at, bool isBound)
    {
        var number = ConstantFolding.Number(constant.Value!);
        // When C# has already rounded a literal to 0 or infinity, its text shows the number that the author wrote.
        var written = (number == 0 || double.IsInfinity(number)) && constant.At is { } place && WrittenNumber(place) is { } literal
            ? literal : number;
        if (isBound && Math.Abs(written) > 1) return number;
        return Float32.FaultOf(written) is { } fault ? throw Refuse(Rules.NotFloat32, constant.At ?? at, fault) : number;
    }

    /// <summary>Returns true when a function's constants are bounds.</summary>
    private static bool IsBound(IMethodSymbol method) => method.Name is "Clip" or "Clamp" or "Min" or "Max" or "Minimum" or "Maximum";

    /// <summary>Returns the number written in an expression of one literal, with all its digits; null for other expressions.</summary>
    private static double? WrittenNumber(SyntaxNode syntax) => syntax switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => WrittenNumber(inner),
        CastExpressionSyntax { Expression: var inner } => WrittenNumber(inner),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: var inner } => -WrittenNumber(inner),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression, Token.Text: var text }
            when double.TryParse(text.Replace("_", "").TrimEnd('f', 'F', 'd', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            number == 0 && HasDigits(text) ? double.Epsilon : number,
        _ => null,
    };

    /// <summary>Returns true when a literal has a digit other than 0 before its exponent.</summary>
    private static bool HasDigits(string text) => text.TakeWhile(c => c is not ('e' or 'E')).Any(c => c is >= '1' and <= '9');

    private static bool IsTruth(AbstractValue value) =>
        value is AbstractValue.Scalar { IsTruth: true } or AbstractValue.Constant { Value: bool };

    private AbstractValue ScalarUnary(IUnaryOperation unary, AbstractValue.Scalar x) => unary.OperatorKind switch
    {
        UnaryOperatorKind.Minus => new AbstractValue.Scalar(scalars.Append(ScalarOperations.Negate, x.Step)),
        UnaryOperatorKind.Plus => x,
        UnaryOperatorKind.Not => x with { Step = scalars.Choose(x.Step, scalars.Number(0), scalars.Number(1)) },
        _ => throw NotElementwise(unary, "write it with + - * / and comparisons"),
    };

    private AbstractValue ScalarBinary(IOperation at, BinaryOperatorKind kind, AbstractValue left, AbstractValue right)
    {
        if (StepOf(left, at.Syntax) is not { } a || StepOf(right, at.Syntax) is not { } b) throw NotElementwise(at, "numbers can only be combined with numbers");
        var (yes, no) = (scalars.Number(1), scalars.Number(0));
        return (kind, IsTruth(left)) switch
        {
            (BinaryOperatorKind.Add, false) => Number(ScalarOperations.Add, a, b),
            (BinaryOperatorKind.Subtract, false) => Number(ScalarOperations.Subtract, a, b),
            (BinaryOperatorKind.Multiply, false) => Number(ScalarOperations.Multiply, a, b),
            (BinaryOperatorKind.Divide, false) => Number(ScalarOperations.Divide, a, b),
            (BinaryOperatorKind.LessThan, false) => Truth(Less(a, b, no)),
            (BinaryOperatorKind.GreaterThan, false) => Truth(Less(b, a, no)),
            (BinaryOperatorKind.LessThanOrEqual, false) => Truth(Less(a, b, Equal(yes, no))),
            (BinaryOperatorKind.GreaterThanOrEqual, false) => Truth(Less(b, a, Equal(yes, no))),
            (BinaryOperatorKind.Equals, false) => Truth(Equal(yes, no)),
            (BinaryOperatorKind.NotEquals, false) => Truth(Equal(no, yes)),
            (BinaryOperatorKind.And, true) => Truth(scalars.Choose(a, b, no)),
            (BinaryOperatorKind.Or, true) => Truth(scalars.Choose(a, yes, b)),
            (BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr, true) =>
                Truth(scalars.Choose(a, scalars.Choose(b, no, yes), b)),
            (BinaryOperatorKind.Equals, true) => Truth(scalars.Choose(a, b, scalars.Choose(b, no, yes))),
            _ => throw NotElementwise(at, "write it with + - * / and comparisons"),
        };

        AbstractValue.Scalar Number(ScalarOperation operation, int x, int y) => new(scalars.Append(operation, x, y));
        static AbstractValue.Scalar Truth(int step) => new(step, IsTruth: true);
        int Less(int x, int y, int otherwise) => scalars.Append(ScalarOperations.Less, x, y, yes, otherwise);
        int Equal(int same, int different) => scalars.Append(ScalarOperations.Equal, a, b, same, different);
    }

    /// <summary>Calls a function of numbers that is known by its name.</summary>
    private AbstractValue ScalarCall(IMethodSymbol method, ImmutableArray<AbstractValue> arguments, IOperation at)
    {
        int[] x = [.. arguments.Select(argument => StepOf(argument, at.Syntax, IsBound(method)) ?? throw NotElementwise(at, "its arguments must be numbers"))];
        var step = ScalarCalls.Write(scalars, method.Name, x) ?? throw NotElementwise(at, $"{method.Name} has no derivative here: docs/elementwise.md lists the functions that have one");
        return scalars.Constant(step) is { } number && ConstantFolding.Convert(number, method.ReturnType.SpecialType) is { } folded
            ? new AbstractValue.Constant(folded) : new AbstractValue.Scalar(step);
    }

    /// <summary>Converts a number. float and double both stand for the engine's numbers; other types are refused.</summary>
    private AbstractValue ScalarConvert(IConversionOperation conversion, AbstractValue.Scalar x) =>
        conversion.Type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double
            || SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type)
            || (x.IsTruth && conversion.Type?.SpecialType == SpecialType.System_Boolean)
            ? x
            : throw NotElementwise(conversion, "a number must stay float or double: use Floor for whole numbers");

    private UnreadableException NotElementwise(IOperation operation, string instead) =>
        Refuse(Rules.NotElementwise, operation.Syntax, instead);

    private static bool IsOfNumbers(IMethodSymbol method) =>
        method.ReturnType.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Int32
        && method.Parameters.Length > 0
        && method.Parameters.All(p => p.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double);
}
