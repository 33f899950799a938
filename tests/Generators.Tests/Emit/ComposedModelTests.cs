using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Generators.Tests.Support;
using ProgramKind = ModelDsl.CompilerServices.ProgramKind;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Law of random models: layers compute the same, to the bit, in any arrangement of records.</summary>
public class ComposedModelTests
{
    private static readonly RandomModel[] Models = [.. RandomModel.Many(30, seed: 4)];

    [Fact]
    public void ComposedIsFlat()
    {
        var assembly = GeneratorHarness.Run([.. Models.Select(m => m.Source), .. Models.Select((m, i) => m.Composed($"Composed{i}", i))]).Load();
        Assert.Contains(Models, m => m.HasDropout);
        for (var i = 0; i < Models.Length; i++)
        {
            var (flat, composed) = (Case(Models[i].Spec.Name, i), Case($"Composed{i}", i));
            Assert.Equal(flat.Description.Parameters.Select(p => (p.Shape, p.StoredTransposed)),
                composed.Description.Parameters.Select(p => (p.Shape, p.StoredTransposed)));
            Assert.Equal(flat.Initialize(3), composed.Initialize(3));
            var samples = Samples.For(flat.Description, rows: 5, seed: i);
            var parameters = flat.Parameters(i);
            foreach (var kind in new[] { ProgramKind.Loss, ProgramKind.Gradient })
            {
                var (expected, actual) = (flat.Run(kind, Engine.Cpu, parameters, samples, new RandomKey(7)),
                    composed.Run(kind, Engine.Cpu, parameters, samples, new RandomKey(7)));
                Assert.Equal(expected.Loss, actual.Loss);
                Assert.Equal(expected.Output, actual.Output);
                Assert.Equal(expected.Gradient, actual.Gradient);
            }
            Assert.Equal(
                flat.Combine(Engine.Cpu, 0.5, parameters, parameters, 2, parameters), composed.Combine(Engine.Cpu, 0.5, parameters,
                    parameters, 2, parameters));
            var tensors = parameters.Zip(flat.Description.Parameters, (p, d) => Tensor.Create(d.Shape, p, Engine.Reference)).ToArray();
            Assert.Equal(parameters, composed.WithParameters(tensors).ThrowIfFail());
        }

        CompiledModel Case(string name, int i) =>
            (CompiledModel)Activator.CreateInstance(typeof(CompiledModel<>).MakeGenericType(assembly.GetType(name)!), Models[i])!;
    }
}
