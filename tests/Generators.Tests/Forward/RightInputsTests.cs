using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right methods with several inputs.</summary>
public sealed class RightInputsTests(RightInputsTests.Compiled compiled) : RightMethodLaws<RightInputsTests.Compiled>(compiled)
{
    /// <summary>In a sample, Left has the numbers 0 … 5, Right 6 … 9 and Words 10 … 14.</summary>
    [Fact]
    public void IndicesAreThoseThatAreLookedUp()
    {
        Assert.Equal([], Indices(0));
        Assert.Equal([(10, 5, 1, 7)], Indices(13));
        Assert.Equal([(10, 5, 1, 7)], Indices(14));
        Assert.Equal([(12, 1, 1, 7), (13, 2, 1, 7)], Indices(15));
        Assert.Equal([(11, 2, 2, 7)], Indices(16));
        Assert.Equal([(0, 3, 2, 7)], Indices(17));
        Assert.Equal([(10, 2, 1, 7), (11, 2, 1, 5)], Indices(18));
        Assert.Equal([(4, 1, 1, 7), (1, 1, 1, 7)], Indices(19));

        (int, int, int, int)[] Indices(int number) => [.. Models[number].Description.Indices.Map(r => (r.First, r.Count, r.Step, r.Limit))];
    }

    public sealed class Compiled() : RightMethods(RightInputs.Models.Select((_, i) => ($"Net{i}", RightInputs.Of(i, $"Net{i}"))), RightInputs.Records), IRightMethods
    {
        public static int Count => RightInputs.Models.Length;
    }
}
