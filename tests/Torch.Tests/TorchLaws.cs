using ModelDsl.Engines;
using ModelDsl.Tests.Engines;
using TorchTensor = TorchSharp.torch.Tensor;

// Native tensors are counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ModelDsl.Torch.Tests;

public sealed class TorchCpuLaws() : EngineLaws(TorchEngine.Cpu, MathF.BitIncrement(1f) - 1f, rowsDependOnBatch: true)
{
    [Theory, MemberData(nameof(Instructions))]
    public void Instruction_leaves_no_native_tensor_behind(string name)
    {
        var instruction = InstructionTable.All.Single(i => i.ToString() == name);
        if (instruction.Method is nameof(ITensorEngine.Allocate) or nameof(ITensorEngine.View)) return;
        using var region = TorchEngine.Cpu.NewRegion();
        using var stay = region.Enter();
        var call = instruction.Prepare(new GuardedMemory(TorchEngine.Cpu, 1), new Trial(6, 5, 4, 1));
        // The first call makes the views of its operands, which live as long as they do.
        call();
        var before = TorchTensor.TotalCount;
        call();
        Assert.Equal(before, TorchTensor.TotalCount);
    }
}
