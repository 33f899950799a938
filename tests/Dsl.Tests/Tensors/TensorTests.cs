using FsCheck.Xunit;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Tensors;

public class TensorTests
{
    private static readonly Tensor Sample = Tensor.Create([2, 3], [1f, 2f, 3f, 4f, 5f, 6f]);

    [Fact]
    public void Tensors_are_equal_when_shape_and_all_numbers_are()
    {
        Assert.Equal(Tensor.Create([2, 3], [1f, 2f, 3f, 4f, 5f, 6f]), Sample);
        Assert.Equal(Tensor.Create([2, 3], [1f, 2f, 3f, 4f, 5f, 6f]).GetHashCode(), Sample.GetHashCode());
        Assert.NotEqual(Tensor.Create([3, 2], [1f, 2f, 3f, 4f, 5f, 6f]), Sample);
        Assert.NotEqual(Tensor.Create([2, 3], [1f, 2f, 3f, 4f, 5f, 7f]), Sample);
        Assert.NotEqual<Tensor>(Tensor.Create([2], [1f, 2f]), Tensor.Create([2], [1, 2]));
        Assert.NotEqual(Tensor.Create([1], [0f]), Tensor.Create([1], [-0f]));
        Assert.Equal(Tensor.Create([1], [float.NaN]), Tensor.Create([1], [float.NaN]));
        Assert.False(Sample.Equals(null));
    }

    [Fact]
    public void Another_number_of_values_than_the_shape_holds_is_refused_in_words()
    {
        var message = Assert.Throws<ArgumentException>(() => Tensor.Create([2, 3], new float[5])).Message;
        Assert.Equal("A tensor [2, 3] holds 6 numbers, but 5 were given.", message);
        Assert.Throws<ArgumentException>(() => Tensor.Create([2, 3], new int[7]));
        Assert.Throws<ArgumentException>(() => Tensor.Create([2, 3], new double[7], Engine.Reference));
    }

    [Fact]
    public void Nothing_is_broadcast_silently()
    {
        var row = Tensor.Create([3], [1f, 2f, 3f]);
        Assert.Equal("Tensor [2, 3] + tensor [3]: the shapes must be equal; BroadcastTo repeats one of them along axes of size 1.", Assert.Throws<ArgumentException>(() => Sample + row).Message);
        Assert.Equal("Tensor [3] - tensor [2, 3]: the shapes must be equal; BroadcastTo repeats one of them along axes of size 1.", Assert.Throws<ArgumentException>(() => row - Sample).Message);
        Assert.Throws<ArgumentException>(() => Tensor.Create([3, 1], [1f, 2f, 3f]) - row);
    }

    [Fact]
    public void Arithmetic_is_elementwise()
    {
        Assert.Equal(Tensor.Create([2, 3], [2f, 4f, 6f, 8f, 10f, 12f]), Sample + Sample);
        Assert.Equal(Tensor.Zeros([2, 3]), Sample - Sample);
        Assert.Equal(Tensor.Create([2, 3], [.5f, 1f, 1.5f, 2f, 2.5f, 3f]), 0.5 * Sample);
        Assert.Equal(Sample * 0.5, 0.5 * Sample);
    }

    [Property]
    public bool The_way_to_another_engine_and_back_changes_nothing(float[] values)
    {
        var tensor = Tensor.Create([values.Length], values);
        return tensor.To(Engine.Reference).To(Engine.Cpu).Equals(tensor) && tensor.To(Engine.Reference).Equals(tensor)
            && tensor.ToArray().SequenceEqual(values);
    }

    [Property]
    public bool Class_indices_go_to_another_engine_and_back(int[] classes)
    {
        var tensor = Tensor.Create([classes.Length], classes);
        return tensor.To(Engine.Reference).Equals(tensor) && tensor.To(Engine.Reference).ToClasses().SequenceEqual(classes);
    }

    [Fact]
    public void A_tensor_keeps_the_precision_of_its_engine()
    {
        var third = Tensor.Create([1], [1.0 / 3.0], Engine.Reference);
        Assert.Equal(1.0 / 3.0, third.ToDoubles()[0]);
        Assert.Equal(1f / 3f, third.To(Engine.Cpu).ToDoubles()[0]);
        Assert.Equal(1f / 3f, third.ToArray()[0]);
        Assert.Same(third, third.To(Engine.Reference));
    }

    [Fact]
    public void A_tensor_is_a_copy_of_what_it_was_made_of()
    {
        float[] values = [1f, 2f];
        var tensor = Tensor.Create([2], values);
        values[0] = 9f;
        tensor.ToArray()[1] = 9f;
        Assert.Equal([1f, 2f], tensor.ToArray());
    }

    [Fact]
    public void Class_indices_are_read_as_numbers_but_numbers_not_as_classes()
    {
        var classes = Tensor.Create([3], [7, 0, 9]);
        Assert.Equal([7f, 0f, 9f], classes.ToArray());
        Assert.Equal([7.0, 0.0, 9.0], classes.ToDoubles());
        Assert.Equal(ElementType.Int32, classes.Element);
        Assert.Throws<InvalidOperationException>(() => Sample.ToClasses());
    }

    [Fact]
    public void Text_shows_shape_and_first_numbers_in_any_culture()
    {
        var culture = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("Tensor [2, 3] { 0.5, 1, 1.5, 2, 2.5, 3 }", (0.5 * Sample).ToString());
            Assert.Equal("Tensor [3] { 123456, -1, 2147483647 }", Tensor.Create([3], [123456, -1, int.MaxValue]).ToString());
            Assert.Equal("Tensor [7] { 0, 0, 0, 0, 0, 0, … }", Tensor.Zeros([7]).ToString());
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = culture;
        }
    }
}
