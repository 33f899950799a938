namespace ModelDsl.Engines;

/// <summary>
/// The default bodies of an engine's instructions, composed of those that every engine has. They are correct on any engine; an engine that
/// has a faster way overrides them.
/// </summary>
internal static partial class Compositions
{
    public static void Write(ITensorEngine engine, ReadOnlySpan<double> source, TensorBuffer destination)
    {
        var numbers = new float[source.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (float)source[i];
        engine.Write(numbers, destination);
    }

    public static void Read(ITensorEngine engine, TensorBuffer source, Span<double> destination)
    {
        var numbers = new float[destination.Length];
        engine.Read(source, numbers);
        for (var i = 0; i < numbers.Length; i++) destination[i] = numbers[i];
    }
}
