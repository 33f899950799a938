using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public sealed class ReferenceEngineLaws() : EngineLaws(ModelDsl.Engine.Reference, Math.BitIncrement(1.0) - 1.0);

/// <summary>The default bodies of the contract's members. Numbers go in and out as float32.</summary>
public sealed class RequiredEngineLaws() : EngineLaws(new RequiredEngine(), MathF.BitIncrement(1f) - 1f);

/// <summary>The CPU engine at the width that this machine runs it at.</summary>
public sealed class CpuEngineLaws() : EngineLaws(ModelDsl.Engine.Cpu, MathF.BitIncrement(1f) - 1f);

public sealed class CpuEngineOfWideLanesLaws() : EngineLaws(new CpuEngine<WideLanes, Vector512<float>>(), MathF.BitIncrement(1f) - 1f);

public sealed class CpuEngineOfMachineLanesLaws() : EngineLaws(new CpuEngine<MachineLanes, Vector<float>>(), MathF.BitIncrement(1f) - 1f);

public sealed class CpuEngineOfOneLaneLaws() : EngineLaws(new CpuEngine<ScalarLane, float>(), MathF.BitIncrement(1f) - 1f);
