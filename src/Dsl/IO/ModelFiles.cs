using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>Models to and from safetensors files: <c>model.Save(path)</c>, <c>FashionMlp.Load(path)</c>.</summary>
public static class ModelFiles
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Writes the parameters as F32, named as in <see cref="ModelDescription.Parameters"/> (<c>Output.Kernel</c>), in Keras's layouts. The
        /// file is replaced whole or not at all.
        /// </summary>
        /// <param name="path">The file.</param>
        /// <returns>
        /// Nothing, or an error: a file that can't be written, a tensor of another shape than the model's description says, or with a number that is not
        /// finite, or whose memory has ended; then nothing was touched.
        /// </returns>
        public Fin<Unit> Save(string path) =>
            from usable in ParameterChecks.Check(model)
            // A device's numbers are read before the file is touched.
            from written in ModelTraining.Reading(
                ModelCalls.EngineOf(usable), () => Write(path, T.Description, usable.Parameters.Map(p => p.To(p.Engine.Home)).Strict()))
            select written;

        /// <summary>A model with the parameters of a file; one error that names every tensor that is missing, extra or misshapen.</summary>
        /// <param name="path">The file: F32, F16 or BF16, or F64, which is rounded to float32.</param>
        public static Fin<T> Load(string path) =>
            from file in Safetensors.Read(path)
            from parameters in Match(path, T.Description, file.Tensors)
            from loaded in T.Initialize(0).WithParameters(parameters)
            select loaded;
    }

    /// <summary>Writes parameters as <c>Save</c> does.</summary>
    internal static Fin<Unit> Write(string path, ModelDescription model, Seq<Tensor> parameters) => Safetensors.Write(path, new SafetensorsFile(
        model.Parameters.Zip(parameters, (p, tensor) => new NamedTensor(p.Name, tensor)).ToSeq().Strict(),
        LanguageExt.HashMap.create(("model", model.Name))));

    /// <summary>The tensors in the order of the model's parameters.</summary>
    internal static Fin<Seq<Tensor>> Match(string path, ModelDescription model, Seq<NamedTensor> tensors)
    {
        var found = tensors.ToDictionary(t => t.Name, t => t.Tensor);
        var faults = new List<string>();
        foreach (var parameter in model.Parameters)
        {
            if (!found.Remove(parameter.Name, out var tensor)) faults.Add($"{parameter.Name} {parameter.Shape} is missing");
            else if (tensor.Shape != parameter.Shape) faults.Add($"{parameter.Name} is {tensor.Shape}, but must be {parameter.Shape}");
        }
        faults.AddRange(tensors.Where(t => found.ContainsKey(t.Name)).Select(t => $"{t.Name} {t.Tensor.Shape} is extra"));
        if (faults.Count > 0) return Error.New($"{path} does not fit {model.Name}: {string.Join("; ", faults)}.");
        var byName = tensors.ToDictionary(t => t.Name, t => t.Tensor);
        return model.Parameters.Map(p => byName[p.Name]).Strict();
    }
}
