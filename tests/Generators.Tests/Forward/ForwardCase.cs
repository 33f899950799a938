using System.Reflection;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>A compiled model with a forward method, without its type.</summary>
internal abstract class ForwardCase(string source)
{
    public string Source { get; } = source;

    public abstract ModelDescription Description { get; }

    /// <summary>Wraps the model with a given name from a loaded assembly.</summary>
    public static ForwardCase Of(Assembly assembly, string name, string source) =>
        (ForwardCase)Activator.CreateInstance(typeof(ForwardCase<>).MakeGenericType(assembly.GetType(name)!), source)!;

    /// <summary>Returns the prediction of the compiled program, and that of the method as written.</summary>
    public abstract (double[] Compiled, double[] Eager) Predict(ITensorEngine engine, int rows, int seed);

    /// <summary>Returns the prediction for one sample, by the compiled program and by the method as written.</summary>
    public abstract (double[] Compiled, double[] Eager) Predict(ITensorEngine engine, double[] sample);

    /// <summary>Returns the prediction of the training program at a step, and that of the method with the noise of this step.</summary>
    public abstract (double[] Compiled, double[] Eager) Train(ITensorEngine engine, int rows, int seed, RandomKey key);

    /// <summary>
    /// Returns the loss of the compiled program. The eager loss is the squared error of the method's prediction, plus the mean of the added
    /// loss from its companion <c>Added</c>. Both are for a training step or for evaluation.
    /// </summary>
    public abstract (double Compiled, double Eager) Loss(int rows, int seed, RandomKey? key);

    /// <summary>
    /// Returns derivatives along random directions, by the gradient and by differences of the loss, relative to the size of the gradient.
    /// </summary>
    /// <param name="rows">Number of samples.</param>
    /// <param name="seed">The seed of parameters, samples and directions.</param>
    /// <param name="step">The step of the differences.</param>
    public abstract IEnumerable<(double Derived, double Measured)> Derivatives(int rows, int seed, double step);
}

