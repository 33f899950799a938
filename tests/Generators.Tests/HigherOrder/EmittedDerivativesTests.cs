using System.Globalization;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.HigherOrder;

/// <summary>The emitted code of a model that asks for derivatives.</summary>
public class EmittedDerivativesTests
{
    private const string Softmax = """
        namespace Shop;

        [Model(28, 28, Derivatives = Derivatives.HessianVectorProduct), SparseCategoricalCrossentropy]
        public sealed partial record RidgeSoftmax(
            [Flatten] Flatten Pixels,
            [Dense(10, Activation.Softmax, KernelL2 = 1e-3)] Dense Output);
        """;

    private const string Network = $$"""
        namespace Shop;

        [Model(6, 5, 2, {{DerivativeCase.All}}), SparseCategoricalCrossentropy]
        internal sealed partial record Curved(
            [Conv2D(3, 2, Activation.Gelu)] Conv2D Look, [MaxPooling2D(2)] MaxPooling2D Most, [Flatten] Flatten Flat,
            [Dropout(0.123456789)] Dropout Drop, [Dense(10, Activation.Softmax, KernelL2 = 1.5e-5)] Dense Output);
        """;

    [Fact]
    public void The_code_of_a_product_with_the_Hessian_is_as_it_was_reviewed()
    {
        const string File = "Shop.RidgeSoftmax.DerivativePrograms.g.cs";
        var snapshot = Path.Combine(Repository.Root, "tests", "Generators.Tests", "HigherOrder", "Snapshots", File + ".txt");
        var emitted = GeneratorHarness.Run(Softmax).Files[File];
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") System.IO.File.WriteAllText(snapshot, emitted);
        Assert.Equal(System.IO.File.ReadAllText(snapshot), emitted);
    }

    /// <summary>Derivatives are separate files: all other files are the same as without them.</summary>
    [Fact]
    public void What_is_asked_for_changes_nothing_of_the_rest()
    {
        foreach (var source in new[] { Softmax, Network })
        {
            var with = GeneratorHarness.Run(source).Files;
            var without = GeneratorHarness.Run(source.Replace(", Derivatives = Derivatives.HessianVectorProduct", "").Replace(", " + DerivativeCase.All, "")).Files;
            Assert.Equal(without.OrderBy(f => f.Key, StringComparer.Ordinal), with.Where(f => !f.Key.Contains(".Derivative")).OrderBy(f => f.Key, StringComparer.Ordinal));
            Assert.Equal(2, with.Keys.Except(without.Keys).Count());
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Emitting_again_in_another_culture_gives_the_same_bytes(string culture)
    {
        var expected = GeneratorHarness.Run(Network).Files;
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(expected, GeneratorHarness.Run(Network).Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
