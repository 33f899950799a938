using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ModelDsl.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void A_shape_is_a_value()
    {
        Shape image = [28, 28];
        Assert.Equal(Shape.Create(28, 28), image);
        Assert.True(image == Shape.Create(28, 28));
        Assert.Equal(image.GetHashCode(), Shape.Create(28, 28).GetHashCode());
        Assert.True(image != Shape.Create(784));
        Assert.NotEqual(Shape.Create(2, 3), Shape.Create(3, 2));
        Assert.False(image.Equals("[28, 28]"));
    }

    [Fact]
    public void The_empty_shape_is_a_scalar_and_the_default()
    {
        Shape scalar = [];
        Assert.Equal((0, 1, "[]"), (scalar.Rank, scalar.Size, scalar.ToString()));
        Assert.Equal(scalar, default);
        Assert.Equal(scalar.GetHashCode(), default(Shape).GetHashCode());
        Assert.Empty(default(Shape));
    }

    [Fact]
    public void Prepending_and_dropping_the_first_dimension_are_inverse()
    {
        Shape image = [28, 30];
        Assert.Equal(Shape.Create(32, 28, 30), image.Prepend(32));
        Assert.Equal(image, image.Prepend(32).Tail);
        Assert.Equal("[32, 28, 30]", image.Prepend(32).ToString());
        Assert.Equal((28, 30), (image[0], image[^1]));
        Assert.Equal([28, 30], image.AsEnumerable());
        Assert.Equal(Shape.Create(28, 30, 1), [.. image, 1]);
    }

    [Property]
    public Property Count_is_the_product_of_dimensions() => Prop.ForAll(
        Gen.Choose(0, 9).ArrayOf().Where(d => d.Length < 6).ToArbitrary(),
        dimensions => Shape.Create(dimensions).Size == dimensions.Aggregate(1, (a, b) => a * b)
            && Shape.Create(dimensions).Rank == dimensions.Length);

    [Fact]
    public void What_is_no_shape_is_refused_in_words()
    {
        Assert.Contains("[2, -1]", Assert.Throws<ArgumentException>(() => Shape.Create(2, -1)).Message);
        Assert.Contains("[65536, 65536]", Assert.Throws<ArgumentException>(() => Shape.Create(65536, 65536)).Message);
    }
}
