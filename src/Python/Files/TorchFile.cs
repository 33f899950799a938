using System.IO.Compression;
using System.Text;
using ModelDsl.Pickles;

namespace ModelDsl.Files;

/// <summary>
/// A file of <c>torch.save</c> since PyTorch 1.6: a zip with a pickle, <c>data.pkl</c>, and the numbers of each storage in
/// <c>data/0</c>, <c>data/1</c> and so on. Source: PyTorch's <c>torch/serialization.py</c>.
/// </summary>
internal sealed class TorchFile : TensorSource
{
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];
    private readonly IReadOnlyList<PickleTensor> tensors;
    private readonly bool isBigEndian;

    private TorchFile(ZipArchive zip)
    {
        this.zip = zip;
        foreach (var entry in zip.Entries)
        {
            if (!entries.TryAdd(entry.FullName, entry)) throw new FileFault($"has two entries {Texts.Clip(entry.FullName)}");
        }
        var pickle = entries.Keys.FirstOrDefault(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new FileFault(entries.ContainsKey("config.json") || entries.Keys.Any(name => name.EndsWith(".weights.h5", StringComparison.Ordinal))
                ? "is a file of Keras. Read it as such: LoadKeras"
                : "is a zip without data.pkl, so it is not of torch.save");
        Root = pickle[..^"data.pkl".Length];
        if (entries.ContainsKey(Root + "constants.pkl"))
            throw new FileFault("is a TorchScript archive, which holds a program. Save its weights in Python: torch.save(torch.jit.load(path).state_dict(), \"weights.pt\")");
        isBigEndian = entries.TryGetValue(Root + "byteorder", out var order) && Encoding.ASCII.GetString(Entries.ReadText(order)).Trim() == "big";
        var content = PickleReader.Read(Entries.ReadText(entries[pickle]));
        var state = StateDict.Tensors(content);
        tensors = [.. state.Select(tensor => tensor.Tensor)];
        Tensors = [.. state.Select(Describe)];
    }

    public override IReadOnlyList<ForeignTensor> Tensors { get; }

    public override Framework Framework => Framework.PyTorch;

    private string Root { get; }

    /// <summary>Opens a zip, which the result closes.</summary>
    public static TorchFile Open(Stream stream)
    {
        var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        try
        {
            return new TorchFile(zip);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    public override float[] Read(int index)
    {
        var tensor = tensors[index];
        var storage = tensor.Storage;
        var type = NumberType.Find(storage.Type) ?? throw new FileFault($"is of type {storage.Type}, which is not read");
        var size = Tensors[index].Shape.Size;
        if (size == 0) return [];
        if (!entries.TryGetValue($"{Root}data/{storage.Key}", out var entry)) throw new FileFault($"has no numbers: data/{Texts.Clip(storage.Key)} is missing");
        var (shape, strides, count) = (tensor.Shape, tensor.Strides, entry.Length / type.Bytes);
        var last = tensor.Offset;
        for (var axis = 0; axis < shape.Length && last >= 0 && last < count; axis++)
        {
            if (shape[axis] == 1) continue;
            if (strides[axis] < 0) throw new FileFault($"has the stride {strides[axis]}");
            // Neither factor is larger than the file, unless the file is damaged.
            last = strides[axis] > count ? count : last + (shape[axis] - 1) * strides[axis];
        }
        if (last < 0 || last >= count) throw new FileFault($"lies outside its numbers: data/{Texts.Clip(storage.Key)} has {count}");
        if (size > last - tensor.Offset + 1)
            throw new FileFault("repeats its numbers by a stride of 0. Save it in Python after tensor.contiguous()");
        if ((last - tensor.Offset + 1) * type.Bytes > Array.MaxLength) throw new FileFault("is too large to be read");

        var bytes = Entries.Read(entry, tensor.Offset * type.Bytes, (int)((last - tensor.Offset + 1) * type.Bytes));
        var numbers = type.ToSingles(bytes, isBigEndian);
        return IsContiguous(shape, strides) ? numbers : Gather(numbers, shape, strides, size);
    }

    public override void Dispose() => zip.Dispose();

    private static ForeignTensor Describe(StateTensor state, int index) =>
        new(state.Name, state.Tensor.Storage.Type, ShapeOf(state.Name, state.Tensor)) { Index = index, Home = state.Home };

    private static Shape ShapeOf(string name, PickleTensor tensor)
    {
        var size = 1L;
        foreach (var dimension in tensor.Shape)
        {
            if (dimension is < 0 or > int.MaxValue || (size *= Math.Max(dimension, 1)) > int.MaxValue)
                throw new FileFault($"says that {Texts.Clip(name)} has the shape [{string.Join(", ", tensor.Shape.Take(8))}], which is too large");
        }
        return tensor.Shape.Length == tensor.Strides.Length
            ? Shape.Create(Array.ConvertAll(tensor.Shape, dimension => (int)dimension))
            : throw new FileFault($"gives {Texts.Clip(name)} as many strides as it has no axes");
    }

    private static bool IsContiguous(long[] shape, long[] strides)
    {
        var expected = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] > 1 && strides[axis] != expected) return false;
            expected *= shape[axis];
        }
        return true;
    }

    private static float[] Gather(float[] numbers, long[] shape, long[] strides, int size)
    {
        var gathered = new float[size];
        var index = new long[shape.Length];
        var from = 0L;
        for (var i = 0; i < size; i++)
        {
            gathered[i] = numbers[from];
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis]) break;
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return gathered;
    }
}
