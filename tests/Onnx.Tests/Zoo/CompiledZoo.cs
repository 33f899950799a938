using ModelDsl.Generators.Tests.Support;
using ModelDsl.Onnx.Tests.Running;

namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>The models of the zoo by name, compiled as one project, once for all tests.</summary>
internal static class CompiledZoo
{
    private static readonly Lazy<IReadOnlyDictionary<string, Subject>> Compiled = new(() => Compile(ZooTable.All, MethodModels.Records));

    public static IReadOnlyDictionary<string, Subject> All => Compiled.Value;

    public static IReadOnlyDictionary<string, Subject> Compile(IReadOnlyList<ZooModel> models, params string[] more)
    {
        var assembly = GeneratorHarness.Run([.. models.Select(model => model.Source), .. more]).Load();
        return models.ToDictionary(model => model.Name, model => Subject.Of(assembly, model));
    }
}
