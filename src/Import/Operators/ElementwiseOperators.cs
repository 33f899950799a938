namespace ModelDsl.Import;

/// <summary>Operators that work on each element.</summary>
internal static class ElementwiseOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        Plain("Abs", 1, UnaryFunction.Abs),
        Plain("Acos", 7, UnaryFunction.Acos),
        Plain("Acosh", 9, UnaryFunction.Acosh),
        Plain("Asin", 7, UnaryFunction.Asin),
        Plain("Asinh", 9, UnaryFunction.Asinh),
        Plain("Atan", 7, UnaryFunction.Atan),
        Plain("Atanh", 9, UnaryFunction.Atanh),
        Plain("Ceil", 1, UnaryFunction.Ceiling),
        Plain("Cos", 7, UnaryFunction.Cos),
        Plain("Cosh", 9, UnaryFunction.Cosh),
        Plain("Erf", 9, UnaryFunction.Erf),
        Plain("Exp", 1, UnaryFunction.Exp),
        Plain("Floor", 1, UnaryFunction.Floor),
        Plain("HardSwish", 14, UnaryFunction.HardSwish),
        Plain("Log", 1, UnaryFunction.Log),
        Plain("Mish", 18, UnaryFunction.Mish),
        Plain("Neg", 1, UnaryFunction.Negate),
        Plain("Not", 1, UnaryFunction.Not),
        Plain("Reciprocal", 1, UnaryFunction.Reciprocal),
        Plain("Relu", 1, UnaryFunction.Relu),
        Plain("Round", 11, UnaryFunction.Round),
        Plain("Sigmoid", 1, UnaryFunction.Sigmoid),
        Plain("Sign", 9, UnaryFunction.Sign),
        Plain("Sin", 7, UnaryFunction.Sin),
        Plain("Sinh", 9, UnaryFunction.Sinh),
        Plain("Softplus", 1, UnaryFunction.Softplus),
        Plain("Softsign", 1, UnaryFunction.Softsign),
        Plain("Sqrt", 1, UnaryFunction.Sqrt),
        Plain("Tan", 7, UnaryFunction.Tan),
        Plain("Tanh", 1, UnaryFunction.Tanh),
        With("Celu", 12, UnaryFunction.Celu, ("alpha", 1)),
        With("Elu", 1, UnaryFunction.Elu, ("alpha", 1)),
        With("HardSigmoid", 1, UnaryFunction.HardSigmoid, ("alpha", 0.2), ("beta", 0.5)),
        With("LeakyRelu", 1, UnaryFunction.LeakyRelu, ("alpha", 0.01)),
        With("Selu", 1, UnaryFunction.Selu, ("alpha", 1.67326319217681884765625), ("gamma", 1.05070102214813232421875)),
        Operator.Of("Shrink", 9, "the function Shrink with lambd and bias", Shrink),
        With("ThresholdedRelu", 10, UnaryFunction.ThresholdedRelu, ("alpha", 1)),
        Operator.Of("Gelu", 20, "the function Gelu, or GeluTanh", Gelu),
        Operator.Of("Swish", 24, "the function Silu; with alpha, x·sigmoid(alpha·x)", Swish),
        Operator.Of("PRelu", 1, "the layer PReLU", PRelu),
        Operator.Of("Clip", 6, "the function Clip", Clip),
        Two("Add", 7, BinaryFunction.Add),
        Two("And", 7, BinaryFunction.And),
        Two("Div", 7, BinaryFunction.Divide),
        Two("Equal", 7, BinaryFunction.Equal),
        Two("Greater", 7, BinaryFunction.Greater),
        Two("GreaterOrEqual", 12, BinaryFunction.GreaterOrEqual),
        Two("Less", 7, BinaryFunction.Less),
        Two("LessOrEqual", 12, BinaryFunction.LessOrEqual),
        Two("Mul", 7, BinaryFunction.Multiply),
        Two("Or", 7, BinaryFunction.Or),
        Two("Sub", 7, BinaryFunction.Subtract),
        Two("Xor", 7, BinaryFunction.Xor),
        Operator.Of("Pow", 7, "a power, or Square, Sqrt, Reciprocal for the exponents 2, 1/2, −1", Power),
        Many("Max", BinaryFunction.Maximum),
        Many("Min", BinaryFunction.Minimum),
        Many("Sum", BinaryFunction.Add),
        Operator.Of("Mean", 6, "the sum, divided by the number of operands", Mean),
        Operator.Of("Where", 9, "the function Where", context => context.Add(new Where(), context[0], context[1], context[2])),
    ];

    private static Operator Plain(string name, int since, UnaryFunction function) =>
        Operator.Of(name, since, $"the function {function}", context => context.Add(new Unary(function), context.X));

    private static Operator With(string name, int since, UnaryFunction function, params (string Name, double Standard)[] parameters) =>
        Operator.Of(name, since, $"the function {function} with {string.Join(" and ", parameters.Select(parameter => parameter.Name))}",
            context =>
            {
                var numbers = parameters.Select(parameter => context.Node.Number(parameter.Name, parameter.Standard)).ToArray();
                return context.Add(new Unary(function, numbers[0], numbers.Length > 1 ? numbers[1] : 0), context.X);
            });

    private static Operator Two(string name, int since, BinaryFunction function) =>
        Operator.Of(name, since, $"{function} of two operands, broadcast", context => context.Add(function, context[0], context[1]));

    private static Operator Many(string name, BinaryFunction function) =>
        Operator.Of(name, 6, $"{function} of all operands, broadcast", context => Combined(context, function));

    private static Wire Combined(Context context, BinaryFunction function) =>
        context.All.Aggregate((result, operand) => context.Add(function, result, operand));

    private static Wire Mean(Context context) =>
        context.Add(BinaryFunction.Divide, Combined(context, BinaryFunction.Add), Drafter.Number(context.Count));

    private static Wire Power(Context context)
    {
        // The exponent may be a whole number beside real ones, but not the other way round.
        if (context.X.Type != ElementType.Float && context[1].Type == ElementType.Float)
            throw context.Error("raises whole numbers to a real power. Export the model with a cast to float32 before it.");
        var exponent = context[1].Type == context.X.Type ? context[1] : context.Add(new Cast(context.X.Type), context[1]);
        return context.X.Type != ElementType.Float ? context.Add(BinaryFunction.Power, context.X, exponent) : exponent.Number switch
        {
            1 => context.X,
            2 => context.Add(new Unary(UnaryFunction.Square), context.X),
            0.5 => context.Add(new Unary(UnaryFunction.Sqrt), context.X),
            -1 => context.Add(new Unary(UnaryFunction.Reciprocal), context.X),
            -0.5 => context.Add(new Unary(UnaryFunction.Reciprocal), context.Add(new Unary(UnaryFunction.Sqrt), context.X)),
            _ => context.Add(BinaryFunction.Power, context.X, exponent),
        };
    }

    private static Wire Gelu(Context context) => context.Node.Text("approximate", "none") switch
    {
        "none" => context.Add(new Unary(UnaryFunction.Gelu), context.X),
        "tanh" => context.Add(new Unary(UnaryFunction.GeluTanh), context.X),
        var other => throw context.Error($"has approximate = '{other}', which is not known. Use 'none' or 'tanh'."),
    };

    private static Wire Swish(Context context)
    {
        var alpha = context.Node.Number("alpha", 1);
        if (alpha == 1)
            return context.Add(new Unary(UnaryFunction.Silu), context.X);
        var gate = context.Add(new Unary(UnaryFunction.Sigmoid), context.Add(BinaryFunction.Multiply, context.X, Drafter.Number(alpha)));
        return context.Add(BinaryFunction.Multiply, context.X, gate);
    }

    private static Wire Shrink(Context context)
    {
        var (lambd, bias) = (context.Node.Number("lambd", 0.5), context.Node.Number("bias", 0));
        return lambd >= 0
            ? context.Add(new Unary(UnaryFunction.Shrink, lambd, bias), context.X)
            : throw context.Error($"has lambd = {lambd}, so that both of its branches would meet. Use 0 or more.");
    }

    private static Wire PRelu(Context context)
    {
        var slope = context.Constant(1, "slope");
        return slope.Length == 1
            ? context.Add(new Unary(UnaryFunction.LeakyRelu, Decimals.Short(slope.ReadFloats()[0])), context.X)
            : context.Add(new Apply(new PRelu(slope.Name, slope)), context.X);
    }

    private static Wire Clip(Context context)
    {
        double? Bound(int index, string name)
        {
            if (context.Opset < 11)
                return context.Node.Has(name) ? context.Node.Number(name, 0) : null;
            if (context.Optional(index) is null)
                return null;
            var bound = context.Constant(index, name);
            return bound.Length == 1 ? Decimals.Short(bound.ReadFloats()[0])
                : throw context.Error($"has {bound.Length} numbers as {name}, not one.");
        }

        var (least, most) = (Bound(1, "min"), Bound(2, "max"));
        if (least > most)
            throw context.Error($"has min = {least}, which is larger than max = {most}. Export the model again.");
        // Exporters write the ends of float32's range for no bound.
        return context.Add(new Clip(least <= float.MinValue ? null : least, most >= float.MaxValue ? null : most), context.X);
    }
}
