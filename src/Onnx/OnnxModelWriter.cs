using System.Globalization;
using Google.Protobuf;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.IO;
using Onnx;

namespace ModelDsl;

/// <summary>A model as an ONNX file, in memory.</summary>
/// <param name="Proto">The file's message.</param>
/// <param name="Data">The weights in a second file beside it, one after the other; none if they are in the message.</param>
internal sealed record OnnxModelWriter(ModelProto Proto, IReadOnlyList<ByteString> Data)
{
    /// <summary>A message of protocol buffers can't be larger.</summary>
    private const long LargestFile = int.MaxValue;

    /// <summary>Writes a model's graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options.</param>
    /// <param name="path">The file; null for a stream.</param>
    public static Fin<OnnxModelWriter> Write<T>(T model, OnnxOptions options, string? path) where T : class, IOnnxModel<T> =>
        from right in OnnxChecks.Check(T.Description, options, isFile: path is not null)
        from file in model.ToSafetensors()
        from written in Written<T>(file, options, path)
        select written;

    /// <summary>Writes the message into a file, after the weights, if they have a file of their own.</summary>
    public Fin<Unit> Save(string path) =>
        from data in Data.Count == 0 ? Unit.Default
            : AtomicFile.Write(OnnxExternalData.PathOf(path), stream => OnnxExternalData.Write(stream, Data))
        from message in AtomicFile.Write(path, stream => Proto.WriteTo(stream))
        select message;

    /// <summary>Writes the message to a stream.</summary>
    public Fin<Unit> Save(Stream stream)
    {
        try
        {
            Proto.WriteTo(stream);
            stream.Flush();
            return Unit.Default;
        }
        catch (Exception thrown) when (FilePlace.IsOfFiles(thrown) || thrown is ObjectDisposedException)
        {
            return Error.New($"The model can't be written to the stream: {thrown.Message}");
        }
    }

    private static Fin<OnnxModelWriter> Written<T>(SafetensorsFile file, OnnxOptions options, string? path) where T : class, IOnnxModel<T>
    {
        var graph = new OnnxGraph(T.Description, file, options);
        T.WriteOnnx(graph);
        var proto = new ModelProto
        {
            IrVersion = IrVersion(options.Opset),
            ProducerName = nameof(ModelDsl),
            ProducerVersion = typeof(OnnxModelWriter).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = graph.Finish(),
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Version = options.Opset });
        foreach (var (key, value) in OnnxMetadata.Of(T.Description, file, options))
            proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        var data = options.ExternalData ? OnnxExternalData.MoveOut(proto.Graph, OnnxExternalData.PathOf(path!)) : [];
        return OfSize(T.Description.Name, proto.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length))
            .Map(_ => new OnnxModelWriter(proto, data));
    }

    /// <summary>Returns an error if the weights are too large for one message.</summary>
    internal static Fin<Unit> OfSize(string model, long bytes) => bytes <= LargestFile - (1 << 20) ? Unit.Default
        : Error.New(string.Create(CultureInfo.InvariantCulture,
            $"The weights of {model} have {bytes:N0} bytes, but an ONNX file holds at most 2 GiB: write to a path with {nameof(OnnxOptions)}.{nameof(OnnxOptions.ExternalData)} = true."));

    /// <summary>Returns the version of the file format that came with a version of the operators.</summary>
    private static long IrVersion(int opset) => opset switch
    {
        < 19 => 8,
        < 21 => 9,
        _ => 10,
    };
}
