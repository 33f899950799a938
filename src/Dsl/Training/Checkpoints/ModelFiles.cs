using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Printing;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <summary>Saves models to safetensors files and loads them: <c>model.Save(path)</c>, <c>FashionMlp.Load(path)</c>.</summary>
public static class ModelFiles
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Writes the parameters as F32, named as in <see cref="ModelDescription.Parameters"/> (<c>Output.Kernel</c>), in Keras's layouts.
        /// The file is replaced whole or not at all. The class names of the training data are written too, if the model knows them.
        /// </summary>
        /// <param name="path">The file.</param>
        /// <returns>
        /// Nothing, or an error: the file can't be written, or a tensor is wrong. A tensor is wrong if its shape differs from the model's
        /// description, or if its memory has been released. It is also wrong if a number is not finite or too large for float32. In case of
        /// an error no file is touched.
        /// </returns>
        // A device's numbers are read before the file is touched.
        public Fin<Unit> Save(string path) =>
            from usable in ParameterChecks.Check(model)
            from written in ModelTraining.Reading(
                ModelCalls.EngineOf(usable), () =>
                    Write(path, T.Description, usable.Parameters.Map(p => p.To(p.Engine.Home)).Strict(), TrainedClasses.Of(model)))
            select written;

        /// <summary>Reads a model from a file. One error names every tensor that is missing, extra or of the wrong shape.</summary>
        /// <param name="path">
        /// The file: F32, F16, BF16, or F64, which is rounded to float32. Extra tensors of other types, for instance PyTorch's
        /// <c>num_batches_tracked</c>, are ignored.
        /// </param>
        public static Fin<T> Load(string path) =>
            from file in Safetensors.Read(path)
            from parameters in Match(path, T.Description, file)
            from classes in ClassesOf(path, file)
            from loaded in T.Initialize(0).WithParameters(TrainedClasses.Remember(T.Description.Name, parameters, classes))
            select loaded;
    }

    /// <summary>Writes parameters in the same way as <c>Save</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The description of the model.</param>
    /// <param name="parameters">Its tensors.</param>
    /// <param name="classes">The class names that it was trained with; null for those of the tensors.</param>
    internal static Fin<Unit> Write(string path, ModelDescription model, Seq<Tensor> parameters, Seq<ClassLegend>? classes = null) =>
        Safetensors.Write(path, new SafetensorsFile(
        model.Parameters.Zip(parameters, (p, tensor) => new NamedTensor(p.Name, tensor)).ToSeq().Strict(),
        Metadata(model.Name, classes ?? TrainedClasses.Of(model.Name, parameters))));

    private const string ClassesKey = "modeldsl.classes";

    private static HashMap<string, string> Metadata(string model, Seq<ClassLegend> classes)
    {
        var metadata = LanguageExt.HashMap.create(("model", model));
        return classes.IsEmpty ? metadata : metadata.Add(ClassesKey, TrainedClasses.Write(classes));
    }

    private static Fin<Seq<ClassLegend>> ClassesOf(string path, SafetensorsFile file) => file.Metadata.Find(ClassesKey).Match(
        Some: text => TrainedClasses.Read(text).BiMap(Succ: classes => classes, Fail: fault => Error.New($"{path}: {fault.Message}")),
        None: () => Seq<ClassLegend>.Empty);

    /// <summary>Returns the tensors in the order of the model's parameters.</summary>
    private static Fin<Seq<Tensor>> Match(string path, ModelDescription model, SafetensorsFile file)
    {
        var byName = file.Tensors.ToDictionary(t => t.Name, t => t.Tensor);
        var unread = file.Unread.ToDictionary(t => t.Name);
        var faults = new List<string>();
        foreach (var parameter in model.Parameters)
        {
            if (unread.TryGetValue(parameter.Name, out var other))
                faults.Add($"{parameter.Name} is of type {other.Type}, but only F32, F16, BF16 and F64 are read");
            else if (!byName.TryGetValue(parameter.Name, out var tensor)) faults.Add($"{parameter.Name} {parameter.Shape} is missing");
            else if (tensor.Shape != parameter.Shape) faults.Add($"{parameter.Name} is {tensor.Shape}, but must be {parameter.Shape}");
        }
        var names = new System.Collections.Generic.HashSet<string>(model.Parameters.Map(p => p.Name));
        var extra = file.Tensors.Where(t => !names.Contains(t.Name)).Take(FaultText.Most + 1);
        faults.AddRange(extra.Select(t => $"{FaultText.Clip(t.Name)} {t.Tensor.Shape} is extra"));
        return faults.Count == 0
            ? model.Parameters.Map(p => byName[p.Name]).Strict()
            : Error.New($"{path} does not fit {model.Name}: {FaultText.Join(faults)}.");
    }
}
