using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Random models, generated and compiled in one project like a user's, once for all tests.</summary>
public sealed class CompiledModels
{
    public CompiledModels()
    {
        RandomModel[] models = [.. RandomModel.Many(80, seed: 1)];
        var assembly = GeneratorHarness.Run([.. models.Select(m => m.Source)]).Load();
        All = [.. models.Select(m =>
            (CompiledModel)Activator.CreateInstance(typeof(CompiledModel<>).MakeGenericType(assembly.GetType(m.Spec.Name)!), m)!)];
    }

    internal IReadOnlyList<CompiledModel> All { get; }
}
