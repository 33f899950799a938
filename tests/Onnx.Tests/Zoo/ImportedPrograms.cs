using ModelDsl.Generators.Tests.Support;
using ModelDsl.Import;
using ModelDsl.Import.CSharp;
using ModelDsl.Onnx.Tests.Running;

namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>
/// Random programs that were exported, read again, printed as C#, and compiled as one project, with the weights of their files.
/// </summary>
internal static class ImportedPrograms
{
    /// <summary>Every seventh of the random programs is imported.</summary>
    private const int Step = 7;

    private static readonly Lazy<(IReadOnlyDictionary<int, Subject> Programs, IReadOnlyList<string> Refused)> Read = new(ReadAll);

    public static IEnumerable<int> Numbers => Enumerable.Range(0, (RandomPrograms.Count + Step - 1) / Step).Select(i => i * Step);

    /// <summary>The programs by number.</summary>
    public static IReadOnlyDictionary<int, Subject> All => Read.Value.Programs;

    /// <summary>Why the others are no C#.</summary>
    public static IReadOnlyList<string> Refused => Read.Value.Refused;

    /// <summary>Returns the seed that draws the weights of a program.</summary>
    public static int Seed(int number) => 1 + number;

    private static (IReadOnlyDictionary<int, Subject>, IReadOnlyList<string>) ReadAll()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-again-").FullName;
        try
        {
            var printed = Numbers.Select(number => (Number: number, Result: Print(folder, number))).ToArray();
            var models = printed.Where(program => program.Result.Model is not null)
                .ToDictionary(program => program.Number, program => program.Result.Model!);
            var assembly = GeneratorHarness.Run([.. models.Values.Select(Exported)]).Load();
            return (models.ToDictionary(pair => pair.Key, pair => Subject.Of(
                assembly, new ZooModel("Imported", $"{Space(pair.Key)}.{pair.Value.Name}", pair.Value.Source), Weights(pair.Value))),
                [.. printed.SelectMany(program => program.Result.Errors.Take(1).Select(error =>
                    $"{error}\n{RandomPrograms.All[program.Number].Model.Source}"))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CSharpResult Print(string folder, int number)
    {
        var path = Path.Combine(folder, $"program{number}.onnx");
        File.WriteAllBytes(path, RandomPrograms.All[number].Export(Seed(number)));
        var read = OnnxFile.Read(path);
        return read.Model is { } model ? CSharpPrinter.Print(model, new CSharpOptions { Namespace = Space(number) })
            : new CSharpResult(null, read.Errors);
    }

    private static string Space(int number) => $"Imported{number}";

    /// <summary>Makes a printed record one that can be exported. Its design is a random one, about which the generator warns.</summary>
    private static string Exported(CSharpModel model) => "#pragma warning disable MDSL045, MDSL046, MDSL048, MDSL147, MDSL190, CS1718\n"
        + MethodModels.Exported(model.Source);

    private static byte[] Weights(CSharpModel model)
    {
        using var file = new MemoryStream();
        SafetensorsWriter.Write(file, model.Tensors, model.Metadata);
        return file.ToArray();
    }
}
