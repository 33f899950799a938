using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Models that consist of models, blocks and repeated layers, as users write them.</summary>
public class CompositionTests
{
    [Fact]
    public void Layers_inside_are_named_by_their_paths() => Assert.Equal(
        """
        Model: DeepResidual, input [N, 6]
        ┌─────────────────────────┬──────────────┬─────────┐
        │ Layer (type)            │ Output shape │ Param # │
        ├─────────────────────────┼──────────────┼─────────┤
        │ Stem (Dense)            │ [N, 4]       │      28 │
        │ Blocks.0.Wide (Dense)   │ [N, 4]       │      20 │
        │ Blocks.0.Narrow (Dense) │ [N, 4]       │      20 │
        │ Blocks.1.Wide (Dense)   │ [N, 4]       │      20 │
        │ Blocks.1.Narrow (Dense) │ [N, 4]       │      20 │
        │ Blocks.2.Wide (Dense)   │ [N, 4]       │      20 │
        │ Blocks.2.Narrow (Dense) │ [N, 4]       │      20 │
        │ Head (Dense)            │ [N, 2]       │      10 │
        └─────────────────────────┴──────────────┴─────────┘
        Total params: 158 (632 B)
        Trainable params: 158 (632 B)
        Non-trainable params: 0 (0 B)
        Forward pass: 298 FLOPs a sample
        Loss: MeanSquaredError
        """, DeepResidual.Summary);

    [Fact]
    public void A_model_of_models_is_what_it_would_be_written_flat()
    {
        foreach (var engine in Numbers.Engines)
        {
            var flat = Numbers.Point<FlatClassifier>(3, engine);
            var composed = Numbers.With(FeatureClassifier.Initialize(0), [.. flat.Parameters]);
            Assert.Equal(flat.Code.Kernel, composed.Encoder.Code.Kernel);
            var batch = Numbers.Random<FlatClassifier>(7, 4);
            var ((loss, gradient), (same, other)) = (flat.LossAndGradient(batch), composed.LossAndGradient(batch));
            Assert.Equal(loss, same);
            Assert.Equal(Numbers.Of(gradient), Numbers.Of(other));
            Assert.Equal(flat.Forward(batch.Inputs), composed.Forward(batch.Inputs));
        }
        var seeds = (FlatClassifier.Initialize(5), FeatureClassifier.Initialize(5));
        Assert.Equal(Numbers.Of(seeds.Item1), Numbers.Of(seeds.Item2));
    }

    [Fact]
    public void Repeated_layers_are_what_they_would_be_written_out()
    {
        var flat = Numbers.Point<FlatLayered>(3, Engine.Cpu);
        var tower = Numbers.With(Layered.Initialize(0), [.. flat.Parameters]);
        var batch = Numbers.Random<Layered>(5, 4);
        Assert.Equal(flat.Loss(batch), tower.Loss(batch));
        var (expected, gradient) = (flat.LossAndGradient(batch).Gradient, tower.LossAndGradient(batch).Gradient);
        Assert.Equal(expected.A, gradient.Hidden[0]);
        Assert.Equal(expected.C, gradient.Hidden[2]);
        Assert.Equal(expected.Head, gradient.Head);
        Assert.Equal(["Hidden.0.Kernel", "Hidden.0.Bias", "Hidden.1.Kernel"], Layered.Description.Parameters.Take(3).Select(p => p.Name).ToArray());
        Assert.NotEqual(Layered.Initialize(1).Hidden[0], Layered.Initialize(1).Hidden[1]);
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        Gradients.AgreeWithDifferences<FeatureClassifier>();
        Gradients.AgreeWithDifferences<DeepResidual>();
        Gradients.AgreeWithDifferences<DeepInMethod>();
        Gradients.AgreeWithDifferences<Layered>();
        Gradients.AgreeWithDifferences<FrozenClassifier>();
        Gradients.AgreeWithDifferences<FrozenAbove>();
        Gradients.AgreeWithDifferences<TiedAutoencoder>();
        Gradients.AgreeWithDifferences<WeightValues>();
    }

    [Fact]
    public void A_method_runs_as_it_is_written_on_every_engine()
    {
        foreach (var engine in Numbers.Engines)
        {
            IsEager<DeepInMethod>(DeepInMethod.Predict, engine);
            IsEager<Twice>((m, x) => Twice.Run(m, x, training: false), engine);
            IsEager<Pairs>(Pairs.Alike, engine);
            IsEager<TiedAutoencoder>(TiedAutoencoder.Reconstruct, engine);
            IsEager<WeightValues>(WeightValues.Predict, engine);
            IsEager<Nest>((m, x) => x | m, engine);
        }
    }

    /// <summary>The inner method asks whether it is trained; the method of the model around it does not.</summary>
    [Fact]
    public void A_layer_inside_does_in_training_what_it_does_in_training()
    {
        var model = Numbers.Point<Nest>(2, Engine.Reference);
        var batch = Numbers.Random<Nest>(200, 3);
        var twice = Numbers.Run(model with { After = new Dense(Numbers.Identity(4), Numbers.Tensor([4], 0, 0, 0, 0)) },
            ProgramKind.Gradient, batch, new RandomKey(1)).Output;
        Assert.InRange(twice.Count(v => v == 0) / 800.0, 0.4, 0.6);
        Assert.Equal(Numbers.Run(model, ProgramKind.Loss, batch).Output,
            Numbers.Run(model, ProgramKind.Loss, batch, new RandomKey(1)).Output);
    }

