using FsCheck;
using FsCheck.Xunit;
using ModelDsl.Data;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

/// <summary>Windows of a series against loops over arrays.</summary>
public sealed class WindowTests
{
    /// <summary>A series whose number f of step t is 10·t + f.</summary>
    private static Dataset Steps(int count, int features = 1, string[]? names = null)
    {
        var numbers = Enumerable.Range(0, count * features).Select(i => (float)(10 * (i / features) + i % features)).ToArray();
        var steps = Dataset.Unlabelled<float>([features], numbers, name: "the series").Value();
        return names is null ? steps : (steps | WithFeatureNames(names)).Value();
    }

    private static float[] Targets(Dataset data)
    {
        var targets = new float[data.Count * data.LabelShape.Size];
        data.CopyTargets([.. Enumerable.Range(0, data.Count)], targets);
        return targets;
    }

    [Fact]
    public void AWindowHasItsStepsAndTheNextStepIsItsTarget()
    {
        var data = (Steps(5) | Windows(length: 3)).Value();
        Assert.Equal((2, "[3, 1]", "[1]"), (data.Count, data.SampleShape.ToString(), data.LabelShape.ToString()));
        Assert.Equal([0f, 10, 20, 10, 20, 30], data.Numbers());
        Assert.Equal([30f, 40], Targets(data));
    }

    [Fact]
    public void HorizonGapStrideAndTargetsAreWhatTheySay()
    {
        var data = (Steps(12, 2, ["a", "b"]) | Windows(length: 2, horizon: 3, gap: 1, stride: 4, targets: "b")).Value();
        Assert.Equal((2, "[2, 2]", "[3]"), (data.Count, data.SampleShape.ToString(), data.LabelShape.ToString()));
        Assert.Equal([0f, 1, 10, 11, 40, 41, 50, 51], data.Numbers());
        Assert.Equal([31f, 41, 51, 71, 81, 91], Targets(data));
        Assert.Equal(["a t−1", "b t−1", "a t", "b t"], data.Features.Map(f => f.Name).ToArray());
    }

    [Theory]
    [InlineData(1, 1, "[1]")]
    [InlineData(1, 2, "[2]")]
    [InlineData(3, 1, "[3]")]
    [InlineData(3, 2, "[3, 2]")]
    public void TheShapeOfTargetsHasOnlyAxesThatVary(int horizon, int features, string shape) =>
        Assert.Equal(shape, (Steps(9, features) | Windows(2, horizon)).Value().LabelShape.ToString());

    [Property(MaxTest = 200)]
    public bool AnyWindowsAreThoseOfALoop(
        PositiveInt length, NonNegativeInt horizon, NonNegativeInt gap, PositiveInt stride, byte start, bool scaled)
    {
        var (l, h, g, s, first) = (length.Get % 6 + 1, horizon.Get % 4, gap.Get % 3, stride.Get % 4 + 1, start % 5);
        if (h == 0) g = 0;
        var whole = Steps(30, 2);
        var view = whole.View([.. Enumerable.Range(first, 30 - first)], "view");
        if (scaled) view = (view | Standardize(Standardization.Fit(view))).Value();
        var numbers = view.Numbers();
        var data = (view | Windows(l, h, g, s)).Value();
        var starts = Enumerable.Range(0, 30 - first).Where(t => t % s == 0 && t + l + g + h <= 30 - first).ToArray();
        return data.Count == starts.Length
            && data.Numbers().SequenceEqual(starts.SelectMany(t => numbers[(2 * t)..(2 * (t + l))]))
            && data.HasLabels == h > 0
            && (h == 0 || Targets(data).SequenceEqual(starts.SelectMany(t => numbers[(2 * (t + l + g))..(2 * (t + l + g + h))])));
    }

    [Fact]
    public void LabelsOfStepsBecomeLabelsOfWindows()
    {
        var steps = Dataset.Create<float>([1], [0, 1, 2, 3, 4], [5, 6, 7, 8, 9], labelShape: default).Value();
        Assert.Equal([6, 7, 8, 9], (steps | Windows(2, horizon: 0)).Value().Labels());
        Assert.Equal([7, 8, 9], (steps | Windows(2)).Value().Labels());
        Assert.Equal([8, 9], (steps | Windows(2, gap: 1)).Value().Labels());
        var several = (steps | Windows(2, horizon: 2)).Value();
        Assert.Equal("[2]", several.LabelShape.ToString());
        Assert.Equal([7, 8, 8, 9], several.Labels());
        var hot = Dataset.Create<float>([1], [0, 1, 2], [0, 1, 2]).Value() | OneHot(3);
        Assert.Equal([0f, 1, 0, 0, 0, 1], Targets((hot | Windows(2, horizon: 0)).Value()));
    }

