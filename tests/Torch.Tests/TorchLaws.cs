using ModelDsl.Tests.Engines;

namespace ModelDsl.Torch.Tests;

public sealed class TorchCpuLaws() : EngineLaws(TorchEngine.Cpu, MathF.BitIncrement(1f) - 1f, rowsDependOnBatch: true);
