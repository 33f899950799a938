using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>A kernel's numbers.</summary>
[InlineArray(KernelLimits.Numbers)]
internal struct KernelNumbers
{
    private float first;

    public KernelNumbers(ReadOnlySpan<double> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) this[i] = (float)numbers[i];
    }
}
