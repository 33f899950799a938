using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Inspection;
using ModelDsl.Training;

namespace ModelDsl;

public static partial class ModelInspection
{
    /// <summary>Number of random samples on which a model is compared with its coefficients.</summary>
    private const int Probes = 32;

    /// <summary>The largest sum in a probe: neither a sigmoid nor a softmax hides a difference there.</summary>
    private const double LargestProbe = 4;

    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Returns the coefficients of a linear model: one Dense layer without a hidden one, linear or followed by softmax, sigmoid or
        /// exponential. <c>Flatten</c>, <c>Reshape</c> and layers of noise may stand beside it.
        /// </summary>
        /// <param name="data">
        /// The data, for the names of features and classes, and for the units: if it was scaled or standardized, the table also has the
        /// weights for the numbers before that.
        /// </param>
        /// <returns>The table, or an error that says why the model is not linear.</returns>
        public Fin<Coefficients> Coefficients(Dataset data)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(data);
            return data.SampleShape != T.Description.InputShape
                ? Error.New($"{data.Name}: samples have the shape {data.SampleShape}, but {T.Description.Name} takes samples of shape {T.Description.InputShape}.")
                : Table(model, FeatureNames.Columns(data), OutputNames.Legends(model, data), data.UnitOf);
        }

        /// <summary>Returns the coefficients of a linear model, as for a data set, with names for the columns.</summary>
        /// <param name="columns">A name for each number of a sample; none to name them by their positions: <c>x0</c>, <c>x1</c>.</param>
        /// <returns>The table, or an error that says why the model is not linear, or that there is another number of names.</returns>
        public Fin<Coefficients> Coefficients(params IReadOnlyList<string> columns)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(columns);
            var size = T.Description.InputShape.Size;
            if (columns.Count != 0 && columns.Count != size)
                return Error.New($"{T.Description.Name} takes {Words.Counted(size, "number")}, but there are {Words.Counted(columns.Count, "column name")}.");
            var names = columns.Count > 0 ? columns.ToSeq().Strict()
                : Enumerable.Range(0, size).Select(i => FormattableString.Invariant($"x{i}")).ToSeq().Strict();
            return Table(model, names, OutputNames.Legends(model, null), _ => (0, 1));
        }
    }

    private static Fin<Coefficients> Table<T>(
        T model, Seq<string> columns, Seq<ClassLegend> legends, Func<int, (double Center, double Scale)> unitOf)
        where T : class, IModel<T> =>
        ModelTraining.Reading<Coefficients>(ModelCalls.EngineOf(model), () =>
        {
            var description = T.Description;
            if (ParameterChecks.Check(model).Case is Error unusable) return unusable;
            var reading = LinearReading.Of(description);
            if (reading.Case is Error nonlinear) return NotLinear(description, nonlinear.Message);
            var found = (LinearReading)reading.Case!;
            if (found.FirstBefore is { } before) return NotLinear(description, $"its layer '{before.Name}', {before.Layer}, comes before the last one");
            if (!Links.Names.Contains(found.Activation)) return NotLinear(description, $"its last layer has the activation {found.Activation}");
            if (!description.Indices.IsEmpty) return NotLinear(description, "it looks up indices");
            var kernel = model.Parameters[found.Kernel];
            var (inputs, outputs) = (kernel.Shape[0], kernel.Shape[1]);
            if (inputs != description.InputShape.Size || outputs != description.OutputShape.Size)
                return NotLinear(description, "its layer works on parts of a sample");
            var weights = kernel.ToDoubles();
            var bias = found.Bias is { } at ? model.Parameters[at].ToDoubles() : new double[outputs];
            var link = found.Activation.Length > 0 ? found.Activation : Links.Of(description.Output);
            return Computes(model, weights, bias, link)
                ? Table(columns, OutputNames.Of(description, legends), weights, bias, unitOf)
                : NotLinear(description, "its forward method computes something else than the layer and its activation");
        });

    private static Coefficients Table(
        Seq<string> columns, Seq<string> outputs, double[] weights, double[] bias, Func<int, (double Center, double Scale)> unitOf)
    {
        var (rows, rawBias) = (new ColumnCoefficients[columns.Count], (double[])bias.Clone());
        for (var i = 0; i < rows.Length; i++)
        {
            var row = weights.AsSpan(i * bias.Length, bias.Length).ToArray();
            var (center, scale) = unitOf(i);
            var raw = Array.ConvertAll(row, weight => weight * scale);
            for (var o = 0; o < raw.Length; o++) rawBias[o] -= raw[o] * center;
            rows[i] = new ColumnCoefficients(columns[i], Prelude.toSeq(row), Prelude.toSeq(raw));
        }
        return new Coefficients(outputs, Prelude.toSeq(rows), new ColumnCoefficients("intercept", Prelude.toSeq(bias), Prelude.toSeq(rawBias)));
    }

    /// <summary>Returns whether a model's predictions of random samples are those of a linear model with these coefficients.</summary>
    private static bool Computes<T>(T model, double[] weights, double[] bias, string activation) where T : class, IModel<T>
    {
        var (inputs, outputs) = (T.Description.InputShape.Size, bias.Length);
        var (samples, sums) = (new float[Probes * inputs], new double[Probes * outputs]);
        var most = Enumerable.Range(0, outputs).Max(o => Enumerable.Range(0, inputs).Sum(i => Math.Abs(weights[i * outputs + o])));
        var size = (float)(LargestProbe / Math.Max(most, 1e-6));
        for (var i = 0; i < samples.Length; i++) samples[i] = (2 * Philox.Uniform(default, RandomStreams.Permutation, (uint)i) - 1) * size;
        for (var p = 0; p < Probes; p++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var sum = bias[o];
                for (var i = 0; i < inputs; i++) sum += (double)samples[p * inputs + i] * weights[i * outputs + o];
                sums[p * outputs + o] = sum;
            }
        }
        Links.Apply(activation, sums, outputs);
        // Random numbers are as the layer gets them: nothing scales them.
        var predicted = model.Predict(Tensor.Create(T.Description.InputShape.Prepend(Probes), samples), SampleForm.Scaled)
            .ThrowIfFail().ToDoubles();
        return predicted.Zip(sums, (one, other) => Math.Abs(one - other) <= 1e-3 * (1 + Math.Abs(other))).All(same => same);
    }

    private static Error NotLinear(ModelDescription model, string why) =>
        Error.New($"{model.Name} is not a linear model, which has one Dense layer only: {why}. PermutationImportance and PartialDependence work for every model.");
}
