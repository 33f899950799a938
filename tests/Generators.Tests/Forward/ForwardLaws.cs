using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>Laws of every forward method.</summary>
internal static class ForwardLaws
{
    /// <summary>The compiled program and the method as written predict the same, on every engine of the library.</summary>
    /// <param name="model">The model.</param>
    /// <param name="eagerIsFloat">Whether the method has functions of floats, which are rounded in eager calls on every engine.</param>
    public static void CompiledIsEager(ForwardCase model, bool eagerIsFloat = false)
    {
        foreach (var (engine, tolerance) in new[] { (Engine.Reference, eagerIsFloat ? 2e-5 : 1e-11), (Engine.Cpu, 2e-4) })
        {
            var (compiled, eager) = model.Predict(engine, rows: 3, seed: 5);
            Assert.Equal(3 * model.Description.OutputShape.Size, compiled.Length);
            AssertClose(model, compiled, eager, tolerance);
        }
    }

    /// <summary>The same in training: the program at a step and the method with the noise of this step give the same prediction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="eagerIsFloat">Whether the method has functions of floats.</param>
    public static void TrainedIsEager(ForwardCase model, bool eagerIsFloat = false)
    {
        foreach (var (engine, tolerance) in new[] { (Engine.Reference, eagerIsFloat ? 2e-5 : 1e-11), (Engine.Cpu, 2e-4) })
        {
            var (compiled, eager) = model.Train(engine, rows: 3, seed: 5, new RandomKey(7, 11));
            AssertClose(model, compiled, eager, tolerance);
        }
    }

    /// <summary>The loss is that of the prediction, plus the method's added loss.</summary>
    /// <param name="model">The model.</param>
    /// <param name="eagerIsFloat">Whether the method has functions of floats.</param>
    public static void LossIsWhatTheMethodAdds(ForwardCase model, bool eagerIsFloat = false)
    {
        foreach (var key in new RandomKey?[] { null, new RandomKey(7, 11) })
        {
            var (compiled, eager) = model.Loss(rows: 3, seed: 5, key);
            AssertClose(model, [compiled], [eager], eagerIsFloat ? 2e-5 : 1e-11);
        }
    }

    /// <summary>A sample's prediction does not depend on the other samples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="eagerIsFloat">Whether the method has functions of floats.</param>
    public static void SamplesStayApart(ForwardCase model, bool eagerIsFloat = false)
    {
        var (three, _) = model.Predict(Engine.Reference, rows: 3, seed: 5);
        var (one, eager) = model.Predict(Engine.Reference, rows: 1, seed: 5);
        AssertClose(model, three[..one.Length], one, 1e-12);
        AssertClose(model, one, eager, eagerIsFloat ? 2e-5 : 1e-11);
    }

    /// <summary>
    /// The gradient is that of the loss. If a step crosses a kink, a step a hundred times smaller distinguishes that from a wrong
    /// derivative.
    /// </summary>
    public static void GradientMatchesFiniteDifference(ForwardCase model)
    {
        if (Differences(step: 1e-5).All(d => Math.Abs(d.Derived - d.Measured) < 1e-6)) return;
        foreach (var (derived, measured) in Differences(step: 1e-7))
            if (!(Math.Abs(derived - measured) < 1e-5)) Assert.Fail($"derived {derived:E6}, measured {measured:E6}:\n{model.Source}");

        IEnumerable<(double Derived, double Measured)> Differences(double step) => model.Derivatives(rows: 4, seed: 3, step);
    }

    /// <summary>Compiles models as one project; none of them may have a diagnostic.</summary>
    public static IReadOnlyList<ForwardCase> Compile(IReadOnlyList<(string Name, string Source)> models, params string[] more)
    {
        var assembly = GeneratorHarness.Run([.. models.Select(m => m.Source), .. more]).Load();
        return [.. models.Select(m => ForwardCase.Of(assembly, m.Name, m.Source))];
    }

    private static void AssertClose(ForwardCase model, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i])))) Assert.Fail($"{i}: {expected[i]:R} and {actual[i]:R}:\n{model.Source}");
    }
}
