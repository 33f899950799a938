namespace ModelDsl.Engines;

/// <summary>An elementwise activation: its value and its derivative, in the numbers of any engine.</summary>
public interface IActivation
{
    /// <summary>f(x)</summary>
    /// <typeparam name="TNumber">The type of the numbers.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    static abstract TNumber Value<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber>;

    /// <summary>
    /// f′, from the output f(x) or from the input x: see <see cref="Activations.DerivativeFromOutput"/>. It may return any number for NaN:
    /// callers keep NaN.
    /// </summary>
    /// <typeparam name="TNumber">The type of the numbers.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    static abstract TNumber Slope<TNumber, TMath>(TNumber saved) where TMath : struct, IArithmetic<TNumber>;
}

/// <summary>
/// Receives the type of an activation, so that code is compiled for that type: see <see cref="Activations.Visit{TVisitor}"/>.
/// </summary>
public interface IActivationVisitor
{
    /// <summary>Does the work for one activation.</summary>
    void Visit<TActivation>() where TActivation : struct, IActivation;
}
