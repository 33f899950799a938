using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>A layer whose statistics are computed from data.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kind">The kind of its statistics: a member of <c>ModelDsl.AdaptationKind</c>.</param>
/// <param name="Input">The value that it reads.</param>
/// <param name="First">The number of the first of its tensors.</param>
internal sealed record AdaptedLayer(LayerSpec Layer, string Kind, Value Input, int First);
