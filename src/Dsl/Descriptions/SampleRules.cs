namespace ModelDsl.Descriptions;

/// <summary>When numbers and shapes of samples are what a model takes.</summary>
internal static class SampleRules
{
    /// <summary>Whether a number is a whole one in [0, limit).</summary>
    public static bool IsIndex(double number, int limit) => number >= 0 && number < limit && number == Math.Floor(number);

    /// <summary>
    /// Whether labels of a shape are those of another. Axes of length 1 do not count, since they change neither the numbers nor their order: a class
    /// index may be <c>[1]</c>, the target of one number <c>[]</c>.
    /// </summary>
    public static bool AreLabels(Shape given, Shape taken) => given.Where(size => size != 1).SequenceEqual(taken.Where(size => size != 1));
}
