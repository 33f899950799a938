using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.FeatureRecords;
using ModelDsl.Training;

namespace ModelDsl.Inspection;

/// <summary>A model that is one weighted sum for each output: <c>link(Σ weight·(x·factor + offset) + bias)</c>.</summary>
/// <param name="Weights">The weights, <c>[numbers, outputs]</c>, row-major.</param>
/// <param name="Bias">The bias of each output.</param>
/// <param name="Link">The function after the sum, see <see cref="Links"/>.</param>
/// <param name="Input">What the layers before the Dense layer do with each number.</param>
internal sealed record LinearTerms(double[] Weights, double[] Bias, string Link, InputScaling Input)
{
    /// <summary>Number of random samples on which a model is compared with its terms.</summary>
    private const int Probes = 32;

    /// <summary>The largest sum in a probe: neither a sigmoid nor a softmax hides a difference there.</summary>
    private const double LargestProbe = 4;

    /// <summary>The relative error of a number of a sample after it is scaled in float32, with room for a few roundings.</summary>
    private const double Rounding = 8 * 1.2e-7;

    /// <summary>Returns the terms of a model, or an error that says why it has none.</summary>
    public static Fin<LinearTerms> Of<T>(T model) where T : class, IModel<T> =>
        from usable in ModelTraining.Usable(model)
        from terms in Read(model).BiMap(Succ: terms => terms, Fail: why => Error.New(
            $"{T.Description.Name} is not a linear model, which has one Dense layer only: {why.Message}. PermutationImportance and PartialDependence work for every model."))
        select terms;

    private static Fin<LinearTerms> Read<T>(T model) where T : class, IModel<T>
    {
        var description = T.Description;
        var reading = LinearReading.Of(description);
        if (reading.Case is not LinearReading found) return (Error)reading.Case!;
        var scaling = InputScaling.Of(model, found.Before);
        if (scaling.Case is not InputScaling input) return (Error)scaling.Case!;
        if (!Links.Names.Contains(found.Activation)) return Error.New($"its last layer has the activation {found.Activation}");
        var kernel = model.Parameters[found.Kernel];
        var (inputs, outputs) = (kernel.Shape[0], kernel.Shape[1]);
        if (inputs != description.InputShape.Size || outputs != description.OutputShape.Size)
            return Error.New("its layer works on parts of a sample");
        var bias = found.Bias is { } at ? model.Parameters[at].ToDoubles() : new double[outputs];
        var link = found.Activation.Length > 0 ? found.Activation : Links.Of(description.Output);
        var terms = new LinearTerms(kernel.ToDoubles(), bias, link, input);
        return terms.AreOf(model) ? terms : Error.New("its forward method computes something else than the layer and its activation");
    }

    /// <summary>Returns the table for samples whose numbers were <c>(x − Center)·Scale</c> before the model got them.</summary>
    /// <param name="columns">The name of each number, and its unit.</param>
    /// <param name="outputs">The names of the outputs.</param>
    /// <param name="label">The unit of the outputs: a label was <c>(y − Center)/Scale</c> in training.</param>
    public Coefficients ToTable(
        IReadOnlyList<(string Name, double Center, double Scale)> columns, Seq<string> outputs, LabelUnit label)
    {
        var (rows, rawBias) = (new ColumnCoefficients[columns.Count], (double[])Bias.Clone());
        for (var i = 0; i < rows.Length; i++)
        {
            var weights = Weights.AsSpan(i * Bias.Length, Bias.Length).ToArray();
            var (name, center, scale) = columns[i];
            var factor = Input.Factors[i] * scale;
            var offset = Input.Offsets[i] - factor * center;
            for (var o = 0; o < rawBias.Length; o++) rawBias[o] += weights[o] * offset;
            rows[i] = new ColumnCoefficients(
                name, Prelude.toSeq(weights), Prelude.toSeq(Array.ConvertAll(weights, weight => weight * factor * label.Scale)));
        }
        foreach (ref var bias in rawBias.AsSpan()) bias = label.Restore(bias);
        return new Coefficients(outputs, Prelude.toSeq(rows), new ColumnCoefficients("intercept", Prelude.toSeq(Bias), Prelude.toSeq(rawBias)));
    }

    /// <summary>Returns whether a model's predictions of random samples are those of these terms.</summary>
    private bool AreOf<T>(T model) where T : class, IModel<T>
    {
        var (inputs, outputs) = (Input.Factors.Length, Bias.Length);
        var (samples, sums, errors) = (new float[Probes * inputs], new double[Probes * outputs], new double[Probes * outputs]);
        var most = Enumerable.Range(0, outputs).Max(o => Enumerable.Range(0, inputs).Sum(i => Math.Abs(Weights[i * outputs + o])));
        var size = LargestProbe / Math.Max(most, 1e-6);
        for (var i = 0; i < samples.Length; i++)
        {
            var scaled = (2 * Philox.Uniform(default, RandomStreams.Permutation, (uint)i) - 1) * size;
            samples[i] = (float)((scaled - Input.Offsets[i % inputs]) / Input.Factors[i % inputs]);
        }
        for (var p = 0; p < Probes; p++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var (sum, error) = (Bias[o], 0.0);
                for (var i = 0; i < inputs; i++)
                {
                    var (weight, product) = (Weights[i * outputs + o], samples[p * inputs + i] * Input.Factors[i]);
                    sum += weight * (product + Input.Offsets[i]);
                    error += Math.Abs(weight) * (Math.Abs(product) + Math.Abs(Input.Offsets[i]));
                }
                (sums[p * outputs + o], errors[p * outputs + o]) = (sum, Rounding * error);
            }
        }
        Links.Apply(Link, sums, outputs);
        // Random numbers are as the model gets them: no data set scales them.
        var predicted = model.Predict(Tensor.Create(T.Description.InputShape.Prepend(Probes), samples), SampleForm.Scaled)
            .ThrowIfFail().ToDoubles();
        for (var i = 0; i < sums.Length; i++)
            if (!(Math.Abs(predicted[i] - sums[i]) <= (1e-3 + errors[i]) * (1 + Math.Abs(sums[i])))) return false;
        return true;
    }
}
