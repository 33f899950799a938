using ModelDsl.Engines;
using ModelDsl.Tests.Engines;
using TorchTensor = TorchSharp.torch.Tensor;

// Native tensors are counted for the whole process, so test classes run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ModelDsl.Torch.Tests;

public sealed class InstructionMemoryTests
{
    /// <summary>
    /// Runs before the first of these tests: tensors that other tests left to the garbage collector must not disappear during a count.
    /// </summary>
    static InstructionMemoryTests()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    public static TheoryData<string> Instructions =>
        [.. InstructionTable.All.Where(i => i.Method is not (nameof(ITensorEngine.Allocate) or nameof(ITensorEngine.View)))
            .Select(i => i.ToString())];

    [Theory, MemberData(nameof(Instructions))]
    public void Instruction_leaves_no_native_tensor_and_no_native_number_behind(string name)
    {
        using var region = TorchEngine.Cpu.NewRegion();
        using var stay = region.Enter();
        var call = InstructionTable.All.Single(i => i.ToString() == name).Prepare(new GuardedMemory(TorchEngine.Cpu, 1),
            new Trial(6, 5, 4, 1));
        // The first call makes the views of its operands, which live as long as the operands.
        call();
        var (before, numbers) = (TorchTensor.TotalCount, NativeScalar.Alive);
        call();
        Assert.Equal(numbers, NativeScalar.Alive);
        // The number can fall, when garbage of other tests was freed only now.
        Assert.InRange(TorchTensor.TotalCount - before, long.MinValue, 0);
    }
}
