using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Lowering;

/// <summary>What a layer does with the mask of its input.</summary>
internal enum MaskRule
{
    /// <summary>It would read padding as data, so a mask is an error. This is the rule of a layer that says nothing else.</summary>
    Refuses,

    /// <summary>It works step by step or element by element, so that the output has the mask of the input.</summary>
    Carries,

    /// <summary>It leaves out what the mask leaves out. It says itself which mask the output has.</summary>
    Uses,

    /// <summary>It makes the mask of the output.</summary>
    Makes,
}

/// <summary>A mask of the steps of a value.</summary>
/// <param name="Value">1 for each step that counts, and 0 for each that doesn't: <c>[N, steps]</c>.</param>
/// <param name="Maker">What made it, within a sentence: <c>layer 'Words'</c>.</param>
internal sealed record StepMask(Value Value, string Maker);

/// <summary>The masks of values. A value without one has no steps to leave out.</summary>
internal sealed class StepMasks
{
    private readonly Dictionary<Value, StepMask> masks = [];

    /// <summary>Returns the mask of a value; null when there is none.</summary>
    public StepMask? Of(Value value) => masks.TryGetValue(value.Stored, out var mask) ? mask : null;

    /// <summary>Gives a value a mask, or none.</summary>
    public void Set(Value value, StepMask? mask)
    {
        if (mask is not null) masks[value.Stored] = mask;
    }
}
