using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class ClassChoiceTests
{
    [Property]
    public void OfClasses_keeps_exactly_the_samples_of_the_classes_in_order_and_renumbers_them(NonEmptyArray<byte> labels, byte a, byte b)
    {
        int[] classes = [.. labels.Get.Select(label => label % 6), a % 6, b % 6];
        int[] chosen = [.. new[] { a % 6, b % 6 }.Distinct()];
        var data = (Samples.Numbered(classes.Length, i => classes[i]) | OfClasses(chosen)).Value();
        var expected = Enumerable.Range(0, classes.Length).Where(i => chosen.Contains(classes[i])).ToArray();
        Assert.Equal(expected.Select(i => System.Array.IndexOf(chosen, classes[i])), data.Labels());
        Assert.Equal((Samples.Numbered(classes.Length, i => 0) | Keep(expected)).ToTensor().ToArray(), data.ToTensor().ToArray());
    }

    [Fact]
    public void OfClasses_takes_the_names_along()
    {
        var data = (Named() | OfClasses(2, 0)).Value();
        Assert.Equal(["c", "a"], data.ClassNames.ToArray());
        Assert.Equal([1, 0], data.Labels());
        Assert.Contains("classes 2 (c), 0 (a)", data.Name);
    }

    [Fact]
    public void OfClasses_works_on_a_part_of_a_set()
    {
        var parts = (Samples.Numbered(40, i => i % 4) | Split(0.5, 1)).Value();
        var chosen = (parts.Train | OfClasses(3)).Value();
        Assert.Equal(parts.Train.Labels().Count(c => c == 3), chosen.Count);
        Assert.All(chosen.Labels(), c => Assert.Equal(0, c));
    }

    [Fact]
    public void OfClasses_names_what_cannot_be()
    {
        Assert.Contains("no sample is of class 5", (Samples.Numbered(3, i => i) | OfClasses(1, 5)).Message());
        Assert.Contains("names class 1 twice", (Samples.Numbered(3, i => i) | OfClasses(1, 0, 1)).Message());
        Assert.Contains("at least one class", (Samples.Numbered(3, i => i) | OfClasses()).Message());
        Assert.Contains("one class index a sample", (Samples.Numbered(3, i => i) | OneHot(3) | OfClasses(1)).Message());
    }

    [Property]
    public void IsClass_is_one_for_the_classes_and_zero_for_the_others(NonEmptyArray<byte> labels, byte yes)
    {
        int[] classes = [.. labels.Get.Select(label => label % 6), yes % 6];
        var data = (Samples.Numbered(classes.Length, i => classes[i]) | IsClass(yes % 6)).Value();
        Assert.Equal((LabelKind.Values, 1), (data.LabelKind, data.LabelShape[0]));
        Assert.Equal(classes.Select(c => c == yes % 6 ? 1f : 0f), data.Targets());
    }

    [Fact]
    public void IsClass_names_what_cannot_be()
    {
        Assert.Contains("names class 7, but the classes are 0 … 2", (Samples.Numbered(3, i => i) | IsClass(0, 7)).Message());
        Assert.Contains("names class -1", (Named() | IsClass(-1)).Message());
        Assert.Contains("at least one class", (Samples.Numbered(3, i => i) | IsClass()).Message());
        Assert.Contains("one class index a sample", (Samples.Numbered(3, i => i) | OneHot(3) | IsClass(1)).Message());
    }

    private static Dataset Named() => Dataset.Create<float>([1], [0, 1, 2], [0, 1, 2], ["a", "b", "c"]).Value();

    private static Func<Dataset, Dataset> Keep(int[] rows) => data => data.View(rows, data.Name);
}
