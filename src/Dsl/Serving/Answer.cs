using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>An answer of a served model, and the version that gave it.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Version">The version of the model. The whole answer is of this version, even if the model was replaced meanwhile.</param>
public sealed record Answer<T>(T Value, ModelVersion Version)
{
    /// <summary>Returns both: <c>Versicolor, 0.9821, by version 2 (…), since …</c>.</summary>
    public override string ToString() => ValueText.Line($"{Value}, by {Version}");
}
