using ModelDsl.Engines;
using ModelDsl.Tests.Engines;
using TorchSharp;

namespace ModelDsl.Torch.Tests;

/// <summary>In bfloat16, only products are rounded.</summary>
public sealed class PrecisionTests
{
    /// <summary>Half the distance from 1 to the next bfloat16 number.</summary>
    private const double Rounding = 1.0 / 256.0;

    /// <summary>Instructions that multiply matrices.</summary>
    private static readonly string[] Products =
    [
        nameof(ITensorEngine.MatMul), nameof(ITensorEngine.MatMulAdd), nameof(ITensorEngine.BatchMatMul),
        nameof(ITensorEngine.GroupedMatMul),
        nameof(ITensorEngine.Dense), nameof(ITensorEngine.DenseGradient), nameof(ITensorEngine.Convolution),
        nameof(ITensorEngine.ConvolutionImageGradient), nameof(ITensorEngine.ConvolutionKernelGradient),
        nameof(ITensorEngine.SimpleRnnSteps),
        nameof(ITensorEngine.SimpleRnnStepsGradient), nameof(ITensorEngine.GruSteps), nameof(ITensorEngine.GruStepsGradient),
        nameof(ITensorEngine.LstmSteps), nameof(ITensorEngine.LstmStepsGradient), nameof(ModelDsl.Engines.Instructions.MaskedMatMul),
    ];

    /// <summary>All instructions except the activation with a jump, where rounding may cause the whole jump.</summary>
    public static TheoryData<string> Instructions =>
        [.. InstructionTable.All.Select(i => i.ToString()).Where(i => !i.StartsWith($"Dense {ActivationKind.HardShrink}", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Instructions))]
    public void Instruction_rounds_its_products_and_gives_float32_s_bits_otherwise(string name)
    {
        var instruction = InstructionTable.All.Single(i => i.ToString() == name);
        var mixed = TorchEngine.Cpu.In(ComputePrecision.BFloat16)!;
        var differs = false;
        foreach (var trial in new[] { new Trial(6, 5, 4, 1), new Trial(17, 33, 16, 2), new Trial(3, 40, 70, 3),
            new Trial(64, 100, 131, 4) })
        {
            var (exact, rounded) = (Results(instruction, TorchEngine.Cpu, trial), Results(instruction, mixed, trial));
            differs |= !exact.SequenceEqual(rounded);
            // The two factors and their product are rounded. Errors of either sign add up like the square root of the number of terms.
            var tolerance = 8.0 * Rounding * Math.Sqrt(instruction.Terms?.Invoke(trial) ?? 1);
            foreach (var (e, r) in exact.Zip(rounded)) Assert.InRange(Math.Abs(r - e), 0.0, tolerance * (1.0 + Math.Abs(e)));
        }
        // The first step of a recurrence has no product, so not every trial differs.
        Assert.Equal(Products.Contains(instruction.Method), differs);
    }

    /// <summary>The workaround for wrong kernels rounds the factors in the same way.</summary>
    [Fact]
    public void A_product_in_float32_is_that_of_rounded_factors()
    {
        Assert.True(TorchEngine.Available(TorchEngine.Cpu).IsSucc);
        using var scope = torch.NewDisposeScope();
        var (left, right) = (torch.tensor(new float[] { 1.001f, 3f }).view(1, 2), torch.tensor(new float[] { 1.001f, 1f / 3f }).view(2, 1));
        var product = BFloat16Kernels.InFloat32(left.to(torch.ScalarType.BFloat16), right.to(torch.ScalarType.BFloat16),
            static (a, b) => a.mm(b));
        Assert.Equal(torch.ScalarType.Float32, product.dtype);
        Assert.Equal(1f + 3f * 0.333984375f, product.item<float>());
    }

    private static double[] Results(Instruction instruction, ITensorEngine engine, Trial trial)
    {
        var memory = new GuardedMemory(engine, trial.Seed);
        instruction.Prepare(memory, trial)();
        memory.CheckGuards();
        return [.. memory.Results().SelectMany(numbers => numbers)];
    }
}
