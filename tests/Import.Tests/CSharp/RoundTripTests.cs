using ModelDsl.CompilerServices;
using ModelDsl.Import.CSharp;
using ModelDsl.Import.Python;
using ModelDsl.Import.Tests.Support;
using ModelDsl.RoundTrip;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>A model that is exported, imported, and exported again stays the same function.</summary>
public sealed class RoundTripTests
{
    private sealed record Trip(string Name, string Path, CSharpResult Printed, float[] Inputs, float[] Expected, int Rows);

    [Fact]
    public void Export_import_export_is_the_same_function()
    {
        Trip[] trips =
        [
            Out<Digits>(), Out<Pictures>(), Out<Painting>(), Out<Strips>(), Out<Waves>(), Out<Sentences>(), Out<Methodical>(),
            Out<Joined>(),
        ];
        Assert.Multiple([.. trips.Select(trip => (Action)(() => Assert.True(trip.Printed.Model is not null, $"{trip.Name}: {string.Join("\n", trip.Printed.Errors)}")))]);
        var assembly = ImportedCode.Compile([.. trips.Select(trip => Exportable(trip.Printed.Model!.Source))]);
        Assert.Multiple([.. trips.Select(trip => (Action)(() =>
        {
            var back = LoadedModel.Of(assembly, trip.Name, trip.Printed.Model!);
            Near(trip, back.Predict(trip.Inputs, trip.Rows));
            var again = System.IO.Path.ChangeExtension(trip.Path, "again.onnx");
            back.Export(again);
            Near(trip, ByRuntime(again, trip));
        }))]);
    }

    [Fact]
    public void A_batch_normalisation_keeps_its_momentum_and_its_name()
    {
        var path = System.IO.Path.Combine(Scratch.Folder, "norms.onnx");
        ModelDsl.Printed.BatchNorms.Initialize(1).SaveOnnx(path).ThrowIfFail();
        var source = ImportedCode.Print(path, "Norms").Model!.Source;
        Assert.Contains("[BatchNormalization(Momentum = 0.9, Epsilon = 0.01)] BatchNormalization OfPixels", source, StringComparison.Ordinal);
        Assert.Contains("[BatchNormalization] BatchNormalization OfRows", source, StringComparison.Ordinal);
        var module = PythonSource.Print(OnnxFile.Read(path).Model!).Source!.Text;
        Assert.Contains("self.of_pixels = nn.BatchNorm2d(4, eps=0.01, momentum=0.1)", module, StringComparison.Ordinal);
        Assert.Contains("self.of_rows = nn.BatchNorm1d(6, eps=0.001, momentum=0.01)", module, StringComparison.Ordinal);
    }

    private static Trip Out<T>() where T : class, IModel<T>, IOnnxModel<T>
    {
        const int Rows = 3;
        var (random, initial) = (new Random(5), T.Initialize(5));
        // Biases and statistics are no zeros and ones, so that their places count.
        var model = initial.WithParameters(initial.Parameters.Map(tensor => ModelDsl.Tensor.Create(
            tensor.Shape, [.. tensor.ToArray().Select(number => number + 0.2f * random.NextSingle())])).Strict()).ThrowIfFail();
        var shape = T.Description.InputShape.Prepend(Rows);
        var samples = ModelDsl.Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(_ =>
            T.Description.Indices.IsEmpty ? 2 * random.NextSingle() - 1 : random.Next(T.Description.Indices[0].Limit))]);
        var (name, path) = (T.Description.Name, System.IO.Path.Combine(Scratch.Folder, $"{T.Description.Name}.onnx"));
        model.SaveOnnx(path).ThrowIfFail();
        return new(name, path, ImportedCode.Print(path, name), samples.ToArray(), ModelCalls.Forward(model, samples).ToArray(), Rows);
    }

    /// <summary>Makes a printed record one that can be exported.</summary>
    private static string Exportable(string source) => source.Replace("\n[Model", "\n[Onnx, Model", StringComparison.Ordinal);

    private static float[] ByRuntime(string path, Trip trip)
    {
        using var session = OnnxRuntime.Open(path);
        var model = OnnxFile.Read(path).Model!;
        var (width, first, inputs) = (trip.Inputs.Length / trip.Rows, 0, new List<Numbers>());
        foreach (var input in model.Inputs)
        {
            var sizes = input.Shape.At(trip.Rows);
            var size = (int)sizes.Skip(1).Aggregate(1L, (a, b) => a * b);
            inputs.Add(Numbers.Of(sizes,
                Enumerable.Range(0, trip.Rows).SelectMany(row => trip.Inputs.Skip(row * width + first).Take(size))));
            first += size;
        }
        return [.. LoadedModel.Joined(OnnxRuntime.Run(session, model, inputs), trip.Rows).Select(number => (float)number)];
    }

    private static void Near(Trip trip, float[] actual)
    {
        Assert.Equal(trip.Expected.Length, actual.Length);
        var scale = trip.Expected.Max(Math.Abs);
        for (var i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(trip.Expected[i] - actual[i]) <= 1e-5 * scale, $"{trip.Name}: {trip.Expected[i]} and {actual[i]} of {scale}");
    }
}
