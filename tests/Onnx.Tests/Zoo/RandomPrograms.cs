using ModelDsl.Generators.Tests.Emit;
using ModelDsl.Generators.Tests.Forward;
using ModelDsl.Onnx.Tests.Running;

namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>
/// Random models and random forward methods, each drawn from its number, and compiled as one project, once for all tests.
/// </summary>
internal static class RandomPrograms
{
    private const int Models = 150, Methods = 150;

    public const int Count = Models + Methods;

    private static readonly Lazy<IReadOnlyList<Subject>> Compiled = new(() =>
    {
        ZooModel[] models =
        [
            .. RandomModel.Many(Models, seed: 22).Select(model => new ZooModel("Random models", model.Spec.Name, MethodModels.Exported(model.Source))),
            .. Enumerable.Range(0, Methods).Select(number => RandomMethod.Of($"Net{number}", Choices(number)))
                .Select(method => new ZooModel("Random methods", method.Name, MethodModels.Exported(method.Source))),
        ];
        var compiled = CompiledZoo.Compile(models);
        return [.. models.Select(model => compiled[model.Name])];
    });

    public static IReadOnlyList<Subject> All => Compiled.Value;

    /// <summary>Draws short and long methods.</summary>
    private static int[] Choices(int number)
    {
        var random = new Random(22_000 + number);
        return [.. Enumerable.Range(0, 20 + number % 60).Select(_ => random.Next(1 << 20))];
    }
}
