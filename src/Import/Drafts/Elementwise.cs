namespace ModelDsl.Import;

/// <summary>Elementwise functions on arrays of numbers: <c>float[]</c>, or <c>long[]</c> for integers and booleans.</summary>
internal static class Elementwise
{
    /// <summary>A function of each number.</summary>
    public static Array Compute(Unary unary, Array numbers) => numbers switch
    {
        float[] floats => Array.ConvertAll(floats, number => (float)Value(unary, number)),
        long[] integers => Array.ConvertAll(integers, number => unary.Function switch
        {
            UnaryFunction.Negate => -number,
            UnaryFunction.Abs => number < 0 ? -number : number,
            UnaryFunction.Sign => Math.Sign(number),
            UnaryFunction.Not => number == 0 ? 1 : 0,
            _ => throw new ImportException($"{unary.Function} of whole numbers is not offered."),
        }),
        _ => throw new InvalidOperationException("Neither real nor whole numbers."),
    };

    /// <summary>A function of two constants, with broadcasting.</summary>
    public static Array Compute(BinaryFunction function, IReadOnlyList<Wire> operands, long[] sizes)
    {
        var (a, b) = (Spread(operands[0], sizes), Spread(operands[1], sizes));
        var length = ShapeRules.Length(sizes);
        if (operands[0].Type != ElementType.Float)
        {
            var (x, y) = (operands[0].Constant!.ReadIntegers(), operands[1].Constant!.ReadIntegers());
            return Fill(length, i => Value(function, x[a(i)], y[b(i)]));
        }
        var (u, v) = (operands[0].Constant!.ReadFloats(), operands[1].Constant!.ReadFloats());
        return function >= BinaryFunction.Equal
            ? Fill(length, i => (long)Value(function, u[a(i)], v[b(i)]))
            : Fill(length, i => (float)Value(function, u[a(i)], v[b(i)]));
    }

    /// <summary>The second constant where the first is true, otherwise the third.</summary>
    public static Array Choose(IReadOnlyList<Wire> operands, long[] sizes)
    {
        var (condition, a, b) = (Spread(operands[0], sizes), Spread(operands[1], sizes), Spread(operands[2], sizes));
        var (length, chosen) = (ShapeRules.Length(sizes), operands[0].Constant!.ReadIntegers());
        if (operands[1].Type != ElementType.Float)
        {
            var (x, y) = (operands[1].Constant!.ReadIntegers(), operands[2].Constant!.ReadIntegers());
            return Fill(length, i => chosen[condition(i)] != 0 ? x[a(i)] : y[b(i)]);
        }
        var (u, v) = (operands[1].Constant!.ReadFloats(), operands[2].Constant!.ReadFloats());
        return Fill(length, i => chosen[condition(i)] != 0 ? u[a(i)] : v[b(i)]);
    }

    /// <summary>Numbers within bounds.</summary>
    public static Array Clip(Array numbers, double? least, double? most)
    {
        double Bound(double number) => Math.Min(Math.Max(number, least ?? double.NegativeInfinity), most ?? double.PositiveInfinity);
        return numbers is float[] floats
            ? Array.ConvertAll(floats, number => (float)Bound(number))
            : Array.ConvertAll((long[])numbers, number => (long)Bound(number));
    }

