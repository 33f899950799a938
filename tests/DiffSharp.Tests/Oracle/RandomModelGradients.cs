using ModelDsl.CompilerServices;
using ModelDsl.Generators.Tests.Emit;
using ProgramKind = ModelDsl.CompilerServices.ProgramKind;

namespace ModelDsl.DiffSharp.Tests.Oracle;

/// <summary>
/// Computes one gradient in two ways: the generator derives code from a graph, and DiffSharp walks back over the operations that it
/// recorded.
/// </summary>
public sealed class RandomModelGradients(CompiledModels compiled) : IClassFixture<CompiledModels>
{
    private static readonly RandomKey Key = new(42, 3);

    [Fact]
    public void Gradients_that_the_generator_derives_are_those_of_DiffSharps_reverse_mode()
    {
        foreach (var model in compiled.All)
        {
            foreach (var seed in new[] { model.Model.Seed, model.Model.Seed + 1 })
            {
                var samples = Samples.For(model.Description, rows: 1 + seed % 5, seed).Weighted(model.Description, seed);
                var parameters = model.Parameters(seed);
                var expected = TextbookModel.Gradient(model, parameters, samples, Key);
                var actual = model.Run(ProgramKind.Gradient, Engine.Reference, parameters, samples, Key).Gradient;
                for (var p = 0; p < parameters.Length; p++)
                {
                    var size = Math.Max(1.0, expected[p].Max(Math.Abs));
                    for (var i = 0; i < expected[p].Length; i++)
                        Assert.True(
                            Math.Abs(expected[p][i] - actual[p][i]) <= 1e-9 * size,
                            $"{model.Description.Parameters[p].Name}[{i}]: {actual[p][i]:R}, but by DiffSharp {expected[p][i]:R}, in\n{model}");
                }
            }
        }
    }
}
