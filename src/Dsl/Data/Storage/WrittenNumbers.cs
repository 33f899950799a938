using System.Globalization;
using System.Runtime.InteropServices;
using ModelDsl.Shapes;

namespace ModelDsl.Data;

/// <summary>Checks the numbers of a sample that a user's code writes.</summary>
internal static class WrittenNumbers
{
    /// <summary>A NaN that no computation gives.</summary>
    private const int Unwritten = 0x7FED_CBA9;

    /// <summary>Marks all numbers as not written.</summary>
    internal static void Clear(Span<float> numbers) => MemoryMarshal.Cast<float, int>(numbers).Fill(Unwritten);

    /// <summary>Returns the first number that is not finite or was not written, in words; null if there is none.</summary>
    internal static string? Fault(ReadOnlySpan<float> numbers, Shape shape)
    {
        if (Dataset.FirstNotFinite(numbers) is not { } wrong) return null;
        return BitConverter.SingleToInt32Bits(numbers[wrong]) == Unwritten
            ? $"was not written{Places.At(shape, wrong)}"
            : $"is {numbers[wrong].ToString("R", CultureInfo.InvariantCulture)}{Places.At(shape, wrong)}";
    }
}