    [Fact]
    public void A_record_inside_is_a_value_like_any_other()
    {
        var (model, other) = (FeatureClassifier.Initialize(1), Features.Initialize(2));
        var changed = model with { Encoder = other };
        Assert.Equal(other, changed.Encoder);
        Assert.Equal(model.Head, changed.Head);
        Assert.Equal(changed, FeatureClassifier.Initialize(3).WithParameters(changed.Parameters).ThrowIfFail());
        Assert.Equal(Engine.Reference, changed.To(Engine.Reference).Encoder.Code.Kernel.Engine);
        Assert.Equal(new FeatureClassifier(other, model.Head), changed);
        var deep = DeepResidual.Initialize(1);
        Assert.Equal(Numbers.Of(deep).Select(w => 3 * w), Numbers.Of(2 * deep + deep), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.All(Numbers.Of(deep - deep), w => Assert.Equal(0, w));
    }

    [Fact]
    public void Repeated_layers_are_as_many_as_declared()
    {
        var model = Layered.Initialize(1);
        var error = Assert.Throws<ArgumentException>(() => model with { Hidden = model.Hidden.Tail });
        Assert.Equal("Layered.Hidden is declared with [Repeat(3)], but was given 2 layers.", error.Message);
        var deep = DeepInMethod.Initialize(1);
        Assert.Throws<ArgumentException>(() => deep with { Blocks = deep.Blocks + deep.Blocks });
        Assert.Throws<ArgumentException>(() => new Layered(default, model.Fixed, model.Head));
        Assert.Throws<ArgumentException>(() => new Chain(model.Hidden, LayerOf()));

        static LayerNormalization LayerOf() => new(null, null);
    }

    [Fact]
    public void Files_hold_the_layers_inside_by_their_paths()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var model = DeepInMethod.Initialize(4);
            model.Save(path).ThrowIfFail();
            Assert.Contains("Blocks.2.Narrow.Kernel", Safetensors.Read(path).ThrowIfFail().Tensors.Map(t => t.Name));
            Assert.Equal(model, DeepInMethod.Load(path).ThrowIfFail());
            Assert.Equal(model, Numbers.With(DeepInMethod.Initialize(0), [.. DeepResidual.Load(path).ThrowIfFail().Parameters]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_run_goes_on_from_a_checkpoint_with_the_same_bits()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var data = Regression(60, 6, 2);
            FitOptions Options(int epochs, params Callback[] callbacks) =>
                new() { Epochs = epochs, BatchSize = 16, Optimizer = new Adam(0.01), Callbacks = callbacks };
            var whole = DeepInMethod.Initialize(1).Fit(data, Options(4, new BackupAndRestore(path))).ThrowIfFail().Model;
            File.Delete(path);
            DeepInMethod.Initialize(1).Fit(data, Options(2, new BackupAndRestore(path) { DeleteCheckpoint = false })).ThrowIfFail();
            Assert.Equal(whole, DeepInMethod.Initialize(1).Fit(data, Options(4, new BackupAndRestore(path))).ThrowIfFail().Model);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Blocks_learn()
    {
        var data = Regression(200, 6, 2);
        var before = DeepInMethod.Initialize(1).Evaluate(data).ThrowIfFail().Loss;
        var after = DeepInMethod.Initialize(1).Fit(data,
            new FitOptions { Epochs = 60, Optimizer = new Adam(0.01) }).ThrowIfFail().Model.Evaluate(data).ThrowIfFail().Loss;
        Assert.True(after < 0.1 * before, $"{before} became {after}");
    }

    /// <summary>Six numbers that depend on two factors.</summary>
    [Fact]
    public void A_tied_autoencoder_learns_two_factors()
    {
        var random = new Random(2);
        float[] mix = [.. Enumerable.Range(0, 12).Select(_ => random.NextSingle() - 0.5f)];
        float[] x = [.. Enumerable.Range(0, 300).SelectMany(_ =>
        {
            var (a, b) = (random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);
            return Enumerable.Range(0, 6).Select(k => a * mix[k] + b * mix[6 + k]);
        })];
        var data = Dataset.Create([6], x, x, [6]).ThrowIfFail();
        var before = TiedAutoencoder.Initialize(3).Evaluate(data).ThrowIfFail().Loss;
        var fitted = TiedAutoencoder.Initialize(3).Fit(data,
            new FitOptions { Epochs = 60, Optimizer = new Adam(0.01) }).ThrowIfFail().Model;
        Assert.True(fitted.Evaluate(data).ThrowIfFail().Loss < 0.03 * before);
        Assert.Single(TiedAutoencoder.Description.Parameters.Filter(p => p.Name.EndsWith("Kernel", StringComparison.Ordinal)));
    }

    internal static Dataset Regression(int rows, int inputs, int outputs)
    {
        var random = new Random(9);
        float[] x = [.. Enumerable.Range(0, rows * inputs).Select(_ => 2 * random.NextSingle() - 1)];
        float[] y = [.. Enumerable.Range(0,
            rows).SelectMany(i => Enumerable.Range(0, outputs).Select(k => MathF.Sin(2 * x[inputs * i + k]) + x[inputs * i + k + 1]))];
        return Dataset.Create([inputs], x, y, [outputs]).ThrowIfFail();
    }

    private static void IsEager<T>(Func<T, Tensor, Tensor> method, ITensorEngine engine) where T : class, IModel<T>
    {
        var model = Numbers.Point<T>(7, engine);
        var x = Numbers.Random<T>(3, 8).Inputs.To(engine);
        Numbers.Close(ModelCalls.Forward(model, x).ToDoubles(), method(model, x).ToDoubles(), engine == Engine.Reference ? 1e-11 : 1e-4);
    }
}
