using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Files;
using ModelDsl.Pickles;

namespace ModelDsl;

/// <summary>
/// The weights of a file from Python: names, types and shapes, as they are there. The file stays open until <see cref="Dispose"/>, because
/// numbers are read when they are needed.
/// </summary>
public sealed class ForeignWeights : IDisposable
{
    private readonly TensorSource source;

    private ForeignWeights(string name, TensorSource source) => (Name, this.source) = (name, source);

    /// <summary>The name of the file.</summary>
    public string Name { get; }

    /// <summary>The framework whose layouts the tensors have.</summary>
    public Framework Framework => source.Framework;

    /// <summary>The tensors, in the order of the file.</summary>
    public IReadOnlyList<ForeignTensor> Tensors => source.Tensors;

    internal IReadOnlyDictionary<string, ModuleFacts> Modules => source.Modules;

    /// <summary>
    /// Opens a state dict of PyTorch: a file of <c>torch.save</c> (<c>.pt</c>, <c>.pth</c>, <c>.bin</c>), or safetensors. The content
    /// decides which it is. No code of a file is run: an object that no state dict holds is an error.
    /// </summary>
    /// <param name="path">The file.</param>
    public static Fin<ForeignWeights> OpenTorch(string path) => Opened(path, static (stream, path) => FileKinds.Of(stream) switch
    {
        FileKind.Zip => TorchFile.Open(stream),
        FileKind.Safetensors => Whole(stream, path),
        FileKind.Pickle => throw new FileFault("was written by a PyTorch before 1.6, or by pickle itself. Save it again in Python: torch.save(torch.load(path, map_location=\"cpu\"), \"weights.pt\")"),
        FileKind.Hdf5 => throw new FileFault("is an HDF5 file. If it is of Keras, read it as such: LoadKeras"),
        _ => throw new FileFault("is neither a file of torch.save nor a safetensors file"),
    });

    /// <summary>Opens weights of Keras 3: <c>.keras</c> or <c>.weights.h5</c>. The content decides which it is.</summary>
    /// <param name="path">The file.</param>
    public static Fin<ForeignWeights> OpenKeras(string path) => Opened(path, static (stream, _) => FileKinds.Of(stream) switch
    {
        FileKind.Zip => KerasFile.OpenZip(stream),
        FileKind.Hdf5 => KerasFile.OpenHdf5(stream),
        FileKind.Safetensors or FileKind.Pickle => throw new FileFault("is not a file of Keras. If it is of PyTorch, read it as such: LoadTorch"),
        _ => throw new FileFault("is neither a .keras file nor a .weights.h5 file"),
    });

    /// <summary>Returns a tensor in its own layout, in float32.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    public Fin<Tensor> Read(ForeignTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Guarded(Name, () => Tensor.Create(tensor.Shape, Numbers(tensor)));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => source.Dispose();

    /// <summary>Returns framework, file and the tensors, one a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Name}: {Tensors.Count} tensors of {Framework}");
        foreach (var tensor in Tensors) text.Append("\n  ").Append(tensor);
        return text.ToString();
    }

    /// <summary>Returns the numbers of a tensor.</summary>
    /// <exception cref="FileFault">They can't be read.</exception>
    internal float[] Numbers(ForeignTensor tensor)
    {
        try
        {
            return source.Read(tensor.Index);
        }
        catch (FileFault fault)
        {
            throw new FileFault($"can't be read: {Texts.Clip(tensor.Name)} {fault.Message}");
        }
    }

    /// <summary>Runs code that reads the file. A fault becomes an error that begins with the file's name.</summary>
    internal static Fin<T> Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FileFault or PickleFault)
        {
            return Error.New($"{name} {(fault is PickleFault ? "can't be read: " : "")}{fault.Message}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or InvalidDataException or ObjectDisposedException or OutOfMemoryException)
        {
            return Error.New($"{name} can't be read: {Texts.Clip(fault.Message)}");
        }
    }

    private static Fin<ForeignWeights> Opened(string path, Func<Stream, string, TensorSource> open)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guarded(path, () =>
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                return new ForeignWeights(path, open(stream, path));
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        });
    }

    private static SafetensorsSource Whole(Stream stream, string path)
    {
        using (stream) return SafetensorsSource.Open(stream, path);
    }
}
