using Google.Protobuf;
using LanguageExt;
using ModelDsl.CompilerServices;

namespace ModelDsl;

/// <summary>Writes models with <see cref="OnnxAttribute"/> as ONNX files: <c>model.SaveOnnx("digits.onnx")</c>.</summary>
public static class OnnxFiles
{
    extension<T>(T model) where T : class, IOnnxModel<T>
    {
        /// <summary>
        /// Writes the model as an ONNX file. The file takes a batch of any size <c>N</c>, as float32; an input whose numbers are all
        /// indices is int64. Inputs and outputs have the names of the model's, or are called <c>input</c> and <c>output</c>. An output that
        /// is called as an input is called <c>name_2</c>. The class names of the training data are in the metadata, if the model knows
        /// them. The file is replaced whole or not at all.
        /// </summary>
        /// <param name="path">The file.</param>
        /// <param name="options">The version of the operators, and others; the newest that is supported if not given.</param>
        /// <returns>
        /// Nothing, or an error: an option is wrong, a tensor is wrong (see <c>model.Save</c>), the file would be larger than 2 GiB, or it
        /// can't be written.
        /// </returns>
        public Fin<Unit> SaveOnnx(string path, OnnxOptions? options = null) =>
            OnnxModelWriter.Write(model, options ?? new OnnxOptions(), path).Bind(written => written.Save(path));

        /// <summary>Writes the same bytes to a stream, from its position on, and flushes it. The stream stays open.</summary>
        /// <param name="stream">The stream.</param>
        /// <param name="options">The version of the operators, and others; the newest that is supported if not given.</param>
        /// <returns>Nothing, or an error. If the stream fails, a part may have been written.</returns>
        public Fin<Unit> SaveOnnx(Stream stream, OnnxOptions? options = null) =>
            OnnxModelWriter.Write(model, options ?? new OnnxOptions(), path: null).Bind(written => written.Save(stream));

        /// <summary>Returns the bytes of the file, as ONNX Runtime's <c>InferenceSession</c> takes them.</summary>
        /// <param name="options">The version of the operators, and others; the newest that is supported if not given.</param>
        public Fin<byte[]> ToOnnx(OnnxOptions? options = null) =>
            OnnxModelWriter.Write(model, options ?? new OnnxOptions(), path: null).Map(written => written.Proto.ToByteArray());
    }
}
