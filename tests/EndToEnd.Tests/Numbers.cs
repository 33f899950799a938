using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Tensors, batches and models made of numbers.</summary>
internal static class Numbers
{
    public static IEnumerable<ITensorEngine> Engines => [Engine.Cpu, Engine.Reference];

    public static Tensor Tensor(Shape shape, params double[] values) => ModelDsl.Tensor.Create(shape, values, Engine.Reference);

    public static Tensor Identity(int size) =>
        Tensor([size, size], [.. Enumerable.Range(0, size * size).Select(i => i / size == i % size ? 1.0 : 0.0)]);

    public static Batch Batch(Tensor inputs, params int[] classes) => new(inputs, ModelDsl.Tensor.Create([classes.Length], classes));

    /// <summary>Draws a batch that fits a model from a seed; float32 holds its numbers exactly.</summary>
    public static Batch Random<T>(int rows, int seed) where T : class, IModel<T>
    {
        var random = new Random(seed);
        var (inputs, labels) = (T.Description.InputShape.Prepend(rows), T.Description.LabelShape.Prepend(rows));
        var x = ModelDsl.Tensor.Create(inputs, [.. Enumerable.Range(0, inputs.Size).Select(_ => 2 * random.NextSingle() - 1)]);
        var packed = T.Description.Outputs.ToArray();
        if (packed.Length > 0)
        {
            // Class indices are integers among the other numbers of a row.
            return new Batch(x, ModelDsl.Tensor.Create(labels, [.. Enumerable.Range(0, rows).SelectMany(_ => packed).SelectMany(output =>
                Enumerable.Range(0, output.LabelShape.Size)
                    .Select(_ => output.Labels == LabelKind.ClassIndices ? random.Next(output.Shape[^1]) : random.NextSingle()))]));
        }
        return new Batch(x, T.Description.Labels == LabelKind.ClassIndices
            ? ModelDsl.Tensor.Create(labels, [.. Enumerable.Range(0, labels.Size).Select(_ => random.Next(T.Description.Classes))])
            : ModelDsl.Tensor.Create(labels, [.. Enumerable.Range(0, labels.Size).Select(_ => random.NextSingle())]));
    }

    /// <summary>The labels of a batch as one-hot rows.</summary>
    public static Batch OneHot(Batch batch, int classes)
    {
        var labels = batch.Labels.ToClasses();
        return batch with
        {
            Labels = ModelDsl.Tensor.Create([labels.Length, classes],
            [.. labels.SelectMany(l => Enumerable.Range(0, classes).Select(c => c == l ? 1f : 0f))])
        };
    }

    public static T With<T>(T model, params Tensor[] parameters) where T : class, IModel<T> =>
        model.WithParameters(parameters.ToSeq().Strict()).ThrowIfFail();

    /// <summary>Returns a random point of the model's space. Unlike <c>Initialize</c>, it draws the biases too.</summary>
    public static T Point<T>(int seed, ITensorEngine engine) where T : class, IModel<T>
    {
        var random = new Random(seed);
        return With(T.Initialize(0), [.. T.Description.Parameters.Select(p =>
            ModelDsl.Tensor.Create(p.Shape, [.. Enumerable.Range(0, p.Shape.Size).Select(_ => 2 * random.NextSingle() - 1)]).To(engine))]);
    }

    /// <summary>Returns all parameters, one after the other.</summary>
    public static double[] Of<T>(T model) where T : class, IModel<T> => [.. model.Parameters.SelectMany(p => p.ToDoubles())];

    public static void Close(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.Equal(expected.ToArray(), actual.ToArray(), (a, b) => Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)));

    /// <summary>Returns a program's results besides the loss: the losses of each row, and the prediction.</summary>
    public static (double[] Losses, double[] Output) Run<T>(
        T model, ProgramKind kind, Batch batch, RandomKey key = default) where T : class, IModel<T>
    {
        var engine = model.Parameters.IsEmpty ? Engine.Reference : model.Parameters[0].Engine;
        var parameters = new ParameterArena(engine, T.Description);
        parameters.Write(model.Parameters);
        var program = T.Compile(kind, engine, batch.Inputs.Shape[0], parameters, new ParameterArena(engine, T.Description));
        engine.Write(batch.Inputs.ToDoubles(), program.Input);
        if (batch.Labels.Element == ElementType.Int32) engine.Write(batch.Labels.ToClasses(), program.Labels!);
        else engine.Write(batch.Labels.ToDoubles(), program.Labels!);
        program.Run(key);
        var (losses, output) = (new double[program.Losses!.Count], new double[program.Output.Count]);
        engine.Read(program.Losses, losses);
        engine.Read(program.Output, output);
        return (losses, output);
    }
}