    /// <summary>A function of one number.</summary>
    public static double Value(Unary unary, double x)
    {
        var (alpha, beta) = (unary.Alpha, unary.Beta);
        return unary.Function switch
        {
            UnaryFunction.Identity => x,
            UnaryFunction.Relu => Math.Max(x, 0),
            UnaryFunction.LeakyRelu => x > 0 ? x : alpha * x,
            UnaryFunction.ThresholdedRelu => x > alpha ? x : 0,
            UnaryFunction.Elu => x > 0 ? x : alpha * (Math.Exp(x) - 1),
            UnaryFunction.Selu => beta * (x > 0 ? x : alpha * (Math.Exp(x) - 1)),
            UnaryFunction.Celu => x > 0 ? x : alpha * (Math.Exp(x / alpha) - 1),
            UnaryFunction.Sigmoid => Sigmoid(x),
            UnaryFunction.HardSigmoid => Math.Min(Math.Max(alpha * x + beta, 0), 1),
            UnaryFunction.HardSwish => x * Math.Min(Math.Max(x / 6 + 0.5, 0), 1),
            UnaryFunction.Silu => x * Sigmoid(x),
            UnaryFunction.QuickGelu => x * Sigmoid(1.702 * x),
            UnaryFunction.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
            UnaryFunction.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
            UnaryFunction.Mish => x * Math.Tanh(Softplus(x)),
            UnaryFunction.Softplus => Softplus(x),
            UnaryFunction.Softsign => x / (1 + Math.Abs(x)),
            UnaryFunction.Shrink => x > alpha ? x - beta : x < -alpha ? x + beta : 0,
            UnaryFunction.Tanh => Math.Tanh(x),
            UnaryFunction.Sinh => Math.Sinh(x),
            UnaryFunction.Cosh => Math.Cosh(x),
            UnaryFunction.Asinh => Math.Sign(x) * Math.Log(Math.Abs(x) + Math.Sqrt(x * x + 1)),
            UnaryFunction.Acosh => Math.Log(x + Math.Sqrt(x * x - 1)),
            UnaryFunction.Atanh => 0.5 * Math.Log((1 + x) / (1 - x)),
            UnaryFunction.Sin => Math.Sin(x),
            UnaryFunction.Cos => Math.Cos(x),
            UnaryFunction.Tan => Math.Tan(x),
            UnaryFunction.Asin => Math.Asin(x),
            UnaryFunction.Acos => Math.Acos(x),
            UnaryFunction.Atan => Math.Atan(x),
            UnaryFunction.Exp => Math.Exp(x),
            UnaryFunction.Log => Math.Log(x),
            UnaryFunction.Sqrt => Math.Sqrt(x),
            UnaryFunction.Square => x * x,
            UnaryFunction.Reciprocal => 1 / x,
            UnaryFunction.Erf => Erf(x),
            UnaryFunction.Abs => Math.Abs(x),
            UnaryFunction.Negate => -x,
            UnaryFunction.Sign => double.IsNaN(x) ? x : Math.Sign(x),
            UnaryFunction.Floor => Math.Floor(x),
            UnaryFunction.Ceiling => Math.Ceiling(x),
            UnaryFunction.Round => Math.Round(x, MidpointRounding.ToEven),
            _ => throw new ImportException($"{unary.Function} of real numbers is not offered."),
        };
    }

    /// <summary>A function of two real numbers. Comparisons give 1 and 0.</summary>
    public static double Value(BinaryFunction function, double a, double b) => function switch
    {
        BinaryFunction.Add => a + b,
        BinaryFunction.Subtract => a - b,
        BinaryFunction.Multiply => a * b,
        BinaryFunction.Divide => a / b,
        BinaryFunction.Power => Math.Pow(a, b),
        BinaryFunction.Maximum => Math.Max(a, b),
        BinaryFunction.Minimum => Math.Min(a, b),
        BinaryFunction.Equal => a == b ? 1 : 0,
        BinaryFunction.Less => a < b ? 1 : 0,
        BinaryFunction.LessOrEqual => a <= b ? 1 : 0,
        BinaryFunction.Greater => a > b ? 1 : 0,
        BinaryFunction.GreaterOrEqual => a >= b ? 1 : 0,
        BinaryFunction.And => a != 0 && b != 0 ? 1 : 0,
        BinaryFunction.Or => a != 0 || b != 0 ? 1 : 0,
        _ => a != 0 != (b != 0) ? 1 : 0,
    };

    private static long Value(BinaryFunction function, long a, long b) => function switch
    {
        BinaryFunction.Add => unchecked(a + b),
        BinaryFunction.Subtract => unchecked(a - b),
        BinaryFunction.Multiply => unchecked(a * b),
        BinaryFunction.Divide when b is 0 or -1 => b == 0 ? throw new ImportException("a whole number is divided by 0.") : unchecked(-a),
        BinaryFunction.Divide => a / b,
        BinaryFunction.Maximum => Math.Max(a, b),
        BinaryFunction.Minimum => Math.Min(a, b),
        _ => (long)Value(function, (double)a, b),
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    // The series near 0, the continued fraction far from it: both to the last digits of a float64 (Abramowitz and Stegun 7.1.6 and 7.1.14).
    private static double Erf(double x)
    {
        var size = Math.Abs(x);
        if (double.IsNaN(x) || size > 6)
            return double.IsNaN(x) ? x : Math.Sign(x);
        if (size < 2.5)
        {
            var (term, sum) = (x, x);
            for (var n = 0; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
                sum += term *= 2 * x * x / (2 * n + 3);
            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
        }
        var fraction = size;
        for (var n = 60; n > 0; n--)
            fraction = size + n / 2.0 / fraction;
        return Math.Sign(x) * (1 - Math.Exp(-size * size) / Math.Sqrt(Math.PI) / fraction);
    }

    private static T[] Fill<T>(long length, Func<long, T> number)
    {
        var result = new T[length];
        for (var i = 0L; i < length; i++)
            result[i] = number(i);
        return result;
    }

    // The place in an operand that belongs to a place of the result.
    private static Func<long, long> Spread(Wire operand, long[] sizes)
    {
        if (operand.Sizes.SequenceEqual(sizes))
            return place => place;
        var (strides, skipped) = (Index.Strides(operand.Sizes), sizes.Length - operand.Rank);
        return place => Index.Sum(place, sizes, (axis, at) =>
            axis < skipped || operand.Sizes[axis - skipped] == 1 ? 0 : at * strides[axis - skipped]);
    }
}
