namespace ModelDsl.Engines;

/// <content>Elementwise functions.</content>
internal static partial class Compositions
{
    /// <summary>Clips by the norm. The host computes the norm in double precision, so that no square overflows.</summary>
    public static void ClipNorm(ITensorEngine engine, TensorBuffer x, double limit)
    {
        var numbers = new double[x.Count];
        engine.Read(x, numbers);
        var squares = 0.0;
        foreach (var number in numbers) squares += number * number;
        engine.Scale(x, limit / Math.Max(Math.Sqrt(squares), limit), x);
    }
}
