using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Generators.Tests.Emit;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.HigherOrder;

/// <summary>
/// A compiled model that asks for all derivatives, without its type. A point of its space is one vector of all its numbers.
/// </summary>
internal abstract class DerivativeCase(string source)
{
    public const string All = "Derivatives = Derivatives.JacobianVectorProduct | Derivatives.HessianVectorProduct";

    public string Source { get; } = source;

    public abstract ModelDescription Description { get; }

    /// <summary>
    /// Draws random numbers for all tensors: kernels are small, variances are positive, and a direction is 0 where parameters are not
    /// trainable.
    /// </summary>
    public double[] Point(int seed, bool direction = false) => [.. Description.Parameters.SelectMany((p, i) =>
    {
        var random = new Random(31 * seed + i);
        return Enumerable.Range(0,
            p.Shape.Size).Select(_ => p.Trainable ? 1.2 * random.NextDouble() - 0.6 : direction ? 0 : 0.5 + random.NextDouble());
    })];

    public abstract (double Loss, double[] Gradient) LossAndGradient(ITensorEngine engine, double[] at, Samples samples);

    public abstract (double Loss, double[] Gradient, double[] Product) Hessian(
        ITensorEngine engine, double[] at, double[] direction, Samples samples);

    public abstract double[] Forward(ITensorEngine engine, double[] at, Samples samples);

    public abstract (double[] Prediction, double[] Tangent) Jacobian(
        ITensorEngine engine, double[] at, double[] direction, Samples samples);

    /// <summary>Returns the product along the input.</summary>
    public abstract (double[] Prediction, double[] Tangent) InputJacobian(
        ITensorEngine engine, double[] at, Samples samples, double[] direction);

    public static IReadOnlyList<DerivativeCase> Compile(IReadOnlyList<(string Name, string Source)> models, params string[] more)
    {
        var assembly = GeneratorHarness.Run([.. models.Select(m => m.Source), .. more]).Load();
        return [.. models.Select(
            m => (DerivativeCase)Activator.CreateInstance(typeof(DerivativeCase<>).MakeGenericType(assembly.GetType(m.Name)!), m.Source)!)];
    }

    public override string ToString() => Source;
}

internal sealed class DerivativeCase<T>(
    string source) : DerivativeCase(source) where T : class, IHessianVectorProduct<T>, IJacobianVectorProduct<T>
{
    private static readonly RandomKey Key = new(42, 3);

    public override ModelDescription Description => T.Description;

    public override (double Loss, double[] Gradient) LossAndGradient(ITensorEngine engine, double[] at, Samples samples)
    {
        var (loss, gradient) = ModelCalls.LossAndGradient(Model(engine, at), BatchOf(engine, samples), Key);
        return (loss, Numbers(gradient));
    }

    public override (double Loss, double[] Gradient, double[] Product) Hessian(
        ITensorEngine engine, double[] at, double[] direction, Samples samples)
    {
        var (loss, gradient, product) = DerivativeCalls.HessianVectorProduct(Model(engine, at), BatchOf(engine, samples),
            Model(engine, direction), Key);
        return (loss, Numbers(gradient), Numbers(product));
    }

    public override double[] Forward(ITensorEngine engine, double[] at, Samples samples) =>
        ModelCalls.Forward(Model(engine, at), BatchOf(engine, samples).Inputs).ToDoubles();

    public override (double[] Prediction, double[] Tangent) Jacobian(ITensorEngine engine, double[] at, double[] direction, Samples samples)
    {
        var (prediction, tangent) = DerivativeCalls.JacobianVectorProduct(Model(engine, at), BatchOf(engine, samples).Inputs,
            Model(engine, direction));
        return (prediction.ToDoubles(), tangent.ToDoubles());
    }

    public override (double[] Prediction, double[] Tangent) InputJacobian(
        ITensorEngine engine, double[] at, Samples samples, double[] direction)
    {
        var along = Tensor.Create(T.Description.InputShape.Prepend(samples.Rows), direction, engine);
        var (prediction, tangent) = DerivativeCalls.JacobianVectorProduct(Model(engine, at), BatchOf(engine, samples).Inputs, along);
        return (prediction.ToDoubles(), tangent.ToDoubles());
    }

    private static T Model(ITensorEngine engine, double[] at)
    {
        var start = 0;
        return T.Initialize(0).WithParameters(T.Description.Parameters.Map(p =>
        {
            var tensor = Tensor.Create(p.Shape, at[start..(start + p.Shape.Size)], engine);
            start += p.Shape.Size;
            return tensor;
        }).ToSeq().Strict()).ThrowIfFail();
    }

    private static Batch BatchOf(ITensorEngine engine, Samples samples)
    {
        var labels = T.Description.LabelShape.Prepend(samples.Rows);
        return new Batch(
            Tensor.Create(T.Description.InputShape.Prepend(samples.Rows), samples.Inputs, engine),
            T.Description.Labels == LabelKind.ClassIndices
                ? Tensor.Create(labels, Array.ConvertAll(samples.Labels, l => (int)l))
                : Tensor.Create(labels, samples.Labels, engine));
    }

    private static double[] Numbers(T model) => [.. model.Parameters.SelectMany(p => p.ToDoubles())];
}
