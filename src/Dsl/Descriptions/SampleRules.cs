namespace ModelDsl.Descriptions;

/// <summary>Decides whether a model can take numbers and shapes of samples.</summary>
internal static class SampleRules
{
    /// <summary>Returns whether a number is a whole number in [0, limit).</summary>
    public static bool IsIndex(double number, int limit) => number >= 0 && number < limit && number == Math.Floor(number);

    /// <summary>
    /// Returns whether labels of one shape can serve as labels of another. Axes of length 1 are ignored, because they change neither the
    /// numbers nor their order: a class index may be <c>[1]</c>, the target of one number <c>[]</c>.
    /// </summary>
    public static bool AreLabels(Shape given, Shape taken) => given.Where(size => size != 1).SequenceEqual(taken.Where(size => size != 1));
}
