namespace ModelDsl.Engines;

/// <summary>An activation that is a function of each number by itself: its value and its derivative, in any engine's numbers.</summary>
public interface IActivation
{
    /// <summary>f(x)</summary>
    /// <typeparam name="TNumber">What is computed with.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    static abstract TNumber Value<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber>;

    /// <summary>
    /// f′, from the output f(x) or from the input x, as <see cref="Activations.DerivativeFromOutput"/> says. For NaN it gives any number: callers
    /// keep NaN.
    /// </summary>
    /// <typeparam name="TNumber">What is computed with.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    static abstract TNumber Slope<TNumber, TMath>(TNumber saved) where TMath : struct, IArithmetic<TNumber>;
}

/// <summary>Is given the type of an activation, so that code is compiled for it: see <see cref="Activations.Visit{TVisitor}"/>.</summary>
public interface IActivationVisitor
{
    /// <summary>Does the work for an activation.</summary>
    void Visit<TActivation>() where TActivation : struct, IActivation;
}
