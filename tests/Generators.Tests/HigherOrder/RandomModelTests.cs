using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.HigherOrder;

/// <summary>Random models that ask for all derivatives: every activation, every loss, inputs of any rank.</summary>
public sealed class RandomModelTests(RandomModelTests.Compiled compiled) : IClassFixture<RandomModelTests.Compiled>
{
    [Fact]
    public void Every_loss_is_here() => Assert.Equal(
        LossTable.All.Where(l => l.Name != "CustomLoss").Select(l => l.Name).Order(), compiled.Models.Select(m => m.Spec.Losses[0].Name).Distinct().Order());

    [Fact]
    public void HessianMatchesDifferencesOfTheGradient() => AssertFewKinks(All.Select(m =>
        DerivativeLaws.HessianMatchesDifferencesOfTheGradient(m.Case, m.Samples, m.Seed)));

    [Fact]
    public void HessianIsSymmetricAndLinear()
    {
        foreach (var (model, samples, seed) in All) DerivativeLaws.HessianIsSymmetricAndLinear(model, samples, seed);
    }

    [Fact]
    public void JacobianMatchesDifferencesOfThePrediction() => AssertFewKinks(All.Select(m =>
        DerivativeLaws.JacobianMatchesDifferencesOfThePrediction(m.Case, m.Samples, m.Seed)));

    private IEnumerable<(DerivativeCase Case, Samples Samples, int Seed)> All => compiled.All.Zip(compiled.Models, (model, random) =>
        (model, Samples.For(model.Description, rows: 1 + random.Seed % 4, random.Seed), random.Seed));

    private static void AssertFewKinks(IEnumerable<double> shares) => Assert.InRange(shares.Average(), 0, 0.05);

    public sealed class Compiled
    {
        internal IReadOnlyList<RandomModel> Models { get; } =
        [
            .. RandomModel.Many(60, seed: 11).Select(model => model with
            {
                Spec = model.Spec with { Derivatives = Specs.Derivatives.JacobianVectorProduct | Specs.Derivatives.HessianVectorProduct },
            }),
        ];

        internal IReadOnlyList<DerivativeCase> All => field ??= DerivativeCase.Compile([.. Models.Select(m => (m.Spec.Name, m.Source))]);
    }
}
