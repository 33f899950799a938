using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Generators.Tests.Support;
using ElementType = ModelDsl.Engines.ElementType;
using ProgramKind = ModelDsl.CompilerServices.ProgramKind;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Samples and labels as plain numbers.</summary>
internal sealed record Samples(int Rows, double[] Inputs, double[] Labels)
{
    /// <summary>The weight of each row's loss; 1 if there are no weights.</summary>
    public double[]? Weights { get; init; }

    /// <summary>Returns these samples with weights drawn from a seed.</summary>
    public Samples Weighted(ModelDescription model, int seed)
    {
        var random = new Random(seed);
        return this with
        {
            Weights =
            [.. Enumerable.Range(0, Rows * model.OutputShape.Size / model.Classes).Select(_ => 2 * random.NextDouble())]
        };
    }

    /// <summary>Draws samples that fit a model, from a seed.</summary>
    public static Samples For(ModelDescription model, int rows, int seed)
    {
        var random = new Random(seed);
        double[] inputs = [.. Enumerable.Range(0, rows * model.InputShape.Size).Select(_ => 3 * random.NextDouble() - 1.5)];
        double[] labels = [.. Enumerable.Range(0, rows * model.LabelShape.Size)
            .Select(_ => model.Labels == LabelKind.ClassIndices ? random.Next(model.Classes)
                : model.Loss is LossKind.Hinge or LossKind.SquaredHinge or LossKind.CategoricalHinge ? random.Next(2)
                : random.NextDouble())];
        return new Samples(rows, inputs, labels);
    }

    /// <summary>Returns these samples, followed by others.</summary>
    public Samples Then(Samples other) => new(Rows + other.Rows, [.. Inputs, .. other.Inputs], [.. Labels, .. other.Labels]);

    public IEnumerable<Samples> OneByOne() => Enumerable.Range(0, Rows).Select(i => new Samples(1, Part(Inputs, i), Part(Labels, i)));

    private double[] Part(double[] all, int i) => all[(all.Length / Rows * i)..(all.Length / Rows * (i + 1))];
}

/// <summary>The results of a program.</summary>
internal sealed record Outcome(double[] Output, double[] Losses, double Loss, double[][] Gradient);

/// <summary>A random model that was compiled with the generator, without its type; its parameters are arrays in double precision.</summary>
internal abstract class CompiledModel(RandomModel model)
{
    public RandomModel Model { get; } = model;

    public abstract ModelDescription Description { get; }

    /// <summary>Returns parameters for tests: initial kernels, and biases that are not zero.</summary>
    public double[][] Parameters(int seed)
    {
        var random = new Random(seed);
        return [.. Initialize(seed).Zip(Description.Parameters, (values, p) =>
            p.Name.EndsWith("Bias", StringComparison.Ordinal) ? [.. values.Select(_ => random.NextDouble() - 0.5)] : values)];
    }

    public abstract double[][] Initialize(int seed);

    /// <summary>Runs one of the emitted programs; results that its kind does not have are empty.</summary>
    public abstract Outcome Run(ProgramKind kind, ITensorEngine engine, double[][] parameters, Samples samples, RandomKey key = default);

    public abstract Outcome ByMembers(ITensorEngine engine, double[][] parameters, Samples samples, RandomKey key = default);

    /// <summary>Returns <c>a·x + y·b − z</c> by the model's operators.</summary>
    public abstract double[][] Combine(ITensorEngine engine, double a, double[][] x, double[][] y, double b, double[][] z);

    /// <summary>Returns the parameters after <c>WithParameters</c>, or its error.</summary>
    public abstract Fin<double[][]> WithParameters(IEnumerable<Tensor> tensors);

    public override string ToString() => Model.Source;
}

internal sealed class CompiledModel<T>(RandomModel model) : CompiledModel(model) where T : class, IModel<T>
{
    private readonly Dictionary<(ProgramKind, ITensorEngine, int),
        (ModelProgram Program, ParameterArena Parameters, ParameterArena? Gradient)> programs = [];

    public override ModelDescription Description => T.Description;

    public override double[][] Initialize(int seed) => Numbers(T.Initialize(seed));

    public override Outcome Run(ProgramKind kind, ITensorEngine engine, double[][] parameters, Samples samples, RandomKey key = default)
    {
        if (!programs.TryGetValue((kind, engine, samples.Rows), out var laidOut))
        {
            var arena = new ParameterArena(engine, T.Description);
            var gradient = kind == ProgramKind.Gradient ? new ParameterArena(engine, T.Description) : null;
            programs[(kind, engine, samples.Rows)] = laidOut = (T.Compile(kind, engine, samples.Rows, arena, gradient), arena, gradient);
        }
        var program = laidOut.Program;
        for (var i = 0; i < parameters.Length; i++)
            engine.Write(Transposed.ToStored(Description.Parameters[i], parameters[i]), laidOut.Parameters[i]);
        engine.Write(samples.Inputs, program.Input);
        if (program.Labels is { Element: ElementType.Int32 } classes) engine.Write(Array.ConvertAll(samples.Labels, l => (int)l), classes);
        else if (program.Labels is { } targets) engine.Write(samples.Labels, targets);
        if (program.Weights is { } weights) engine.Write(samples.Weights ?? [.. Enumerable.Repeat(1.0, weights.Count)], weights);
        program.Run(key);
        return new Outcome(
            Read(engine, program.Output), Read(engine, program.Losses), Read(engine, program.Loss).FirstOrDefault(),
            laidOut.Gradient is { } written
                ? [.. Enumerable.Range(0,
                    written.Count).Select(i => Transposed.FromStored(Description.Parameters[i], Read(engine, written[i])))] : []);
    }

    public override Outcome ByMembers(ITensorEngine engine, double[][] parameters, Samples samples, RandomKey key = default)
    {
        var model = Of(engine, parameters);
        var inputs = Tensor.Create(T.Description.InputShape.Prepend(samples.Rows), samples.Inputs, engine);
        var labelShape = T.Description.LabelShape.Prepend(samples.Rows);
        var labels = T.Description.Labels == LabelKind.ClassIndices
            ? Tensor.Create(labelShape, Array.ConvertAll(samples.Labels, l => (int)l))
            : Tensor.Create(labelShape, samples.Labels, engine);
        var batch = new Batch(inputs, labels);
        var (_, gradient) = ModelCalls.LossAndGradient(model, batch, key);
        return new Outcome(ModelCalls.Forward(model, inputs).ToDoubles(), [], ModelCalls.Loss(model, batch), Numbers(gradient));
    }

    public override double[][] Combine(ITensorEngine engine, double a, double[][] x, double[][] y, double b, double[][] z) =>
        Numbers(a * Of(engine, x) + Of(engine, y) * b - Of(engine, z));

    public override Fin<double[][]> WithParameters(IEnumerable<Tensor> tensors) =>
        T.Initialize(0).WithParameters(tensors.ToSeq().Strict()).Map(Numbers);

    private static T Of(ITensorEngine engine, double[][] parameters) =>
        T.Initialize(0).WithParameters(
            parameters.Select((p, i) => Tensor.Create(T.Description.Parameters[i].Shape, p, engine)).ToSeq().Strict()).ThrowIfFail();

    private static double[][] Numbers(T model) => [.. model.Parameters.Select(p => p.ToDoubles())];

    private static double[] Read(ITensorEngine engine, TensorBuffer? buffer)
    {
        if (buffer is null) return [];
        var values = new double[buffer.Count];
        engine.Read(buffer, values);
        return values;
    }
}
