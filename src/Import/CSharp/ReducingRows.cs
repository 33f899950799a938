namespace ModelDsl.Import.CSharp;

/// <summary>Functions that make one number of several, or divide by a sum.</summary>
internal static class ReducingRows
{
    private static readonly Dictionary<ReduceFunction, string> Methods = new()
    {
        [ReduceFunction.Sum] = "Sum",
        [ReduceFunction.Mean] = "Mean",
        [ReduceFunction.Maximum] = "Max",
        [ReduceFunction.Minimum] = "Max",
    };

    public static Placed Reduce(StepBuilder build, Reduce reduce)
    {
        var x = build.Operand();
        var layout = reduce.KeepAxes ? x.Layout : x.Layout.Without(reduce.Axes);
        int[] positions = [.. reduce.Axes.Select(x.Layout.PositionOf).OrderByDescending(position => position)];
        if (positions.Contains(0)) throw new CannotSay("it reduces the batch, but a prediction must not depend on other samples.");
        if (!Methods.TryGetValue(reduce.Function, out var method)) throw new CannotSay("a method has no product along an axis. Use the exponential of a sum of logarithms.");
        if (reduce.Function is ReduceFunction.Mean or ReduceFunction.Maximum && IsWhole(x, reduce.Axes))
            return Global(build, x, reduce.Function == ReduceFunction.Maximum, reduce.KeepAxes);
        var code = reduce.Function == ReduceFunction.Minimum ? Negated(x.Code) : x.Code;
        foreach (var position in positions)
            code = reduce.KeepAxes ? code.Then(method, position, "keepDims: true") : code.Then(method, position);
        return build.Result(reduce.Function == ReduceFunction.Minimum ? Negated(code) : code, layout);
    }

    public static Placed Softmax(StepBuilder build, Softmax softmax)
    {
        var layout = build.Operand().Layout;
        if (layout.PositionOf(softmax.Axis) == 0) throw new CannotSay("it works along the batch, but a prediction must not depend on other samples.");
        if (layout.PositionOf(softmax.Axis) != layout.Rank - 1) layout = layout.MovedLast(softmax.Axis);
        var x = build.Operand(0, layout);
        return build.Result(x.Code.Then(softmax.IsLogarithm ? "LogSoftmax" : "Softmax"), layout);
    }

    /// <summary>Returns the mean, or the largest number, of each channel of an image or a sequence whose channels are last.</summary>
    public static Placed Global(StepBuilder build, Placed x, bool isMaximum, bool keepAxes)
    {
        var (kind, rank) = (isMaximum ? "GlobalMaxPooling" : "GlobalAveragePooling", x.Shape.Rank);
        var name = build.Layers.Declare(isMaximum ? "GlobalMax" : "GlobalAverage", $"{kind}{rank - 2}D");
        var (code, channels) = (x.Code.Into($"m.{name}"), x.Sizes[x.Sizes.Count - 1]);
        if (!keepAxes) return build.Result(code, Layout.Same(2));
        return build.Result(StepBuilder.Reshaped(code, [channels], [.. Enumerable.Repeat(1L, rank - 2), channels]), x.Layout);
    }

    private static bool IsWhole(Placed x, IReadOnlyList<int> axes) =>
        x.Shape.Rank is 3 or 4 && x.Layout.Equals(Layout.ChannelsLast(x.Shape.Rank))
            && axes.SequenceEqual(Enumerable.Range(2, x.Shape.Rank - 2));

    private static Code Negated(Code x) => new($"-{x.Beside(Strength.Sign)}", Strength.Sign, x.Names);
}
