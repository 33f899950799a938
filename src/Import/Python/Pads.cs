namespace ModelDsl.Import.Python;

/// <summary>Padding. PyTorch counts pads from the last axis: before it, after it, before the one before it …</summary>
internal static class Pads
{
    /// <summary>Adds the places of a window around the spatial axes.</summary>
    public static Expression Around(Expression x, Window window, string value) => value == "0.0"
        ? Expression.Call("F.pad", x.Text, Of(window.Begin, window.End))
        : Expression.Call("F.pad", x.Text, Of(window.Begin, window.End), "value=" + value);

    /// <summary>Returns <c>(left, right, top, bottom)</c>.</summary>
    public static string Of(IReadOnlyList<int> begin, IReadOnlyList<int> end) =>
        PythonText.Tuple(Enumerable.Range(0, begin.Count).Reverse().SelectMany(axis => new long[] { begin[axis], end[axis] }));

    /// <summary>Adds places around all axes.</summary>
    public static Expression Of(Expression x, Pad pad, int rank, Action<string> refuse)
    {
        var first = Enumerable.Range(0, rank).TakeWhile(axis => pad.Begin[axis] == 0 && pad.End[axis] == 0).Count();
        if (first == rank) return x;
        var places = Of([.. pad.Begin.Skip(first)], [.. pad.End.Skip(first)]);
        if (pad.Mode == PadMode.Constant)
        {
            return pad.Value == 0
                ? Expression.Call("F.pad", x.Text, places)
                : Expression.Call("F.pad", x.Text, places, "value=" + PythonText.Number((float)pad.Value));
        }
        // PyTorch mirrors and repeats edges of one axis of up to three, two of up to four, three of up to five.
        var axes = Math.Max(rank - 2, 1);
        if (rank > 5 || rank - first > axes) refuse("PyTorch mirrors and repeats edges of the axes after the second alone");
        places = Of([.. pad.Begin.Skip(rank - axes)], [.. pad.End.Skip(rank - axes)]);
        return Expression.Call("F.pad", x.Text, places, pad.Mode == PadMode.Reflect ? "mode=\"reflect\"" : "mode=\"replicate\"");
    }
}
