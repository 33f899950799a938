using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>
/// Samples that are scaled while they are gathered give the same bits as samples that the model's first layer scales. Batches of tensors,
/// and data that stays in files, take the second way.
/// </summary>
[Properties(MaxTest = 25)]
public sealed class PreparedSamplesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;

    public void Dispose()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Programs_say_when_their_samples_can_be_prepared()
    {
        Assert.All(Programs<ScaledClasses>(), program => Assert.NotNull(program.Preparation));
        Assert.All(Programs<ShiftedClasses>(), program => Assert.NotNull(program.Preparation));
        Assert.All(Programs<NormalizedClasses>(), program => Assert.NotNull(program.Preparation));
        Assert.All(Programs<NormalizedPixels>(), program => Assert.NotNull(program.Preparation));
        Assert.All(Programs<Preprocessed>(), program => Assert.NotNull(program.Preparation));
        Assert.All(Programs<PlainClasses>(), program => Assert.Null(program.Preparation));
        Assert.All(Programs<ScaledBeside>(), program => Assert.Null(program.Preparation));
        Assert.Throws<NotSupportedException>(() => Programs<PlainClasses>().First().RunPrepared(default));
    }

    [Property]
    public void Predictions_are_the_same_bits(int seed)
    {
        Same<ScaledClasses>(seed, adapts: false);
        Same<ShiftedClasses>(seed, adapts: false);
        Same<NormalizedClasses>(seed, adapts: true);
        Same<NormalizedPixels>(seed, adapts: true);
        Same<ScaledBeside>(seed, adapts: false);
    }

    [Fact]
    public void Losses_and_trained_weights_are_the_same_bits()
    {
        Trains(ScaledClasses.Initialize(1), adapts: false);
        Trains(ShiftedClasses.Initialize(1), adapts: false);
        Trains(NormalizedClasses.Initialize(1), adapts: true);
        Trains(NormalizedPixels.Initialize(1), adapts: true);
        Trains(ScaledBeside.Initialize(1), adapts: false);
    }

    /// <summary>Scaling in the model and scaling of the data are the same thing to a model's weights.</summary>
    [Fact]
    public void A_model_with_its_scaling_trains_as_one_on_scaled_data()
    {
        var data = AdaptTests.Classes(60);
        var scaled = data | Scale(1 / 255f);
        var options = new FitOptions { Epochs = 3, BatchSize = 8, Validation = data };
        var inside = ScaledClasses.Initialize(1).Fit(data, options).ThrowIfFail();
        var outside = PlainClasses.Initialize(1).Fit(scaled, options with { Validation = scaled }).ThrowIfFail();
        Assert.Equal(outside.Model.Output, inside.Model.Output);
        Assert.Equal(outside.History.Map(e => (e.Loss, e.Validation)), inside.History.Map(e => (e.Loss, e.Validation)));
    }

    [Fact]
    public void A_program_used_for_data_takes_tensors_afterwards()
    {
        var (model, data) = (ScaledClasses.Initialize(1), AdaptTests.Classes(5));
        var first = model.Predict(data, batchSize: 5).ThrowIfFail();
        Assert.Equal(first, model.Predict(data.ToTensor(), batchSize: 5).ThrowIfFail());
        Assert.Equal(first, model.Forward(data.ToTensor()));
        Assert.Equal(first, model.Predict(data, batchSize: 5).ThrowIfFail());
    }

    private static IEnumerable<ModelProgram> Programs<T>() where T : class, IModel<T> =>
        new[] { ProgramKind.Forward, ProgramKind.Loss, ProgramKind.Gradient }.Select(kind => T.Compile(
            kind, Engine.Cpu, 3, new ParameterArena(Engine.Cpu, T.Description), new ParameterArena(Engine.Cpu, T.Description)));

    /// <summary>Bytes, floats, parts of them, and data with a scale of its own.</summary>
    private static void Same<T>(int seed, bool adapts) where T : class, IModel<T>
    {
        var random = new System.Random(seed);
        var count = 1 + random.Next(40);
        var bytes = new byte[7 * count];
        random.NextBytes(bytes);
        int[] classes = [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
        float[] floats = [.. bytes.Select(b => b * 0.731f - (b % 5 == 0 ? 1e-3f : 0))];
        var model = Numbers.With(T.Initialize(seed), [.. T.Initialize(seed).Parameters]);
        foreach (var data in new[]
        {
            Dataset.Create<byte>([7], bytes, classes), Dataset.Create<float>([7], floats, classes),
            Dataset.Create<byte>([7], bytes, classes) | Scale(0.3f), Dataset.Create<float>([7], floats, classes) | Scale(1e-3f),
            Dataset.Create<float>([7], floats, classes) | Take(1 + count / 2),
        }.Select(data => data.ThrowIfFail()))
        {
            var ready = adapts ? model.Adapt(data).ThrowIfFail() : model;
            Assert.Equal(ready.Predict(data.ToTensor()), ready.Predict(data));
            Assert.Equal(ModelCalls.Forward(ready, data.ToTensor()), ready.Predict(data, batchSize: 3).ThrowIfFail());
        }
    }

    private void Trains<T>(T model, bool adapts) where T : class, IModel<T>
    {
        const int Count = 61;
        var samples = new byte[7 * Count];
        new System.Random(5).NextBytes(samples);
        byte[] labels = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 3))];
        var inMemory = Dataset.Create<byte>([7], samples, [.. labels.Select(l => (int)l)]).ThrowIfFail();
        var mapped = Idx.Map([new IdxPart(Write("samples", [Count, 7], samples), Write("labels", [Count], labels))]).ThrowIfFail();
        if (adapts) model = model.Adapt(inMemory).ThrowIfFail();
        Assert.Equal(Run(inMemory), Run(mapped));

        string Run(Dataset data)
        {
            var fitted = model.Fit(data, new FitOptions { Epochs = 3, BatchSize = 8, Validation = data }).ThrowIfFail();
            var bits = string.Join(" ", Numbers.Of(fitted.Model).Select(BitConverter.DoubleToInt64Bits));
            return $"{bits} {string.Join(" ", fitted.History.Map(e => $"{e.Loss:R} {e.Validation}"))} {fitted.Model.Evaluate(data).ThrowIfFail().Loss:R}";
        }
    }

    private string Write(string name, int[] shape, byte[] content)
    {
        var path = Path.Combine(folder, name);
        byte[] sizes = [.. shape.SelectMany(d => new byte[] { 0, 0, 0, (byte)d })];
        if (!File.Exists(path)) File.WriteAllBytes(path, [0, 0, 8, (byte)shape.Length, .. sizes, .. content]);
        return path;
    }
}
