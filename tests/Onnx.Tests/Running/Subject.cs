using System.Reflection;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Onnx.Tests.Zoo;

namespace ModelDsl.Onnx.Tests.Running;

/// <summary>A compiled model, without its type. Its parameters and samples are drawn from seeds.</summary>
internal abstract class Subject(ZooModel model)
{
    public ZooModel Model { get; } = model;

    public abstract ModelDescription Description { get; }

    public static Subject Of(Assembly assembly, ZooModel model, byte[]? weights = null) => (Subject)Activator.CreateInstance(
        typeof(Subject<>).MakeGenericType(assembly.GetType(model.Name, throwOnError: true)!), model, weights)!;

    /// <summary>Returns the file of the model whose parameters a seed draws.</summary>
    public abstract byte[] Export(int seed, OnnxOptions? options = null);

    /// <summary>Returns the predictions for samples, output after output in each row.</summary>
    public abstract double[] Predict(ITensorEngine engine, int seed, double[] samples);

    /// <summary>Draws samples: numbers in [−1.5, 1.5], and indices where layers look them up.</summary>
    public double[] Samples(int rows, int seed)
    {
        var (random, size) = (new Random(seed), Description.InputShape.Size);
        double[] numbers = [.. Enumerable.Range(0, rows * size).Select(_ => (double)(float)(3 * random.NextDouble() - 1.5))];
        foreach (var (row, range) in Enumerable.Range(0, rows).SelectMany(row => Description.Indices.Map(range => (row, range))))
            for (var i = 0; i < range.Count; i++)
                numbers[row * size + range.First + i * range.Step] = random.Next(Math.Min(range.Limit, 5));
        return numbers;
    }

    public override string ToString() => Model.Source;
}

/// <param name="model">The model.</param>
/// <param name="weights">A file of weights, which the model has for every seed; null for weights that the seed draws.</param>
internal sealed class Subject<T>(ZooModel model, byte[]? weights) : Subject(model) where T : class, IOnnxModel<T>
{
    public override ModelDescription Description => T.Description;

    public override byte[] Export(int seed, OnnxOptions? options = null)
    {
        using var file = new MemoryStream();
        Of(Engine.Cpu, seed).SaveOnnx(file, options).ThrowIfFail();
        return file.ToArray();
    }

    public override double[] Predict(ITensorEngine engine, int seed, double[] samples) => ModelCalls.Forward(Of(engine, seed),
        Tensor.Create(T.Description.InputShape.Prepend(samples.Length / T.Description.InputShape.Size), samples, engine)).ToDoubles();

    private T Of(ITensorEngine engine, int seed)
    {
        var stored = weights is null ? Seq<Tensor>.Empty : ModelFiles.Load<T>(weights).ThrowIfFail().Parameters;
        var parameters = T.Description.Parameters.Map((i, p) => Tensor.Create(
            p.Shape, weights is null ? Numbers(p, new Random(31 * seed + i)) : stored[i].ToDoubles(), engine));
        return T.Initialize(0).WithParameters(parameters.ToSeq().Strict()).ThrowIfFail();
    }

    /// <summary>Draws numbers for a parameter; variances are positive, boundaries ascend.</summary>
    private static double[] Numbers(ParameterDescription parameter, Random random)
    {
        double[] numbers = [.. Enumerable.Range(0, parameter.Shape.Size).Select(_ => (double)(float)(1.2 * random.NextDouble() - 0.6))];
        if (parameter.Name.EndsWith("Variance", StringComparison.Ordinal))
            return [.. numbers.Select(number => (double)(float)(number * number + 0.1))];
        if (parameter.Name.EndsWith("Boundaries", StringComparison.Ordinal)) Array.Sort(numbers);
        return numbers;
    }
}
