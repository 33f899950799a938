using LanguageExt;
using ModelDsl.EndToEnd.Tests.FeatureRecords;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>A choice among three classes, of which the first does not count.</summary>
[Model(1), SparseCategoricalCrossentropy(IgnoreClass = 0)]
public sealed partial record IgnoringZero([Dense(3)] Dense Output);

/// <summary>Probabilities that are equal, and probabilities of 0.</summary>
public class CalibrationEdgeTests
{
    private static readonly Passenger[] Rows = FeatureModelTests.Draw(50, 3);

    [Fact]
    public void Of_equal_classes_the_first_is_the_top_one()
    {
        var table = Constant(1, 1);
        Assert.Equal([(50, 0.5, Rows.Count(row => row.Survived == false) / 50.0)],
            table.Bins.Map(bin => (bin.Count, bin.Predicted, bin.Observed)).ToArray());
    }

    [Fact]
    public void The_logarithm_of_0_is_bounded()
    {
        var table = Constant(0, 200);
        Assert.Equal(Rows.Count(row => row.Survived == false) / 50.0 * -Math.Log(1e-7), table.LogLoss, 1e-9);
    }

    [Fact]
    public void Samples_of_the_ignored_class_are_left_out()
    {
        var data = Dataset.Create<float>([1], [1, 2, 3, 4, 5], [0, 1, 2, 0, 1]).ThrowIfFail();
        Assert.Equal(3, IgnoringZero.Initialize(1).Calibration(data).ThrowIfFail().Count);
    }

    private static Calibration Constant(float no, float yes)
    {
        var model = TitanicClasses.Initialize(1).Adapt(Rows).ThrowIfFail();
        model = model with { Output = new Dense(0 * model.Output.Kernel, Tensor.Create([2], [no, yes])) };
        return model.Calibration(model.Encoder!.Encode(Rows).ThrowIfFail()).ThrowIfFail();
    }
}
