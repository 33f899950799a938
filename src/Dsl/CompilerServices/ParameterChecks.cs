using System.Globalization;
using System.Runtime.CompilerServices;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Shapes;

namespace ModelDsl.CompilerServices;

/// <summary>
/// The one check of a model's tensors: it compares them with its description. A record can be given any tensors, so the check is made
/// wherever tensors leave records. There are three such places: an arena that programs read
/// (<see cref="ParameterArena.Write(Seq{Tensor})"/>), files, and other models made of the tensors.
/// </summary>
internal static class ParameterChecks
{
    private const string FreshModel = ": start from a fresh model";

    /// <summary>The models that passed the check, for as long as they live.</summary>
    private static readonly ConditionalWeakTable<object, object> Usable = [];

    /// <summary>
    /// Returns everything that keeps a model from being trained, evaluated, saved or used to predict, one phrase each. These are tensors
    /// that do not fit; if all fit, those that hold a number that is not finite. It reads every number.
    /// </summary>
    public static IEnumerable<string> Faults<T>(T model) where T : class, IModel<T> => Faults(T.Description, model.Parameters, FreshModel);

    /// <summary>Returns the same faults for tensors that are meant for a model.</summary>
    /// <param name="description">The model.</param>
    /// <param name="parameters">The tensors.</param>
    /// <param name="advice">The advice about a number that is not finite, after a colon.</param>
    public static IEnumerable<string> Faults(ModelDescription description, Seq<Tensor> parameters, string advice = "")
    {
        var misfits = Misfits(description, parameters).Concat(Scattered(description, parameters)).ToArray();
        return misfits.Length > 0 ? misfits : NonFinite(description, parameters, advice);
    }

    /// <summary>Returns a usable model, or an error with all its faults. A model is checked once, because it does not change.</summary>
    public static Fin<T> Check<T>(T model) where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        return Usable.TryGetValue(model, out _) ? model : DataFaults.Reading(ModelCalls.EngineOf(model), () => CheckAnew(model));
    }

    private static Fin<T> CheckAnew<T>(T model) where T : class, IModel<T>
    {
        if (Misfit(T.Description, model.Parameters) is { } misfit) return Error.New(misfit);
        var faults = NonFinite(T.Description, model.Parameters, FreshModel).ToArray();
        if (faults.Length > 0) return Error.New($"{T.Description.Name} can't be used: {string.Join("; ", faults)}.");
        Usable.AddOrUpdate(model, model);
        return model;
    }

    /// <summary>Returns a model's tensors.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static Seq<Tensor> Checked<T>(T model) where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ThrowIfMisfit(T.Description, model.Parameters);
        return model.Parameters;
    }

    /// <summary>Throws for tensors that do not fit.</summary>
    /// <exception cref="ArgumentException">They do not fit; the message names each of them.</exception>
    public static void ThrowIfMisfit(ModelDescription model, Seq<Tensor> parameters)
    {
        if (Misfit(model, parameters) is { } misfit) throw new ArgumentException(misfit);
    }

    /// <summary>Returns the misfits, in a sentence that names every tensor; null if all fit.</summary>
    public static string? Misfit(ModelDescription model, Seq<Tensor> parameters) =>
        Sentence(model, Misfits(model, parameters)) ?? Sentence(model, Scattered(model, parameters));

    /// <summary>Returns the same, but tensors may be on several engines.</summary>
    public static string? MisfitAnywhere(ModelDescription model, Seq<Tensor> parameters) => Sentence(model, Misfits(model, parameters));

    /// <summary>Returns the tensors that a model lacks, in a sentence; null if it has all.</summary>
    public static string? Missing(ModelDescription model, Seq<Tensor> own) =>
        Sentence(model, model.Parameters.Zip(own).Filter(p => p.Item2 is null).Map(p => $"{p.Item1.Name} {p.Item1.Shape} is missing"));

    private static string? Sentence(ModelDescription model, IEnumerable<string> faults)
    {
        var text = string.Join("; ", faults);
        return text.Length == 0 ? null : $"These parameters do not fit {model.Name}: {text}.";
    }

    private static IEnumerable<string> Misfits(ModelDescription model, Seq<Tensor> parameters)
    {
        // A lazily computed sequence can't hold a null.
        parameters = parameters.Strict();
        for (var i = 0; i < Math.Max(parameters.Count, model.Parameters.Count); i++)
        {
            if (i >= model.Parameters.Count)
            {
                yield return $"tensor {i + 1} {parameters[i]?.Shape} is extra{(model.Unused.IsEmpty ? "" : $": the model's layers have no {string.Join(", ", model.Unused)}")}";
                continue;
            }
            var (name, shape) = (model.Parameters[i].Name, model.Parameters[i].Shape);
            if (i >= parameters.Count || parameters[i] is not { } tensor) yield return $"{name} {shape} is missing";
            else if (tensor.Shape != shape) yield return $"{name} is {tensor.Shape}, but must be {shape}";
            else if (tensor.Element != ElementType.Float) yield return $"{name} holds class indices, but must hold real numbers";
        }
    }

    /// <summary>
    /// Returns the tensors on other engines than the first. If there are any, it is not clear which engine should compute.
    /// </summary>
    private static IEnumerable<string> Scattered(ModelDescription model, Seq<Tensor> parameters)
    {
        if (parameters.IsEmpty || parameters[0] is not { Engine: var engine }) yield break;
        for (var i = 1; i < parameters.Count; i++)
        {
            if (parameters[i] is not { Engine: var other } || ReferenceEquals(other, engine)) continue;
            yield return $"{model.Parameters[0].Name} lies on the engine {engine.Name}, but {model.Parameters[i].Name} on {other.Name}: bring them to one by model.To(engine)";
            yield break;
        }
    }

    private static IEnumerable<string> NonFinite(ModelDescription model, Seq<Tensor> parameters, string advice)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var tensor = parameters[i];
            if (FiniteNumbers.AreAll(tensor.Engine, tensor.Buffer)) continue;
            var numbers = tensor.ToDoubles();
            var wrong = Array.FindIndex(numbers, number => !double.IsFinite(number));
            yield return string.Create(CultureInfo.InvariantCulture,
                $"the parameter {model.Parameters[i].Name} holds a number that is not finite, {numbers[wrong]}" +
                $"{Places.At(tensor.Shape, wrong)}{advice}");
        }
    }
}
