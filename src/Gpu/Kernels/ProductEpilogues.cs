using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>The last step of a product: it makes the result from the sum of an element's terms.</summary>
internal interface IProductEpilogue
{
    /// <summary>Returns the result.</summary>
    static abstract float Finish(in ProductArguments a, float sum, int row, int column);
}

/// <summary>Adds the other numbers, if there are any: a bias, or a matrix times a factor.</summary>
internal struct LinearEpilogue : IProductEpilogue
{
    public static float Finish(in ProductArguments a, float sum, int row, int column)
    {
        if (a.Rounds != 0) sum = BFloat16.Round(sum);
        return a.AddsOther == 0 ? sum : sum + a.Factor * a.Other[row * a.OtherRow + column * a.OtherColumn];
    }
}

/// <summary>Adds the other numbers, if there are any, and applies the activation.</summary>
internal struct ActivationEpilogue<TActivation> : IProductEpilogue where TActivation : struct, IActivation
{
    public static float Finish(in ProductArguments a, float sum, int row, int column) =>
        TActivation.Value<float, Float32Arithmetic<GpuFloat, float>>(LinearEpilogue.Finish(a, sum, row, column));
}

/// <summary>Multiplies by the activation's slope at the other numbers.</summary>
internal struct SlopeEpilogue<TActivation> : IProductEpilogue where TActivation : struct, IActivation
{
    public static float Finish(in ProductArguments a, float sum, int row, int column)
    {
        if (a.Rounds != 0) sum = BFloat16.Round(sum);
        var saved = a.Other[row * a.OtherRow + column * a.OtherColumn];
        return Activations.GradientOf<TActivation, float, Float32Arithmetic<GpuFloat, float>>(saved, sum);
    }
}
