using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class DatasetCheckTests
{
    private static readonly ModelDescription Sparse = Samples.Model([1], [3], LossKind.SparseCategoricalCrossentropy);
    private static readonly ModelDescription Categorical = Samples.Model([1], [2], LossKind.CategoricalCrossentropy);
    private static readonly ModelDescription Binary = Samples.Model([1], [2], LossKind.BinaryCrossentropy);
    private static readonly ModelDescription Regression = Samples.Model([1], [2], LossKind.MeanSquaredError);

    private static Dataset Targets(params float[] targets) => Dataset.Create<byte>([1], new byte[targets.Length / 2], targets, [2]).Value();

    [Fact]
    public void DataThatFitsPasses()
    {
        Assert.True(Samples.Numbered(5, i => i % 3).Check(Sparse).IsSucc);
        Assert.True((Samples.Numbered(5, i => i % 2) | OneHot(2)).Value().Check(Categorical).IsSucc);
        Assert.True((Samples.Numbered(5, i => i % 2) | OneHot(2)).Value().Check(Binary).IsSucc);
        Assert.True(Targets(0, 1, 0.25f, 0.75f).Check(Categorical).IsSucc);
        Assert.True(Targets(1, 1, 0, 0).Check(Binary).IsSucc);
        Assert.True(Targets(-5, 100).Check(Regression).IsSucc);
    }

    [Fact]
    public void SamplesOfAnotherShapeAreAnErrorWithBothShapes()
    {
        var message = Samples.Numbered(2).Check(Samples.Model([28, 28], [3], LossKind.SparseCategoricalCrossentropy)).Message();
        Assert.Contains("[1]", message);
        Assert.Contains("[28, 28]", message);
    }

    [Fact]
    public void AClassThatTheModelDoesNotHaveIsNamedWithTheRange()
    {
        var message = Samples.Numbered(6, i => i >= 4 ? 3 : 2).Check(Sparse).Message();
        Assert.Contains("label of sample 4 is 3", message);
        Assert.Contains("0 … 2", message);
    }

    [Fact]
    public void OnlyTheLabelsOfTheViewAreChecked()
    {
        var data = Samples.Numbered(6, i => i == 4 ? 9 : 0);
        Assert.True((data | Take(4)).Check(Sparse).IsSucc);
        Assert.True((data | Take(5)).Check(Sparse).IsFail);
        var targets = Targets(0, 1, 0.5f, 0.5f, 0.5f, 0.6f);
        Assert.True((targets | Take(2)).Check(Categorical).IsSucc);
        Assert.True(targets.Check(Categorical).IsFail);
    }

    [Fact]
    public void TheSampleIsCountedInTheView()
    {
        var data = Samples.Numbered(9, i => i == 7 ? 5 : 0) | Shuffle(4);
        var position = Array.IndexOf(data.Labels(), 5);
        Assert.Contains($"sample {position} ", data.Check(Sparse).Message());
    }

    [Fact]
    public void LabelsOfTheOtherKindSayWhatToDo()
    {
        Assert.Contains("OneHot(2)", Samples.Numbered(3).Check(Categorical).Message());
        Assert.Contains("numbers as targets", Samples.Numbered(3).Check(Regression).Message());
        var oneYesNo = Samples.Model([1], [1], LossKind.BinaryCrossentropy);
        Assert.Contains("numbers as targets", Samples.Numbered(3).Check(oneYesNo).Message());
        Assert.Contains("class indices", Targets(0, 1).Check(Sparse).Message());
    }

    [Fact]
    public void LabelsOfAnotherShapeAreAnErrorWithBothShapes()
    {
        var message = (Samples.Numbered(3) | OneHot(5)).Value().Check(Categorical).Message();
        Assert.Contains("[5]", message);
        Assert.Contains("[2]", message);
    }

    [Fact]
    public void TargetsOutsideTheUnitIntervalAreNamed()
    {
        Assert.Contains("target of sample 1 at [0] is 1.5", Targets(0, 1, 1.5f, 0).Check(Binary).Message());
        Assert.Contains("target of sample 1 at [1] is -0.5", Targets(0, 1, 1.5f - 0.5f, -0.5f).Check(Categorical).Message());
    }

    [Theory]
    [InlineData(0.5f, 0.502f, false)]
    [InlineData(0.5f, 0.498f, false)]
    [InlineData(0.5f, 0.5005f, true)]
    [InlineData(0.5f, 0.4995f, true)]
    public void RowsOfProbabilitiesSumToOneWithinAThousandth(float a, float b, bool right) =>
        Assert.Equal(right, Targets(0, 1, a, b).Check(Categorical).IsSucc);

    [Fact]
    public void ASumThatIsNotOneIsNamed() =>
        Assert.Contains("targets of sample 1 sum to 1.25", Targets(0, 1, 0.5f, 0.75f).Check(Categorical).Message());

    [Fact]
    public void DataWithoutLabelsCanOnlyBePredicted()
    {
        var data = Dataset.Unlabelled<byte>([1], [1, 2]).Value();
        Assert.Contains("no labels", data.Check(Sparse).Message());
        Assert.True(data.CheckInputs(Sparse).IsSucc);
        Assert.Contains("[2]", data.CheckInputs(Samples.Model([2], [3], LossKind.MeanSquaredError)).Message());
    }

    [Fact]
    public void AllFaultsAreReportedTogetherUnderTheNameOfTheData()
    {
        var model = Samples.Model([2], [3], LossKind.SparseCategoricalCrossentropy);
        var message = Samples.Numbered(3, _ => 8).Named("toys").Check(model).Message();
        Assert.StartsWith("toys: ", message);
        Assert.Contains("[2]", message);
        Assert.Contains("label of sample 0 is 8", message);
    }
}
