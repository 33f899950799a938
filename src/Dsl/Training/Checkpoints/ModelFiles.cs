using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Tensors;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Saves models to safetensors files, streams or bytes, and loads them: <c>model.Save(path)</c>, <c>FashionMlp.Load(path)</c>.
/// </summary>
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
        public Fin<Unit> Save(string path) => Saving(model, file => Safetensors.Write(path, file));

        /// <summary>Writes the same bytes to a stream, from its position on, and flushes it. The stream stays open.</summary>
        /// <param name="stream">The stream.</param>
        /// <returns>
        /// Nothing, or an error. If a tensor is wrong, nothing is written. If the stream fails, a part may have been written.
        /// </returns>
        public Fin<Unit> Save(Stream stream) => Saving(model, file => Safetensors.Write(stream, file));

        /// <summary>Returns the bytes that <c>Save</c> writes.</summary>
        public Fin<byte[]> ToBytes() => Saving(model, Safetensors.ToBytes);

        /// <summary>
        /// Returns the content of the file that <c>Save</c> writes, for writers of other formats: its tensors and its metadata.
        /// </summary>
        public Fin<SafetensorsFile> ToSafetensors() => Saving(model, static file => Fin<SafetensorsFile>.Succ(file));

        /// <summary>
        /// Reads a model from a file. One error names every tensor that is missing, extra or of the wrong shape. If the record has a method
        /// with <see cref="MigrationAttribute"/>, the method may change a file that does not fit.
        /// </summary>
        /// <param name="path">
        /// The file: F32, F16, BF16, or F64, which is rounded to float32. Extra tensors of other types, for instance PyTorch's
        /// <c>num_batches_tracked</c>, are ignored.
        /// </param>
        public static Fin<T> Load(string path) => Loading<T>(path, Safetensors.Read(path));

        /// <summary>Reads a model from a stream in the same way, from its position to its end. The stream stays open.</summary>
        /// <param name="stream">
        /// The stream. It need not know its length, and may give few bytes at a time. Bytes behind the last tensor are an error.
        /// </param>
        /// <param name="name">Its name in errors; <c>the stream</c> if not given.</param>
        public static Fin<T> Load(Stream stream, string name = "the stream") => Loading<T>(name, Safetensors.Read(stream, name));

        /// <summary>Reads a model from the bytes of a file in the same way.</summary>
        /// <param name="bytes">The bytes.</param>
        /// <param name="name">Their name in errors; <c>the bytes</c> if not given.</param>
        public static Fin<T> Load(ReadOnlyMemory<byte> bytes, string name = "the bytes") => Loading<T>(name, Safetensors.Read(bytes, name));
    }

    /// <summary>Writes parameters in the same way as <c>Save</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The description of the model.</param>
    /// <param name="parameters">Its tensors.</param>
    internal static Fin<Unit> Write(string path, ModelDescription model, Seq<Tensor> parameters) =>
        Safetensors.Write(path, Content(model, parameters, TrainedOn.Of(model.Name, parameters)));

    /// <summary>Writes a usable model. A device's numbers are read before anything is written.</summary>
    private static Fin<TResult> Saving<T, TResult>(T model, Func<SafetensorsFile, Fin<TResult>> write) where T : class, IModel<T> =>
        from usable in ParameterChecks.Check(model)
        from written in ModelTraining.Reading(ModelCalls.EngineOf(usable), () =>
            write(Content(T.Description, usable.Parameters.Map(p => p.To(p.Engine.Home)).Strict(), TrainedOn.Of(model))))
        select written;

    /// <summary>Makes a model of a file's content.</summary>
    private static Fin<T> Loading<T>(string name, Fin<SafetensorsFile> read) where T : class, IModel<T> =>
        from file in read
        from fitting in FileFit.Of(name, T.Description, file, T.Migration)
        from trained in TrainedOn.FromMetadata(fitting.Metadata).BiMap(Succ: facts => facts, Fail: fault => Error.New($"{name}: {fault.Message}."))
        let parameters = FileFit.Ordered(T.Description, fitting)
        from loaded in T.Initialize(0).WithParameters(trained.Remember(T.Description.Name, parameters))
        from whole in trained.Learnt is not { } learnt ? Fin<T>.Succ(loaded)
            : loaded.WithLearnt(learnt).BiMap(Succ: model => model, Fail: fault => Error.New($"{name}: {fault.Message}."))
        select whole;

    /// <summary>Returns the content of a model's file: its tensors, and everything else that belongs to the model as metadata.</summary>
    private static SafetensorsFile Content(ModelDescription model, Seq<Tensor> parameters, TrainedOn trained) => new(
        model.Parameters.Zip(parameters, (p, tensor) => new NamedTensor(p.Name, tensor)).ToSeq().Strict(),
        LanguageExt.HashMap.createRange(trained.ToMetadata().Prepend(("model", model.Name))));
}
