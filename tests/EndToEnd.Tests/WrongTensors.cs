using System.Reflection;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Laws;

/// <summary>
/// Models with a wrong tensor, made as users can make them: by <c>with</c>, which bypasses all checks of generated members.
/// </summary>
internal static class WrongTensors
{
    /// <summary>Kinds of wrong tensors.</summary>
    public enum Wrong
    {
        Missing, MissingLayer, ClassIndices, Longer, Shorter, Reversed, Scalar, Vector, OneAxisMore, Empty, Huge, OtherEngine, Unused,
    }

    /// <summary>
    /// Puts a wrong tensor of the given kind in place of one of the model's own. Returns the model and the name that an error must contain,
    /// or null where the kind cannot be applied to the tensor.
    /// </summary>
    public static (T Model, string Named)? Spoil<T>(T model, Wrong wrong, int parameter, ITensorEngine engine) where T : class, IModel<T>
    {
        var description = T.Description;
        if (wrong == Wrong.Unused)
        {
            if (description.Unused.IsEmpty) return null;
            var unused = description.Unused[parameter % description.Unused.Count];
            return (With(model, unused.Split('.'), Tensor.Zeros([3]).To(engine)), unused);
        }
        if (description.Parameters.IsEmpty) return null;
        var (name, shape) = (description.Parameters[parameter % description.Parameters.Count].Name,
            description.Parameters[parameter % description.Parameters.Count].Shape);
        var path = name.Split('.');
        // A repeated layer can be null as well.
        if (wrong == Wrong.MissingLayer) return (With(model, path[..^1], null), name + " ");
        if (wrong == Wrong.OtherEngine)
        {
            var other = ReferenceEquals(engine, Engine.Reference) ? Engine.Cpu : Engine.Reference;
            return description.Parameters.Count == 1 ? null : (With(model, path, Tensor.Zeros(shape).To(other)), "lies on the engine");
        }
        if (wrong == Wrong.Missing) return (With(model, path, null), name + " ");
        Shape? given = wrong switch
        {
            Wrong.ClassIndices => shape,
            Wrong.Longer => Shape.Create([shape[0] + 1, .. shape.Tail]),
            Wrong.Shorter => Shape.Create([.. shape.SkipLast(1), shape[^1] - 1]),
            Wrong.Reversed => Shape.Create([.. shape.Reverse()]),
            Wrong.Scalar => Shape.Create(),
            Wrong.Vector => Shape.Create(shape.Size),
            Wrong.OneAxisMore => shape.Prepend(1),
            Wrong.Empty => Shape.Create(0),
            _ => Shape.Create([shape[0], .. shape.Tail, 1000]),
        };
        if (given is not { } of || (of == shape && wrong != Wrong.ClassIndices)) return null;
        return (With(model, path, wrong == Wrong.ClassIndices ? Tensor.Create(of, new int[of.Size]).To(engine) : Tensor.Zeros(of).To(engine)), name + " ");
    }

    /// <summary>
    /// Makes every possible call of a model on an engine. Returns each call's error message, or null if it succeeds. Any exception except
    /// an <see cref="ArgumentException"/> escapes.
    /// </summary>
    public static IEnumerable<(string Call, string? Fault)> Calls<T>(
        T model, T right, ITensorEngine engine, string folder) where T : class, IModel<T>
    {
        var (x, batch, data) = (Samples<T>(), Labelled<T>(), Data<T>());
        var path = Path.Combine(folder, "wrong.safetensors");
        yield return ("Predict(tensor)", Fin(model.Predict(x)));
        yield return ("Predict(data)", Fin(model.Predict(data)));
        yield return ("Predictor", Fin(model.Predictor()));
        yield return ("Evaluate", Fin(model.Evaluate(data)));
        yield return ("Fit", Fin(model.Fit(data, new FitOptions { Engine = engine })));
        yield return ("LossAndGradient(data)", Fin(model.LossAndGradient(data)));
        yield return ("Save", Fin(model.Save(path)));
        yield return ("WithParameters", Fin(right.WithParameters(model.Parameters)));
        yield return ("Forward", Thrown(() => ModelCalls.Forward(model, x)));
        yield return ("x | model", Thrown(() => x | model));
        yield return ("Loss", Thrown(() => ModelCalls.Loss(model, batch)));
        yield return ("LossAndGradient", Thrown(() => ModelCalls.LossAndGradient(model, batch, default)));
        yield return ("a + b", Thrown(() => model + right));
        yield return ("b - a", Thrown(() => right - model));
        yield return ("2 * a", Thrown(() => 2 * model));
        yield return ("a * 2", Thrown(() => model * 2));
        yield return ("To", Thrown(() => model.To(ReferenceEquals(engine, Engine.Cpu) ? Engine.Reference : Engine.Cpu)));
        if (File.Exists(path)) yield return ("Save left a file", null);
    }

    /// <summary>Returns two samples of zeros: every model accepts them, because zero is a valid index, too.</summary>
    public static Tensor Samples<T>() where T : class, IModel<T> => Tensor.Zeros(T.Description.InputShape.Prepend(2));

    private static Batch Labelled<T>() where T : class, IModel<T>
    {
        var shape = T.Description.LabelShape.Prepend(2);
        return new Batch(Samples<T>(),
            T.Description.Labels == LabelKind.ClassIndices ? Tensor.Create(shape, new int[shape.Size]) : Tensor.Zeros(shape));
    }

    private static Dataset Data<T>() where T : class, IModel<T>
    {
        var (sample, label) = (T.Description.InputShape, T.Description.LabelShape);
        var samples = new float[2 * sample.Size];
        return (T.Description.Labels == LabelKind.ClassIndices
            ? Dataset.Create<float>(sample, samples, new int[2 * label.Size], labelShape: label)
            : Dataset.Create<float>(sample, samples, new float[2 * label.Size], label)).ThrowIfFail();
    }

    private static string? Fin<TResult>(Fin<TResult> result) => result.Case is Error error ? error.Message : null;

    public static string? Thrown(Func<object> call)
    {
        try
        {
            call();
            return null;
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Returns a record with another value at a path, with copies of all records around it.</summary>
    private static T With<T>(T record, string[] path, object? value) where T : class => (T)Changed(record, path, value)!;

    private static object? Changed(object record, string[] path, object? value)
    {
        if (path.Length == 0) return value;
        if (char.IsDigit(path[0][0]))
        {
            var replaced = typeof(WrongTensors).GetMethod(nameof(Replaced), BindingFlags.NonPublic | BindingFlags.Static)!;
            return replaced.MakeGenericMethod(record.GetType().GenericTypeArguments).Invoke(null,
                [record, int.Parse(path[0], System.Globalization.CultureInfo.InvariantCulture), path[1..], value]);
        }
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        var property = record.GetType().GetProperty(path[0])!;
        property.SetValue(copy, Changed(property.GetValue(record)!, path[1..], value));
        return copy;
    }

    private static Seq<TItem> Replaced<TItem>(Seq<TItem> items, int index, string[] path, object? value) =>
        items.Select((item, i) => i == index ? (TItem)Changed(item!, path, value)! : item).ToSeq().Strict();
}
