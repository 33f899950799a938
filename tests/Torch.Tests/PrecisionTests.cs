using ModelDsl.Engines;
using ModelDsl.Tests.Engines;

namespace ModelDsl.Torch.Tests;

/// <summary>In bfloat16 it is products that are rounded, and nothing else.</summary>
public sealed class PrecisionTests
{
    /// <summary>Half the distance from 1 to the next bfloat16 number.</summary>
    private const double Rounding = 1.0 / 256.0;

    /// <summary>Instructions that multiply matrices.</summary>
    private static readonly string[] Products =
    [
        nameof(ITensorEngine.MatMul), nameof(ITensorEngine.MatMulAdd), nameof(ITensorEngine.BatchMatMul), nameof(ITensorEngine.GroupedMatMul),
        nameof(ITensorEngine.Dense), nameof(ITensorEngine.DenseGradient), nameof(ITensorEngine.Convolution),
        nameof(ITensorEngine.ConvolutionImageGradient), nameof(ITensorEngine.ConvolutionKernelGradient), nameof(ITensorEngine.SimpleRnnSteps),
        nameof(ITensorEngine.SimpleRnnStepsGradient), nameof(ITensorEngine.GruSteps), nameof(ITensorEngine.GruStepsGradient),
        nameof(ITensorEngine.LstmSteps), nameof(ITensorEngine.LstmStepsGradient),
    ];

    /// <summary>All but the activation that jumps, where a rounding may be worth the whole jump.</summary>
    public static TheoryData<string> Instructions =>
        [.. InstructionTable.All.Select(i => i.ToString()).Where(i => !i.StartsWith($"Dense {ActivationKind.HardShrink}", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Instructions))]
    public void Instruction_rounds_its_products_and_gives_float32_s_bits_otherwise(string name)
    {
        var instruction = InstructionTable.All.Single(i => i.ToString() == name);
        var mixed = TorchEngine.Cpu.In(ComputePrecision.BFloat16)!;
        var differs = false;
        foreach (var trial in new[] { new Trial(6, 5, 4, 1), new Trial(17, 33, 16, 2), new Trial(3, 40, 70, 3) })
        {
            var (exact, rounded) = (Results(instruction, TorchEngine.Cpu, trial), Results(instruction, mixed, trial));
            differs |= !exact.SequenceEqual(rounded);
            // Two factors and their product are rounded; terms of either sign add up as their root.
            var tolerance = 8.0 * Rounding * Math.Sqrt(instruction.Terms?.Invoke(trial) ?? 1);
            foreach (var (e, r) in exact.Zip(rounded)) Assert.InRange(Math.Abs(r - e), 0.0, tolerance * (1.0 + Math.Abs(e)));
        }
        // The first step of a recurrence has no product: not every trial differs.
        Assert.Equal(Products.Contains(instruction.Method), differs);
    }

    private static double[] Results(Instruction instruction, ITensorEngine engine, Trial trial)
    {
        var memory = new GuardedMemory(engine, trial.Seed);
        instruction.Prepare(memory, trial)();
        memory.CheckGuards();
        return [.. memory.Results().SelectMany(numbers => numbers)];
    }
}
