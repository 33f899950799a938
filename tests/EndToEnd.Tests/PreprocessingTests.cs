using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Preprocessing layers against numbers of Keras's documentation and tests, and against their formulas.</summary>
public class PreprocessingTests
{
    [Fact]
    public void Rescaling_is_a_factor_and_an_offset() =>
        Gives<OneRescaling>([3], [0, 127.5, 255, 51, 102, 204], [3], [-1, 0, 1, -0.6, -0.2, 0.6]);

    /// <summary>Keras's documentation of CategoryEncoding.</summary>
    [Fact]
    public void Categories_become_rows_of_zeros_and_ones()
    {
        Gives<OneMultiHot>([3], [0, 1, 1, 0, 0, 0, 1, 2, 2, 3, 1, 1], [4], [1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1]);
        Gives<OneOneHot>([2, 2], [3, 2, 0, 1], [2, 2, 4], [0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
        Gives<SingleOneHot>([2, 1], [3, 2, 0, 1], [2, 4], [0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
        Gives<OneCount>([2, 3], [1, 1, 1, 0, 3, 0], [2, 4], [0, 3, 0, 0, 2, 0, 0, 1]);
    }

    /// <summary>Keras's documentation of Discretization, and numbers on boundaries, which belong to the bucket at their right.</summary>
    [Fact]
    public void Numbers_become_indices_of_buckets()
    {
        Gives<OneDiscretization>([4], [-1.5, 1, 3.4, 0.5, 0, 3, 1.3, 0], [4], [0, 2, 3, 1, 1, 3, 2, 1]);
        Gives<OneDiscretization>([4], [double.NegativeInfinity, double.PositiveInfinity, 2, -0.0], [4], [0, 3, 3, 1]);
        Gives<TenthsDiscretization>([2], [0.1f, 0.7f, 0.2f, MathF.BitDecrement(0.2f)], [2], [1, 3, 2, 1]);
        Gives<CountedDiscretization>([2, 2], [-1.5, 1, 3.4, 0.5, 0, 0.1, 2, 2], [2, 4], [1, 0, 1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 0, 0, 0, 2]);
        foreach (var engine in Numbers.Engines)
        {
            var output = OneDiscretization.Initialize(1).Forward(Tensor.Create([1, 4], [1f, float.NaN, 0, 0]).To(engine));
            Assert.Equal([2, double.NaN, 1, 1], output.ToDoubles());
        }
    }

    /// <summary>Figures of scikit-learn 1.2.1: StandardScaler.</summary>
    [Fact]
    public void Normalization_is_the_standard_score()
    {
        var model = OneNormalization.Initialize(1).Adapt(Flowers()).ThrowIfFail();
        Numbers.Close([6.08571434, 3.12857144, 4.14285711, 1.39999998], model.Scale.Mean.ToDoubles(), 1e-7);
        Numbers.Close([0.63836732, 0.05632652, 3.27673472, 0.69142855], model.Scale.Variance.ToDoubles(), 1e-7);
        Assert.Equal([7], model.Scale.Count.ToDoubles());
        foreach (var engine in Numbers.Engines)
        {
            var scores = model.To(engine).Forward(Tensor.Create([2, 4], [.. Rows[..4], .. Rows[16..20]])).ToDoubles();
            Numbers.Close([-1.2337177, 1.56501612, -1.5152439, -1.44313708, 0.26819963, 0.7223149, 1.02594642, 1.3228757], scores, 1e-5);
        }
    }

    /// <summary>Figures of NumPy's <c>quantile</c> and scikit-learn's KBinsDiscretizer, strategy quantile.</summary>
    [Fact]
    public void Learnt_boundaries_are_quantiles()
    {
        var model = LearntDiscretization.Initialize(1).Adapt(Flowers()).ThrowIfFail();
        Numbers.Close([1.65999999, 3.0, 4.53999996, 5.86000013], model.Buckets.Boundaries!.ToDoubles(), 1e-7);
        Assert.Equal([28], model.Buckets.Count!.ToDoubles());
        int[] buckets = [3, 2, 0, 0, 3, 2, 0, 0, 4, 2, 3, 0, 4, 2, 2, 0, 4, 2, 4, 1, 3, 1, 3, 1, 4, 2, 4, 1];
        Assert.Equal(buckets, model.Forward(Tensor.Create([7, 4], Rows)).ToDoubles().Select(bucket => (int)bucket));
    }

    [Fact]
    public void What_is_no_category_is_named_when_data_meets_the_model()
    {
        Assert.Equal(4, OneMultiHot.Description.IndexLimit);
        var batch = Tensor.Create([1, 3], [0f, 4, 1]);
        Assert.Contains("takes indices, whole numbers from 0 to 3", Assert.Throws<ArgumentException>(() => OneMultiHot.Initialize(1).Forward(batch)).Message);
        var data = Dataset.Create<float>([3], [0f, -1, 1], [0f, 0, 0, 0], [4]).ThrowIfFail();
        Assert.Contains("sample 0 is -1 at [1]", OneMultiHot.Initialize(1).Evaluate(data).Match(_ => "", e => e.Message));
    }

    internal static readonly float[] Rows =
    [
        5.1f, 3.5f, 1.4f, 0.2f, 4.9f, 3.0f, 1.4f, 0.2f, 7.0f, 3.2f, 4.7f, 1.4f, 6.4f, 3.2f, 4.5f, 1.5f,
        6.3f, 3.3f, 6.0f, 2.5f, 5.8f, 2.7f, 5.1f, 1.9f, 7.1f, 3.0f, 5.9f, 2.1f,
    ];

    internal static Dataset Flowers() => Dataset.Create<float>([4], Rows, new float[28], [4]).ThrowIfFail();

    private static void Gives<T>(Shape sample, double[] inputs, Shape output, double[] expected) where T : class, IModel<T>
    {
        var rows = inputs.Length / sample.Size;
        Assert.Equal(output, T.Description.OutputShape);
        foreach (var engine in Numbers.Engines)
        {
            var parameters = new ParameterArena(engine, T.Description);
            foreach (var program in new[] { ProgramKind.Forward, ProgramKind.Loss, ProgramKind.Gradient }
                .Select(kind => T.Compile(kind, engine, rows, parameters, new ParameterArena(engine, T.Description))))
            {
                engine.Write(inputs, program.Input);
                program.Run(default);
                var numbers = new double[program.Output.Count];
                engine.Read(program.Output, numbers);
                Numbers.Close(expected, numbers, 1e-6);
            }
        }
    }
}
