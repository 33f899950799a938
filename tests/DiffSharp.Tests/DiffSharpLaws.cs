using ModelDsl.Tests.Engines;

namespace ModelDsl.DiffSharp.Tests;

/// <summary>DiffSharp's managed backend, in the precision of the engine that users get.</summary>
public sealed class ReferenceBackendLaws() : EngineLaws(DiffSharpEngine.Reference, MathF.BitIncrement(1f) - 1f);

/// <summary>The same in double precision, which shows every formula that is only nearly right.</summary>
public sealed class ReferenceBackendInDoublePrecisionLaws() : EngineLaws(
    new DiffTensorEngine(Backend.Reference, Device.CPU, Dtype.Float64, "diffsharp:reference:double"), Math.BitIncrement(1.0) - 1.0);