    [Fact]
    public void WindowsOfBytesAndOfJoinedStepsAreThoseOfFloats()
    {
        var bytes = Dataset.Unlabelled<byte>([2], [.. Enumerable.Range(0, 40).Select(i => (byte)(7 * i))]).Value();
        var floats = Dataset.Unlabelled<float>([2], bytes.Numbers()).Value();
        var joined = Dataset.Join(bytes | Scale(0.1f), floats).Value();
        var apart = Dataset.Unlabelled<float>([4], joined.Numbers()).Value();
        Assert.Equal((floats | Scale(.3f) | Windows(5)).Value().Numbers(), (bytes | Scale(.3f) | Windows(5)).Value().Numbers());
        Assert.Equal((apart | Windows(5)).Value().Numbers(), (joined | Windows(5)).Value().Numbers());
        Assert.Equal(Targets((apart | Windows(5)).Value()), Targets((joined | Windows(5)).Value()));
    }

    [Fact]
    public void ScalingBeforeAndAfterAndRawNumbersAreKnown()
    {
        var steps = Steps(8, 2);
        var fitted = Standardization.Fit(steps);
        var data = (steps | Standardize(fitted) | Windows(3)).Value() | Scale(2);
        var expected = (steps | Windows(3)).Value().Numbers().Select((x, i) => 2 * (x - fitted.Means[i % 2]) / fitted.Deviations[i % 2]);
        Assert.All(expected.Zip(data.Numbers()), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-5));
        Assert.Equal((fitted.Means[1], 2 / fitted.Deviations[1]), data.UnitOf(5));
        var raw = new double[6];
        data.CopyRaw(1, raw);
        Assert.Equal([10.0, 11, 20, 21, 30, 31], raw);
    }

    [Fact]
    public void PartsInTimeAreScaledByTheTrainingPartAndCutOneByOne()
    {
        var steps = Steps(10);
        var parts = new Parts(steps.View([0, 1, 2, 3, 4, 5], "train"), steps.View([6, 7, 8, 9], "held"));
        var windows = (Standardize()(parts) | Both(Windows(2))).Value();
        Assert.Equal((4, 2), (windows.Train.Count, windows.Validation.Count));
        var (mean, deviation) = (25.0, Math.Sqrt(1750.0 / 6));
        Assert.Equal((80 - mean) / deviation, Targets(windows.Validation)[0], 1e-5);
        Assert.Equal(2, (Both(Scale(2))(parts)).Validation.Numbers()[0] / 60, 1e-6);
    }

    [Theory]
    [InlineData(0, 1, 0, 1, "a window has at least 1 step, but 0 were asked for")]
    [InlineData(1, 1, 0, 0, "the stride is at least 1 step, but is 0")]
    [InlineData(1, -1, 0, 1, "the horizon is not negative, but is -1")]
    [InlineData(1, 0, 2, 1, "the gap between a window and its targets is 2")]
    [InlineData(3, 2, 1, 1, "a window of 3 steps with a gap of 1 and a horizon of 2 needs 6 steps, but there are 5")]
    public void ImpossibleWindowsAreErrors(int length, int horizon, int gap, int stride, string why) =>
        Assert.Contains(why, (Steps(5) | Windows(length, horizon, gap, stride)).Message(), StringComparison.Ordinal);

    [Fact]
    public void StepsOutOfOrderWeightsAndUnknownTargetsAreErrors()
    {
        Assert.Contains("the series: windows need steps in their order, but sample 1 does not follow",
            (Steps(5).View([2, 1, 0], "the series") | Windows(2)).Message(), StringComparison.Ordinal);
        Assert.Contains("the steps have weights", (Steps(3) | WithSampleWeights(1, 2, 3) | Windows(2)).Message(), StringComparison.Ordinal);
        Assert.Contains("there is no feature 'c' for a target; there are a, b",
            (Steps(5, 2, ["a", "b"]) | Windows(2, 1, 0, 1, "c")).Message(), StringComparison.Ordinal);
        Assert.Contains("a horizon of 0 windows have no targets", (Steps(5) | Windows(2, 0, 0, 1, "x0")).Message(), StringComparison.Ordinal);
        Assert.Contains("targets can't be chosen", (Samples.Numbered(5) | Windows(2, 1, 0, 1, "x0")).Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void ASeriesIsNotCopied()
    {
        var steps = Dataset.Unlabelled<float>([1], new float[1_000_000]).Value();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var data = (steps | Windows(1000, horizon: 100)).Value();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
        Assert.Equal(998_901, data.Count);
        var (rows, samples, targets) = (new[] { 5, 900_000 }, new float[2000], new float[200]);
        data.CopySamples(rows, samples);
        data.CopyTargets(rows, targets);
        before = GC.GetAllocatedBytesForCurrentThread();
        data.CopySamples(rows, samples);
        data.CopyTargets(rows, targets);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void MappedStepsAreReadFromTheirFile()
    {
        using var folder = new TemporaryFolder();
        var content = Samples.Bytes(40, 3);
        var path = folder.Write("steps.idx", IdxTests.File(IdxType.UInt8, [20, 2], content));
        var mapped = (Idx.Map([new IdxPart(path)]).Value() | Windows(4, 2)).Value();
        var inMemory = (Dataset.Unlabelled<byte>([2], content).Value() | Windows(4, 2)).Value();
        Assert.Equal(inMemory.Numbers(), mapped.Numbers());
        Assert.Equal(Targets(inMemory), Targets(mapped));
        Assert.True(mapped.IsSlow);
    }
}
