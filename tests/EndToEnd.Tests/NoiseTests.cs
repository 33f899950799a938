using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

public class NoiseTests
{
    private static readonly Batch Twos = new(Tensor.Create([400, 50], [.. Enumerable.Repeat(2f, 20_000)]), Tensor.Zeros([400, 50]));

    private static readonly Batch Images = new(Tensor.Create([500, 4, 3, 7], [.. Enumerable.Repeat(1f, 42_000)]),
        Tensor.Zeros([500, 4, 3, 7]));

    private static readonly Batch Sequences = new(Tensor.Create([500, 12, 7], [.. Enumerable.Repeat(1f, 42_000)]),
        Tensor.Zeros([500, 12, 7]));

    [Fact]
    public void Noise_is_normal_with_its_deviation()
    {
        double[] noise = [.. Training<OneNoise>(Twos, new RandomKey(1)).Select(v => (v - 2) / 0.5)];
        CheckNormal(noise);
        // The squares of two independent deviations add: 3² + 4² = 5².
        CheckNormal([.. Training<TwoNoises>(Twos, new RandomKey(1)).Select(v => (v - 2) / 5)]);
    }

    [Fact]
    public void Gaussian_dropout_multiplies_by_noise_that_deviates_as_dropout_does() =>
        CheckNormal([.. Training<OneGaussianDropout>(Twos, new RandomKey(1)).Select(v => (v / 2 - 1) / Math.Sqrt(0.2 / 0.8))]);

    [Fact]
    public void The_key_decides_the_noise()
    {
        var batch = Numbers.Random<OneGaussianDropout>(3, 4);
        var output = Training<OneGaussianDropout>(batch, new RandomKey(7));
        Assert.Equal(output, Training<OneGaussianDropout>(batch, new RandomKey(7)));
        Assert.NotEqual(output, Training<OneGaussianDropout>(batch, new RandomKey(8)));
        Assert.NotEqual(output, Training<OneGaussianDropout>(batch, new RandomKey(7, 1)));
    }

    [Fact]
    public void Spatial_dropout_drops_whole_channels_of_an_image_or_of_a_sequence()
    {
        Check(Training<OneSpatialDropout>(Images, new RandomKey(1)));
        Check(Training<OneSequenceDropout>(Sequences, new RandomKey(1)));
    }

    /// <summary>Checks ones of which channels were dropped, 84 numbers a sample.</summary>
    private static void Check(double[] output)
    {
        Assert.All(output, v => Assert.True(v == 0 || Math.Abs(v - 1 / 0.7) < 1e-12));
        var channels = output.Select((v, i) => (v, i)).GroupBy(p => (p.i / 84, p.i % 7)).ToArray();
        Assert.Equal(3500, channels.Length);
        Assert.All(channels, c => Assert.Single(c.Select(p => p.v).Distinct()));
        Assert.Equal(0.3, channels.Count(c => c.First().v == 0) / 3500.0, 0.03);
        // No channel and no image always equals another.
        Assert.True(channels.GroupBy(c => c.Key.Item1).Select(image => string.Concat(image.Select(c => c.First().v == 0 ? '0' : '1')))
            .Distinct().Count() > 60);
        Assert.True(channels.GroupBy(c => c.Key.Item2).Select(channel => string.Concat(channel.Select(c => c.First().v == 0 ? '0' : '1')))
            .Distinct().Count() == 7);
    }

    [Fact]
    public void Prediction_and_evaluation_are_without_noise()
    {
        CheckSilent<OneNoise>(Twos);
        CheckSilent<OneGaussianDropout>(Twos);
        CheckSilent<OneSpatialDropout>(Images);
        CheckSilent<OneSequenceDropout>(Sequences);
    }

    [Fact]
    public void Engines_make_the_same_noise()
    {
        Numbers.Close(Training<OneNoise>(Twos, new RandomKey(3, 9)), RunOnCpu(Twos).Select(v => (double)v), 1e-5);
        var first = new Batch(Tensor.Create([3, 50], [.. Enumerable.Repeat(2f, 150)]), Tensor.Zeros([3, 50]));
        // A number depends on its position, not on the count of numbers.
        Assert.Equal(RunOnCpu(Twos)[..150], RunOnCpu(first));

        static float[] RunOnCpu(Batch batch)
        {
            var arena = new ParameterArena(Engine.Cpu, OneNoise.Description);
            var program = OneNoise.Compile(ProgramKind.Gradient, Engine.Cpu, batch.Inputs.Shape[0], arena,
                new ParameterArena(Engine.Cpu, OneNoise.Description));
            Engine.Cpu.Write(batch.Inputs.ToArray(), program.Input);
            program.Run(new RandomKey(3, 9));
            var output = new float[program.Output.Count];
            Engine.Cpu.Read(program.Output, output);
            return output;
        }
    }

    private static void CheckSilent<T>(Batch batch) where T : class, IModel<T>
    {
        var model = T.Initialize(1);
        Assert.Equal(batch.Inputs, ModelCalls.Forward(model, batch.Inputs));
        Assert.Equal(batch.Inputs.ToDoubles(), Numbers.Run(model, ProgramKind.Loss, batch).Output);
    }

    /// <summary>Checks mean, variance, fourth moment, and the shares within one and two deviations.</summary>
    private static void CheckNormal(double[] z)
    {
        Assert.Equal(0, z.Average(), 0.03);
        Assert.Equal(1, z.Average(v => v * v), 0.05);
        Assert.Equal(3, z.Average(v => v * v * v * v), 0.3);
        Assert.Equal(0.6827, z.Count(v => Math.Abs(v) < 1) / (double)z.Length, 0.015);
        Assert.Equal(0.9545, z.Count(v => Math.Abs(v) < 2) / (double)z.Length, 0.01);
        // Neighbours are independent.
        Assert.Equal(0, z.Zip(z.Skip(1), (a, b) => a * b).Average(), 0.03);
    }

    /// <summary>Returns the output in training, on the reference engine.</summary>
    private static double[] Training<T>(Batch batch, RandomKey key) where T : class, IModel<T> =>
        Numbers.Run(T.Initialize(1), ProgramKind.Gradient, batch, key).Output;
}
