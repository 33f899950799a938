using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.Training;

/// <summary>Compares the content of a file with a model, and lets the model's author change a content that does not fit.</summary>
internal static class FileFit
{
    /// <summary>Returns a content that fits the model, or an error that names each tensor that does not.</summary>
    /// <param name="name">The name of the file in errors.</param>
    /// <param name="model">The model.</param>
    /// <param name="file">The content of the file.</param>
    /// <param name="migration">The change for a content that does not fit; null for none. A content that fits is never changed.</param>
    public static Fin<SafetensorsFile> Of(
        string name, ModelDescription model, SafetensorsFile file, Func<SafetensorsFile, Fin<SafetensorsFile>>? migration)
    {
        if (Misfit(model, file) is not { } misfit) return file;
        var fault = $"{name} does not fit {model.Name}";
        if (migration is null) return Error.New($"{fault}: {misfit}.");
        return Migrate(migration, file).BiBind(
            migrated => Misfit(model, migrated) is { } left ? Error.New($"{fault} after its migration: {left}.") : Fin<SafetensorsFile>.Succ(migrated),
            failed => Error.New($"{fault}: {misfit}. Its migration failed: {failed.Message.TrimEnd('.')}."));
    }

    /// <summary>Returns the tensors of a content that fits, in the order of the model's parameters.</summary>
    public static Seq<Tensor> Ordered(ModelDescription model, SafetensorsFile file)
    {
        var byName = file.Tensors.ToDictionary(t => t.Name, t => t.Tensor);
        // A migration may add a tensor that other code has, too. Class names are kept beside tensors, so a model has tensors of its own.
        return model.Parameters.Map(p => new Tensor(Engine.Cpu, byName[p.Name].To(Engine.Cpu).Buffer)).Strict();
    }

    /// <summary>Runs the author's method. An exception of any kind becomes an error.</summary>
    private static Fin<SafetensorsFile> Migrate(Func<SafetensorsFile, Fin<SafetensorsFile>> migration, SafetensorsFile file)
    {
        try
        {
            return migration(file).Bind(migrated => migrated is null ? Error.New("it returned null") : Fin<SafetensorsFile>.Succ(migrated));
        }
        catch (Exception thrown)
        {
            return Error.New(thrown.Message);
        }
    }

    /// <summary>Returns what does not fit, a phrase for each tensor; null if all fit.</summary>
    private static string? Misfit(ModelDescription model, SafetensorsFile file)
    {
        if (Safetensors.FaultOf(file.Tensors) is { } fault) return fault;
        var byName = file.Tensors.ToDictionary(t => t.Name, t => t.Tensor);
        var unread = file.Unread.ToDictionary(t => t.Name);
        var faults = new List<string>();
        foreach (var parameter in model.Parameters)
        {
            if (byName.TryGetValue(parameter.Name, out var tensor))
            {
                if (tensor.Shape != parameter.Shape) faults.Add($"{parameter.Name} is {tensor.Shape}, but must be {parameter.Shape}");
            }
            else if (unread.TryGetValue(parameter.Name, out var other))
                faults.Add($"{parameter.Name} is of type {other.Type}, but only F32, F16, BF16 and F64 are read");
            else faults.Add($"{parameter.Name} {parameter.Shape} is missing");
        }
        var names = new System.Collections.Generic.HashSet<string>(model.Parameters.Map(p => p.Name));
        var extra = file.Tensors.Where(t => !names.Contains(t.Name)).Take(FaultText.Most + 1);
        faults.AddRange(extra.Select(t => $"{FaultText.Clip(t.Name)} {t.Tensor.Shape} is extra"));
        return faults.Count == 0 ? null : FaultText.Join(faults);
    }
}
