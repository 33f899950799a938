namespace ModelDsl.Import.Python;

/// <summary>Parts of a tensor. PyTorch has no negative steps: an axis is turned round before.</summary>
internal static class Slices
{
    public static Expression Write(Slice slice, IReadOnlyList<Term> x, StepPlace place)
    {
        var (operand, shape) = (x[0].Expression, x[0].Shape);
        if (slice.Ranges.Any(range => shape[range.Axis].IsBatch)) place.Refuse("it takes some of the samples of a batch");
        var turned = slice.Ranges.Where(range => range.Step < 0).ToList();
        if (turned.Count > 0) operand = operand.Then("flip", [.. turned.Select(range => PythonText.Number(range.Axis))]);
        var ranges = slice.Ranges
            .Select(range => range.Step < 0
                ? range with { Start = shape[range.Axis].Size - 1 - range.Start, Step = -range.Step }
                : range)
            .ToDictionary(range => range.Axis, range => Text(range, shape[range.Axis].Size));
        var last = ranges.Where(range => range.Value != ":").Select(range => range.Key).DefaultIfEmpty(-1).Max();
        return last < 0 ? operand
            : new($"{operand.Whole}[{string.Join(", ", Enumerable.Range(0, last + 1).Select(axis => ranges.TryGetValue(axis, out var text) ? text : ":"))}]");
    }

    private static string Text(AxisRange range, long size)
    {
        var end = range.Count == 0 ? range.Start : range.Start + (range.Count - 1) * range.Step + 1;
        var (from, to) = (range.Start == 0 ? "" : PythonText.Number(range.Start), end + range.Step > size && end <= size && range.Count > 0 ? "" : PythonText.Number(end));
        return range.Step == 1 ? $"{from}:{to}" : $"{from}:{to}:{range.Step}";
    }
}
