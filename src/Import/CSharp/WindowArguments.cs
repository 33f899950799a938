namespace ModelDsl.Import.CSharp;

/// <summary>A window as arguments of an attribute.</summary>
internal static class WindowArguments
{
    /// <summary>Returns size, strides, dilation and padding. Arguments with their default value are null.</summary>
    /// <param name="window">The window.</param>
    /// <param name="x">The images that it moves over, with channels last.</param>
    /// <param name="usualStrides">The default strides; 0 for the size of the window.</param>
    public static IEnumerable<string?> Of(Window window, Placed x, int usualStrides) =>
        [.. OfSize(window, usualStrides), Padding(window, x)];

    /// <summary>Returns size, strides and dilation.</summary>
    public static IEnumerable<string?> OfSize(Window window, int usualStrides)
    {
        var size = window.Size.Distinct().Count() == 1 ? window.Size.Take(1) : window.Size;
        var isUsual = usualStrides == 0 ? window.Strides.SequenceEqual(window.Size) : window.Strides.All(stride => stride == usualStrides);
        return
        [
            NumberText.List(size),
            isUsual ? null : window.Strides.Distinct().Count() == 1 ? $"Strides = {window.Strides[0]}"
                : $"StrideHeight = {window.Strides[0]}, StrideWidth = {window.Strides[1]}",
            window.Dilations[0] == 1 ? null : $"Dilation = {window.Dilations[0]}",
        ];
    }

    /// <summary>Returns the output padding of a transposed convolution; nothing for 0.</summary>
    public static IEnumerable<string> OutputPadding(IReadOnlyList<int> places) => (places.Distinct().ToArray(), places) switch
    {
        ([0], _) => [],
        ([var all], _) => [$"OutputPadding = {all}"],
        (_, [var height, 0]) => [$"OutputPaddingHeight = {height}"],
        (_, [0, var width]) => [$"OutputPaddingWidth = {width}"],
        _ => [$"OutputPaddingHeight = {places[0]}", $"OutputPaddingWidth = {places[1]}"],
    };

    /// <summary>Returns pads in their shortest form; null when there are none.</summary>
    public static string? Pads(Window window)
    {
        int[] pads = [.. window.Begin.Zip(window.End, (begin, end) => new[] { begin, end }).SelectMany(pair => pair)];
        return pads.All(pad => pad == 0) ? null : Edges(pads);
    }

    /// <summary>Returns edges in their shortest form: top, bottom, left and right, or the two ends of a sequence.</summary>
    public static string Edges(params int[] edges) => edges switch
    {
        _ when edges.All(edge => edge == edges[0]) => $"{edges[0]}",
        [var top, var bottom, var left, var right] when top == bottom && left == right => $"{top}, {left}",
        _ => NumberText.List(edges),
    };

    private static string? Padding(Window window, Placed x)
    {
        if (Pads(window) is not { } pads) return null;
        var isSame = Enumerable.Range(0, window.Size.Count).All(axis =>
        {
            var (length, reach) = ((int)x.Sizes[axis], (window.Size[axis] - 1) * window.Dilations[axis] + 1);
            var places = (length + window.Strides[axis] - 1) / window.Strides[axis];
            var all = Math.Max((places - 1) * window.Strides[axis] + reach - length, 0);
            return window.Begin[axis] == all / 2 && window.End[axis] == all - all / 2;
        });
        return isSame ? "Padding = Padding.Same" : $"Pads = [{pads}]";
    }
}
