namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// Powers with a known exponent. A small whole exponent is written as products, which are exact to a few roundings. An exponent of a half
/// is written as a root.
/// </summary>
internal static class Powers
{
    /// <summary>Above this exponent, the rounding of the products is no smaller than the rounding of e^(y·log x).</summary>
    private const int Most = 64;

    /// <returns>The power; null when it is not rewritten.</returns>
    public static int? Write(ScalarBuilder b, int x, double power) => power switch
    {
        0 => b.Number(1),
        0.5 => b.Append(ScalarOperations.Sqrt, x),
        -0.5 => b.Append(ScalarOperations.Divide, b.Number(1), b.Append(ScalarOperations.Sqrt, x)),
        _ when power == Math.Floor(power) && Math.Abs(power) <= Most => power > 0
            ? Whole(b, x, (int)power)
            : b.Append(ScalarOperations.Divide, b.Number(1), Whole(b, x, (int)-power)),
        _ => null,
    };

    private static int Whole(ScalarBuilder b, int x, int power)
    {
        if (power == 1) return x;
        var half = Whole(b, x, power / 2);
        var square = b.Append(ScalarOperations.Multiply, half, half);
        return power % 2 == 0 ? square : b.Append(ScalarOperations.Multiply, square, x);
    }
}
