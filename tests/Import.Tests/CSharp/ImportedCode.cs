using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.CompilerServices;
using ModelDsl.Import.CSharp;
using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>Compiles printed sources with the generator, as a user's project does: all of them in one compilation.</summary>
internal static class ImportedCode
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsUsers(Path.GetFileNameWithoutExtension(path))).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Reads and prints a file. Its record stands in a namespace of its own.</summary>
    public static CSharpResult Print(string path, string space)
    {
        var read = OnnxFile.Read(path);
        if (read.Model is null) return new CSharpResult(null, read.Errors);
        return CSharpPrinter.Print(read.Model, new CSharpOptions { Namespace = space });
    }

    /// <summary>
    /// Compiles sources. A warning of the compiler or of the generator fails, except those that are about a model's design.
    /// </summary>
    public static Assembly Compile(IReadOnlyCollection<string> sources)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            "Imported" + Guid.NewGuid().ToString("N"), sources.Select(source => CSharpSyntaxTree.ParseText(source, options)), References,
            new CSharpCompilationOptions(
                Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([Generator().AsSourceGenerator()], [], options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var all, out var findings);
        var wrong = findings.Concat(all.GetDiagnostics()).Where(finding => finding.Severity == DiagnosticSeverity.Error
            || (finding.Severity == DiagnosticSeverity.Warning && !finding.IsSuppressed && !IsOfDesign(finding.Id)))
            .Select(finding => $"{finding.GetMessage()} ({finding.Id}) at {Line(finding.Location)}").ToArray();
        Assert.True(wrong.Length == 0, string.Join("\n", wrong.Take(40)));
        using var stream = new MemoryStream();
        Assert.True(all.Emit(stream).Success);
        return Assembly.Load(stream.ToArray());
    }

    private static string Line(Location location) => location.SourceTree is { } tree
        ? $"'{tree.GetText().Lines[location.GetLineSpan().StartLinePosition.Line]}'" : "no line";

    /// <summary>The generator, beside which this project was built.</summary>
    private static IIncrementalGenerator Generator()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var path = Path.Combine(Generators.Tests.Support.Repository.Root, "src", "Generators", "bin", configuration, "netstandard2.0", "ModelDsl.Generators.dll");
        return (IIncrementalGenerator)Activator.CreateInstance(Assembly.LoadFrom(path).GetType("ModelDsl.Generators.ModelGenerator")!)!;
    }

    /// <summary>
    /// Warnings about a network that its author may want so: two linear layers, softmax of one class, rows as predictions.
    /// </summary>
    private static bool IsOfDesign(string id) => id is "MDSL045" or "MDSL046" or "MDSL048" or "MDSL190" or "MDSL191" or "MDSL192";

    private static bool IsUsers(string assembly) =>
        !assembly.StartsWith("xunit", StringComparison.OrdinalIgnoreCase)
        && !assembly.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
        && !assembly.StartsWith("ModelDsl.Import", StringComparison.Ordinal)
        && !assembly.StartsWith("ModelDsl.Generators", StringComparison.Ordinal);
}

/// <summary>A model of a compiled source with the weights of its file.</summary>
internal abstract class LoadedModel
{
    public static LoadedModel Of(Assembly assembly, string space, CSharpModel code)
    {
        var weights = new MemoryStream();
        SafetensorsWriter.Write(weights, code.Tensors, code.Metadata);
        return (LoadedModel)Activator.CreateInstance(
            typeof(LoadedModel<>).MakeGenericType(assembly.GetType($"{space}.{code.Name}")!), weights.ToArray())!;
    }

    /// <summary>Returns the numbers of several tensors, sample by sample.</summary>
    internal static IEnumerable<double> Joined(IReadOnlyList<Numbers> tensors, int n) => Enumerable.Range(0, n).SelectMany(sample =>
        tensors.SelectMany(tensor => tensor.Data.Skip(sample * (tensor.Data.Length / n)).Take(tensor.Data.Length / n)));

    /// <summary>Returns the predictions for inputs of n samples: a row for each sample, with one output after the other.</summary>
    public abstract float[] Predict(IReadOnlyList<Numbers> inputs, int n);

    /// <summary>Returns the predictions for rows of n samples.</summary>
    public abstract float[] Predict(float[] rows, int n);

    /// <summary>Writes the model as an ONNX file.</summary>
    public abstract void Export(string path);

    /// <summary>Trains one step on these samples, and returns the loss before and after it.</summary>
    public abstract (double Before, double After) Train(IReadOnlyList<Numbers> inputs, int n);

    /// <summary>
    /// Trains an epoch on these samples, each of which is a 0 or a 1, and returns the loss before and after it, and all weights that it
    /// learnt.
    /// </summary>
    public abstract (double Before, double After, float[] Weights) Fit(IReadOnlyList<Numbers> inputs, float[] targets);
}

internal sealed class LoadedModel<T>(byte[] weights) : LoadedModel where T : class, IModel<T>
{
    private readonly T model = ModelFiles.Load<T>(weights).ThrowIfFail();

    public override float[] Predict(IReadOnlyList<Numbers> inputs, int n) => ModelCalls.Forward(model, Rows(inputs, n)).ToArray();

    public override float[] Predict(float[] rows, int n) =>
        ModelCalls.Forward(model, ModelDsl.Tensor.Create(T.Description.InputShape.Prepend(n), rows)).ToArray();

    // A printed record has no interface for export until a test gives it [Onnx].
    public override void Export(string path)
    {
        var save = typeof(OnnxFiles).GetMethods().First(method => method.Name == "SaveOnnx" && method.GetParameters()[1].ParameterType == typeof(string));
        ((LanguageExt.Fin<LanguageExt.Unit>)save.MakeGenericMethod(typeof(T)).Invoke(null, [model, path, null])!).ThrowIfFail();
    }

    public override (double Before, double After) Train(IReadOnlyList<Numbers> inputs, int n)
    {
        var (random, shape) = (new Random(4), T.Description.LabelShape.Prepend(n));
        var labels = T.Description.Labels == LabelKind.ClassIndices
            ? ModelDsl.Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => random.Next(T.Description.Classes))])
            : ModelDsl.Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => random.NextSingle())]);
        var batch = new Batch(Rows(inputs, n), labels);
        var (before, gradient) = ModelCalls.LossAndGradient(model, batch, default);
        var length = Math.Sqrt(gradient.Parameters.Sum(tensor => tensor.ToArray().Sum(number => (double)number * number)));
        return (before, ModelCalls.LossAndGradient(model - 1e-3 / length * gradient, batch, default).Loss);
    }

    public override (double Before, double After, float[] Weights) Fit(IReadOnlyList<Numbers> inputs, float[] targets)
    {
        var data = Dataset.Create<float>(
            T.Description.InputShape, Rows(inputs, targets.Length).ToArray(), targets, T.Description.LabelShape, "samples").ThrowIfFail();
        var fitted = model.Fit(data, new FitOptions { Epochs = 1, Optimizer = new Adam(), Threads = 1 }).ThrowIfFail().Model;
        return (model.Evaluate(data).ThrowIfFail().Loss, fitted.Evaluate(data).ThrowIfFail().Loss,
            [.. fitted.Parameters.SelectMany(tensor => tensor.ToArray())]);
    }

    private static ModelDsl.Tensor Rows(IReadOnlyList<Numbers> inputs, int n) =>
        ModelDsl.Tensor.Create(T.Description.InputShape.Prepend(n), [.. Joined(inputs, n).Select(number => (float)number)]);
}
