using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

public sealed class ReferenceEngineLaws() : EngineLaws(ModelDsl.Engine.Reference, Math.BitIncrement(1.0) - 1.0);

/// <summary>The default bodies of the contract's members. Numbers are read and written as float32.</summary>
public sealed class RequiredEngineLaws() : EngineLaws(new RequiredEngine(), MathF.BitIncrement(1f) - 1f);

public sealed class CpuEngineOfWideLanesLaws() : EngineLaws(new CpuEngine<WideLanes, Vector512<float>>(), MathF.BitIncrement(1f) - 1f)
{
    /// <summary>A user gets one of the three vector widths; the laws test all of them.</summary>
    [Fact]
    public void The_engine_of_this_machine_is_one_of_those_under_the_laws() => Assert.Contains(
        ModelDsl.Engine.Cpu.GetType(),
        new[] { typeof(CpuEngine<WideLanes, Vector512<float>>), typeof(CpuEngine<MachineLanes, Vector<float>>),
            typeof(CpuEngine<ScalarLane, float>) });
}

public sealed class CpuEngineOfMachineLanesLaws() : EngineLaws(new CpuEngine<MachineLanes, Vector<float>>(), MathF.BitIncrement(1f) - 1f);

public sealed class CpuEngineOfOneLaneLaws() : EngineLaws(new CpuEngine<ScalarLane, float>(), MathF.BitIncrement(1f) - 1f);
