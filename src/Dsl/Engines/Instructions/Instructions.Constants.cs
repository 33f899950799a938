using System.Buffers;

namespace ModelDsl.Engines;

/// <content>Vectors of constants, written by the host when a program is laid out.</content>
public static partial class Instructions
{
    /// <summary>Writes the given numbers.</summary>
    public static void Numbers(this ITensorEngine engine, ReadOnlySpan<double> numbers, TensorBuffer destination) =>
        engine.Write(numbers, destination);

    /// <summary>Writes <c>0, factor, 2·factor</c> and so on.</summary>
    public static void Multiples(this ITensorEngine engine, double factor, TensorBuffer destination)
    {
        var rented = ArrayPool<double>.Shared.Rent(destination.Count);
        var numbers = rented.AsSpan(0, destination.Count);
        for (var i = 0; i < numbers.Length; i++) numbers[i] = factor * i;
        engine.Write(numbers, destination);
        ArrayPool<double>.Shared.Return(rented);
    }
}
