using System.Text.Json;
using System.Text.Json.Serialization;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Import;
using ModelDsl.Import.Python;
using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Printed;

/// <summary>What PyTorch found for a model: distances in parts of the largest number, or an error.</summary>
/// <param name="Case">The model's name.</param>
/// <param name="Prediction">The distance of the predictions.</param>
/// <param name="Loss">The distance of the losses.</param>
/// <param name="Gradient">The largest distance of the gradients of all parameters.</param>
/// <param name="Parameter">The parameter that it belongs to.</param>
/// <param name="Numbers">How many numbers of the gradient were compared.</param>
/// <param name="Error">Why there are no distances, or null.</param>
public sealed record PrintedResult(
    string Case, double Prediction, double Loss, double Gradient, string? Parameter, int Numbers, string? Error);

/// <summary>
/// Exports models, prints them as modules of PyTorch, and writes the folders that compare.py reads. One process of Python runs all cases,
/// because loading PyTorch takes seconds.
/// </summary>
internal sealed class PrintedCases(string folder)
{
    private static readonly JsonSerializerOptions Names =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Writes a case: a model at a random point, its prediction, and the loss and the gradient of a random batch.</summary>
    public void Add<T>(int rows = 6, int seed = 5) where T : class, IOnnxModel<T>
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, typeof(T).Name)).FullName;
        var (model, batch) = (PrintedPoint.Model<T>(seed), PrintedPoint.Batch<T>(rows, seed));
        // Double precision on both sides: so the comparison sees formulas, and not how sums were rounded.
        var reference = model.WithParameters(model.Parameters.Map(tensor => tensor.To(Engine.Reference)).Strict()).ThrowIfFail();
        var (loss, gradient) = ModelCalls.LossAndGradient(reference, batch, default);
        var printed = Print(model, Path.Combine(place, "model"));
        // A gradient is a value of the model's type. Printed like weights, its tensors get the places that those of weights have.
        Print(gradient, Path.Combine(place, "gradient"));
        var tensors = Inputs<T>(batch.Inputs).Concat(Outputs(model, batch)).Append(new NamedTensor("loss", Tensor.Create([1], [(float)loss])));
        WriteBatch(place, tensors);
        WriteCase(place, printed, Losses(T.Description), [.. T.Description.Parameters.AsEnumerable()
            .Where(parameter => !parameter.Trainable).Select(parameter => PythonText.Snake(parameter.Name, ""))]);
    }

    /// <summary>Writes a case of a file: the function that its records say, for three random samples.</summary>
    public void Add(string name, string path)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var model = Print(path, Path.Combine(place, "model"));
        var random = new Random(3);
        var inputs = model.Inputs.Select(input => OnnxRuntime.Samples(input, 3, random, most: 4)).ToList();
        var outputs = Evaluator.Run(model, 3, inputs);
        var tensors = inputs.Select((input, i) => Named($"input.{i}", input))
            .Concat(outputs.Select((output, i) => Named($"prediction.{i}", output)));
        WriteBatch(place, tensors);
        WriteCase(place, model, [], []);

        static NamedTensor Named(string name, Numbers numbers) =>
            new(name, Tensor.Create([.. numbers.Sizes.Select(size => (int)size)], Array.ConvertAll(numbers.Data, number => (float)number)));
    }

    /// <summary>Runs all cases that were written.</summary>
    public IReadOnlyDictionary<string, PrintedResult> Run()
    {
        var helpers = Helpers.All.Select(helper => helper.Text).Prepend("import torch\nimport torch.nn.functional as F\nfrom torch import nn");
        File.WriteAllText(Path.Combine(folder, "helpers.py"), string.Join("\n\n\n", helpers));
        var script = Path.Combine(AppContext.BaseDirectory, "Python", "compare.py");
        var (code, output, errors) = PythonProcess.Run(script, folder);
        if (code != 0) throw new InvalidOperationException($"compare.py failed:\n{errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<PrintedResult>(line, Names)!).ToDictionary(result => result.Case);
    }

    private static void WriteBatch(string place, IEnumerable<NamedTensor> tensors) => Safetensors.Write(
        Path.Combine(place, "batch.safetensors"), new(tensors.ToSeq().Strict(), HashMap<string, string>.Empty)).ThrowIfFail();

    /// <param name="place">The folder.</param>
    /// <param name="model">The model that was printed.</param>
    /// <param name="losses">The losses, if there is a gradient.</param>
    /// <param name="statistics">Tensors that our training does not change by a gradient. A file does not say that.</param>
    private static void WriteCase(string place, ImportedModel model, IEnumerable<object> losses, IReadOnlyList<string> statistics) =>
        File.WriteAllText(Path.Combine(place, "case.json"), JsonSerializer.Serialize(
            new { Inputs = model.Inputs.Select(input => input.Type), Losses = losses, Statistics = statistics }, Names));

    private static ImportedModel Print<T>(T model, string path) where T : class, IOnnxModel<T>
    {
        model.SaveOnnx(path + ".onnx").ThrowIfFail();
        return Print(path + ".onnx", path);
    }

    private static ImportedModel Print(string file, string path)
    {
        var read = OnnxFile.Read(file);
        Assert.Empty(read.Errors);
        var printed = PythonSource.Print(read.Model!);
        if (printed.Source is null) throw new InvalidOperationException(string.Join("\n", printed.Errors));
        File.WriteAllText(path + ".py", printed.Source.Text);
        SafetensorsWriter.Write(path + ".safetensors", printed.Source.Tensors, new Dictionary<string, string>());
        return read.Model!;
    }

    /// <summary>The inputs of a model, one tensor each. A sample is all of them, one after the other.</summary>
    private static IEnumerable<NamedTensor> Inputs<T>(Tensor samples) where T : class, IOnnxModel<T> => T.Description.Inputs.IsEmpty
        ? [new("input.0", samples)]
        : T.Description.Inputs.Select((input, i) => new NamedTensor($"input.{i}", Part(samples, input.First, input.Shape)));

    /// <summary>The predictions of a model and the labels of a batch, one tensor for each output.</summary>
    private static IEnumerable<NamedTensor> Outputs<T>(T model, Batch batch) where T : class, IOnnxModel<T>
    {
        var prediction = ModelCalls.Forward(model, batch.Inputs);
        if (T.Description.Outputs.IsEmpty) return [new("prediction.0", prediction), new("labels.0", batch.Labels)];
        return T.Description.Outputs.SelectMany((output, i) => new NamedTensor[]
        {
            new($"prediction.{i}", Part(prediction, output.First, output.Shape)),
            new($"labels.{i}", Part(batch.Labels, output.FirstLabel, output.LabelShape)),
        });
    }

    private static Tensor Part(Tensor rows, int first, Shape shape)
    {
        var (count, width, numbers) = (rows.Shape[0], rows.Shape[1], rows.ToArray());
        return Tensor.Create(
            shape.Prepend(count),
            [.. Enumerable.Range(0, count).SelectMany(row => numbers.AsSpan(row * width + first, shape.Size).ToArray())]);
    }

    private static IEnumerable<object> Losses(ModelDescription model) => model.Outputs.IsEmpty
        ? new[] { Loss(model.Loss, 1, model.Output) }
        : model.Outputs.AsEnumerable().Select(output => Loss(output.Loss, output.Weight, output.Output));

    private static object Loss(LossKind kind, double weight, OutputKind output) => new
    {
        kind,
        weight,
        probabilities = output is OutputKind.Probabilities or OutputKind.IndependentProbabilities,
    };
}