internal sealed class ForwardCase<T>(string source) : ForwardCase(source) where T : class, IModel<T>
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>The method as written; null for a model without one.</summary>
    private static readonly MethodInfo? Method = typeof(T).GetMethods(Any)
        .SingleOrDefault(method => method.IsDefined(typeof(ForwardAttribute)));

    public override ModelDescription Description => T.Description;

    public override (double[] Compiled, double[] Eager) Predict(ITensorEngine engine, int rows, int seed) =>
        Predict(Model(engine, seed), Samples(rows, seed + 1, engine));

    public override (double[] Compiled, double[] Eager) Predict(ITensorEngine engine, double[] sample) =>
        Predict(Model(engine, seed: 1), Tensor.Create(T.Description.InputShape.Prepend(1), sample, engine));

    private static (double[] Compiled, double[] Eager) Predict(T model, Tensor x) =>
        (ModelCalls.Forward(model, x).ToDoubles(), Call(Method, model, x, null).ToDoubles());

    public override (double[] Compiled, double[] Eager) Train(ITensorEngine engine, int rows, int seed, RandomKey key)
    {
        var model = Model(engine, seed);
        var x = Samples(rows, seed + 1, engine);
        var parameters = new ParameterArena(engine, T.Description);
        parameters.Write(model.Parameters);
        var program = T.Compile(ProgramKind.Gradient, engine, rows, parameters, new ParameterArena(engine, T.Description));
        engine.Write(x.ToDoubles(), program.Input);
        program.Run(key);
        var compiled = new double[program.Output.Count];
        engine.Read(program.Output, compiled);
        return (compiled, Call(Method, model, x, key).ToDoubles());
    }

    public override (double Compiled, double Eager) Loss(int rows, int seed, RandomKey? key)
    {
        var model = Model(Engine.Reference, seed);
        var batch = new Batch(Samples(rows, seed + 1, Engine.Reference), Labels(rows, seed + 2));
        var compiled = key is { } step ? ModelCalls.LossAndGradient(model, batch, step).Loss : ModelCalls.Loss(model, batch);
        var difference = Functions.Square(Call(Method, model, batch.Inputs, key) - batch.Labels);
        // With several outputs, each has its own mean.
        var errors = T.Description.Outputs.IsEmpty ? difference.ToDoubles().Average()
            : T.Description.Outputs.Sum(o => difference[.., o.First..(o.First + o.Shape.Size)].ToDoubles().Average());
        var added = typeof(T).GetMethod("Added", Any) is { } method ? Call(method, model, batch.Inputs, key).ToDoubles().Average() : 0;
        return (compiled, errors + added);
    }

    /// <summary>Calls the method as written: for training at a step, for prediction without one.</summary>
    private static Tensor Call(MethodInfo? method, T model, Tensor x, RandomKey? key) => method is null ? ModelCalls.Forward(model, x)
        : Packed(method.Invoke(null, [.. method.GetParameters().Select(parameter =>
        parameter.ParameterType == typeof(T) ? model
        : parameter.ParameterType == typeof(bool) ? key is not null
        : parameter.ParameterType == typeof(Noise) ? key is { } step ? new Noise(step) : Noise.None
        : parameter.ParameterType == typeof(Tensor) ? Named(x)
        : Activator.CreateInstance(parameter.ParameterType, Parts(x))!)])!);

    /// <summary>Packs the method's result as the compiled program does: several outputs in a row.</summary>
    private static Tensor Packed(object returned) =>
        returned as Tensor ?? Functions.Concat([.. (returned is System.Runtime.CompilerServices.ITuple tuple
        ? Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)
        : T.Description.Outputs.Select(output => (Tensor)returned.GetType().GetProperty(output.Name)!.GetValue(returned)!)).Select(
            output => output.Flatten())]);

    /// <summary>Splits the inputs if there are several.</summary>
    private static object[] Parts(Tensor x)
    {
        var parts = (System.Runtime.CompilerServices.ITuple)typeof(T).GetMethod("Unpack")!.Invoke(null, [x])!;
        return [.. Enumerable.Range(0, parts.Length).Select(i => parts[i]!)];
    }

    /// <summary>Draws random samples, with indices for tables.</summary>
    private static Tensor Samples(int rows, int seed, ITensorEngine engine)
    {
        var size = T.Description.InputShape.Size;
        var numbers = Numbers(T.Description.InputShape.Prepend(rows), seed, engine).ToDoubles();
        var random = new System.Random(seed);
        // Row by row, so that the first samples do not depend on the number of samples.
        foreach (var (row, range) in Enumerable.Range(0, rows).SelectMany(row => T.Description.Indices.Map(range => (row, range))))
        {
            for (var i = 0; i < range.Count; i++)
                numbers[row * size + range.First + i * range.Step] = random.Next(Math.Min(range.Limit, 5));
        }
        return Tensor.Create(T.Description.InputShape.Prepend(rows), numbers, engine);
    }

    public override IEnumerable<(double Derived, double Measured)> Derivatives(int rows, int seed, double step)
    {
        var engine = Engine.Reference;
        var model = Model(engine, seed);
        var batch = new Batch(Samples(rows, seed + 1, engine), Labels(rows, seed + 2));
        var gradient = ModelCalls.LossAndGradient(model, batch, default).Gradient;
        for (var i = 0; i < 3; i++)
        {
            // Frozen parameters and statistics have no derivatives.
            var directions = Model(engine, seed + 10 + i).Parameters.Zip(T.Description.Parameters,
                (tensor, p) => p.Trainable ? tensor : 0 * tensor);
            var direction = T.Initialize(0).WithParameters(directions.ToSeq().Strict()).ThrowIfFail();
            double Loss(double factor) => ModelCalls.LossAndGradient(model + factor * step * direction, batch, default).Loss;
            var products = gradient.Parameters.Zip(direction.Parameters, (g, d) => g.ToDoubles().Zip(d.ToDoubles(), (a, b) => a * b).Sum());
            var size = Math.Max(1e-3, products.Sum(Math.Abs));
            yield return (products.Sum() / size, (8 * (Loss(1) - Loss(-1)) - (Loss(2) - Loss(-2))) / (12 * step) / size);
        }
    }

    private static Tensor Labels(int rows, int seed)
    {
        var shape = T.Description.LabelShape.Prepend(rows);
        var random = new System.Random(seed);
        if (!T.Description.Outputs.IsEmpty)
        {
            return Tensor.Create(shape,
                [.. Enumerable.Range(0, rows).SelectMany(_ => T.Description.Outputs)
                    .SelectMany(output => Enumerable.Range(0, output.LabelShape.Size)
                .Select(_ => output.Labels == LabelKind.ClassIndices ? random.Next(output.Shape[^1]) : random.NextDouble()))],
                    Engine.Reference);
        }
        return T.Description.Labels == LabelKind.ClassIndices
            ? Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => random.Next(T.Description.Classes))])
            : Numbers(shape, seed, Engine.Reference);
    }

    /// <summary>Gives tensors the axis names of the model's input for the method; the compiled program knows them.</summary>
    private static Tensor Named(Tensor x) => T.Description.InputAxes.IsEmpty ? x : x.Named([.. T.Description.InputAxes]);

    /// <summary>Returns a model whose parameters are all random, also its biases; variances are positive.</summary>
    private static T Model(ITensorEngine engine, int seed) => T.Initialize(0)
        .WithParameters(T.Description.Parameters.Map((i, p) => Random(p, 0.6 * Numbers(p.Shape, 31 * seed + i, engine))).ToSeq().Strict())
        .ThrowIfFail();

    private static Tensor Random(ParameterDescription parameter, Tensor numbers) =>
        parameter.Name.EndsWith("Variance", StringComparison.Ordinal) ? Functions.Square(numbers) + 0.1 : numbers;

    private static Tensor Numbers(Shape shape, int seed, ITensorEngine engine)
    {
        var random = new System.Random(seed);
        return Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => 2 * random.NextDouble() - 1)], engine);
    }
}
