using System.Reflection;
using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>A compiled model with a forward method, without its type.</summary>
internal abstract class ForwardCase(string source)
{
    public string Source { get; } = source;

    public abstract ModelDescription Description { get; }

    /// <summary>Wraps the model of a name from a loaded assembly.</summary>
    public static ForwardCase Of(Assembly assembly, string name, string source) =>
        (ForwardCase)Activator.CreateInstance(typeof(ForwardCase<>).MakeGenericType(assembly.GetType(name)!), source)!;

    /// <summary>The prediction of the compiled program, and of the method as it is written.</summary>
    public abstract (double[] Compiled, double[] Eager) Predict(ITensorEngine engine, int rows, int seed);

    /// <summary>Derivatives along random directions, by the gradient and by differences of the loss, relative to the size of the gradient.</summary>
    /// <param name="rows">Number of samples.</param>
    /// <param name="seed">Of parameters, samples and directions.</param>
    /// <param name="step">Of the differences.</param>
    public abstract IEnumerable<(double Derived, double Measured)> Derivatives(int rows, int seed, double step);
}

internal sealed class ForwardCase<T>(string source) : ForwardCase(source) where T : class, IModel<T>
{
    private static readonly Func<T, Tensor, Tensor> Method = typeof(T).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Single(method => method.IsDefined(typeof(ForwardAttribute)) && method.GetParameters().Length is 2 or 3) is { } found && found.GetParameters().Length == 2
            ? found.CreateDelegate<Func<T, Tensor, Tensor>>()
            : (model, x) => (Tensor)typeof(T).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
                .Single(method => method.IsDefined(typeof(ForwardAttribute))).Invoke(null, [model, x, false])!;

    public override ModelDescription Description => T.Description;

    public override (double[] Compiled, double[] Eager) Predict(ITensorEngine engine, int rows, int seed)
    {
        var model = Model(engine, seed);
        var x = Numbers(T.Description.InputShape.Prepend(rows), seed + 1, engine);
        return (ModelCalls.Forward(model, x).ToDoubles(), Method(model, Named(x)).ToDoubles());
    }

    public override IEnumerable<(double Derived, double Measured)> Derivatives(int rows, int seed, double step)
    {
        var engine = Engine.Reference;
        var model = Model(engine, seed);
        var batch = new Batch(Numbers(T.Description.InputShape.Prepend(rows), seed + 1, engine), Labels(rows, seed + 2));
        var gradient = ModelCalls.LossAndGradient(model, batch, default).Gradient;
        for (var i = 0; i < 3; i++)
        {
            var direction = Model(engine, seed + 10 + i);
            double Loss(double factor) => ModelCalls.LossAndGradient(model + factor * step * direction, batch, default).Loss;
            var products = gradient.Parameters.Zip(direction.Parameters, (g, d) => g.ToDoubles().Zip(d.ToDoubles(), (a, b) => a * b).Sum());
            var size = Math.Max(1e-3, products.Sum(Math.Abs));
            yield return (products.Sum() / size, (8 * (Loss(1) - Loss(-1)) - (Loss(2) - Loss(-2))) / (12 * step) / size);
        }
    }

    private static Tensor Labels(int rows, int seed)
    {
        var shape = T.Description.LabelShape.Prepend(rows);
        var random = new Random(seed);
        return T.Description.Labels == LabelKind.ClassIndices
            ? Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => random.Next(T.Description.Classes))])
            : Numbers(shape, seed, Engine.Reference);
    }

    /// <summary>The method runs on tensors that have the names of the model's input; the compiled program knows them.</summary>
    private static Tensor Named(Tensor x) => T.Description.InputAxes.IsEmpty ? x : x.Named([.. T.Description.InputAxes]);

    /// <summary>A model all of whose parameters are random, biases too.</summary>
    private static T Model(ITensorEngine engine, int seed) => T.Initialize(0)
        .WithParameters(T.Description.Parameters.Map((i, p) => 0.6 * Numbers(p.Shape, 31 * seed + i, engine)).ToSeq().Strict()).ThrowIfFail();

    private static Tensor Numbers(Shape shape, int seed, ITensorEngine engine)
    {
        var random = new Random(seed);
        return Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => 2 * random.NextDouble() - 1)], engine);
    }
}
