using System.IO.Compression;
using PureHDF;

namespace ModelDsl.Files;

/// <summary>
/// Weights of Keras 3: a <c>.weights.h5</c> file, or a <c>.keras</c> file, which is a zip with one. Each layer is a group with the datasets
/// <c>vars/0</c>, <c>vars/1</c> and so on. Source: Keras 3, <c>keras/src/saving/saving_lib.py</c>.
/// </summary>
internal sealed class KerasFile : TensorSource
{
    private const int Deepest = 16;
    private const int MostTensors = 100_000;
    private const long MostUnpacked = 1L << 30;

    /// <summary>What a model holds besides its layers, and what is no weight of a layer.</summary>
    private static readonly HashSet<string> NoLayers =
        ["optimizer", "metrics", "loss_tracker", "compile_metrics", "compile_loss", "seed_generator", "random_generator", "state_seed"];

    private readonly ZipArchive? zip;
    private readonly IDisposable file;
    private readonly List<ForeignTensor> tensors = [];
    private readonly List<IH5Dataset> datasets = [];
    private readonly Dictionary<string, ModuleFacts> modules = [];
    private readonly Dictionary<string, (string Name, ModuleFacts Facts)> names;

    private KerasFile(Stream stream, ZipArchive? zip, Dictionary<string, (string Name, ModuleFacts Facts)> names)
    {
        (this.zip, this.names) = (zip, names);
        var root = H5File.Open(stream);
        file = root;
        try
        {
            if (root.AttributeExists("layer_names") || root.LinkExists("model_weights"))
                throw new FileFault("is in the old HDF5 format of Keras 2. Save it in Python in that of Keras 3: model.save_weights(\"model.weights.h5\")");
            Visit(root, "", "", 0);
            if (tensors.Count == 0) throw new FileFault("holds no weights of Keras 3: no group has datasets vars/0, vars/1 and so on");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override IReadOnlyList<ForeignTensor> Tensors => tensors;

    public override Framework Framework => Framework.Keras;

    public override IReadOnlyDictionary<string, ModuleFacts> Modules => modules;

    /// <summary>Opens a <c>.weights.h5</c> file.</summary>
    public static KerasFile OpenHdf5(Stream stream) => Guarded(() => new KerasFile(stream, null, []));

    /// <summary>Opens a <c>.keras</c> file.</summary>
    public static KerasFile OpenZip(Stream stream)
    {
        var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        try
        {
            var weights = zip.GetEntry("model.weights.h5") ?? throw new FileFault(zip.Entries.Any(entry => entry.Name == "data.pkl")
                ? "is a file of PyTorch. Read it as such: LoadTorch"
                : "is a zip without model.weights.h5, so it is no .keras file");
            var config = zip.GetEntry("config.json") ?? throw new FileFault("has no config.json, so it is no .keras file");
            var names = KerasNames.Read(Entries.ReadText(config));
            return Guarded(() => new KerasFile(Seekable(weights), zip, names));
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    public override float[] Read(int index) => Guarded(() =>
    {
        var (tensor, data) = (tensors[index], datasets[index]);
        var type = NumberType.Find(tensor.Type) ?? throw new FileFault($"is of type {tensor.Type}, which is not read");
        var numbers = tensor.Type switch
        {
            "float32" => data.Read<float[]>(),
            "float64" => type.ToSingles(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(data.Read<double[]>())),
            "float16" => Array.ConvertAll(data.Read<Half[]>(), number => (float)number),
            _ => type.ToSingles(data.Read<byte[]>()),
        };
        return numbers.Length == tensor.Shape.Size ? numbers : throw new FileFault("has another number of elements than its shape");
    });

    public override void Dispose()
    {
        file.Dispose();
        zip?.Dispose();
    }

    /// <summary>
    /// Keras does not compress, so a weight is read where it lies. A file that another tool packed is unpacked in memory.
    /// </summary>
    private static Stream Seekable(ZipArchiveEntry entry)
    {
        var stream = entry.Open();
        if (stream.CanSeek) return stream;
        stream.Dispose();
        if (entry.Length > MostUnpacked) throw new FileFault($"holds compressed weights of {entry.Length} bytes, but at most {MostUnpacked} are unpacked. Zip it in Python without compression");
        return new MemoryStream(Entries.Read(entry, 0, (int)entry.Length));
    }

    private void Visit(IH5Group group, string path, string name, int depth)
    {
        if (depth > Deepest || tensors.Count > MostTensors) throw new FileFault("nests its groups too deeply");
        foreach (var inner in group.Children().OfType<IH5Group>())
        {
            var (place, plain) = (Join(path, inner.Name, '/'), inner.Name.TrimStart('_'));
            if (plain == "vars") AddTensors(inner, name);
            else if (plain == "layers") Visit(inner, place, name, depth + 1);
            else if (!NoLayers.Contains(plain)) Visit(inner, place, path.EndsWith("layers", StringComparison.Ordinal) ? Layer(inner, place, name) : Join(name, plain, '.'), depth + 1);
        }
    }

    /// <summary>Returns the name of a layer of a list of layers, and keeps its class and its order.</summary>
    private string Layer(IH5Group layer, string place, string list)
    {
        var (type, number) = KerasNames.Split(layer.Name);
        if (!names.TryGetValue(place, out var known))
            known = (Join(list, NameOf(layer) ?? layer.Name, '.'), new ModuleFacts(type, number));
        modules[known.Name] = known.Facts;
        return known.Name;
    }

    /// <summary>Returns the name that a newer Keras writes beside the weights of a layer.</summary>
    private static string? NameOf(IH5Group layer) =>
        layer.LinkExists("vars") && layer.Group("vars") is var vars && vars.AttributeExists("name") ? vars.Attribute("name").Read<string>() : null;

    private void AddTensors(IH5Group vars, string name)
    {
        var all = vars.Children().OfType<IH5Dataset>()
            .Select(data => (Data: data, Number: int.TryParse(data.Name, out var number) ? number : -1));
        foreach (var (data, _) in all.OrderBy(data => data.Number))
        {
            tensors.Add(new ForeignTensor(Join(name, data.Name, '.'), TypeOf(data), ShapeOf(data, name)) { Index = tensors.Count });
            datasets.Add(data);
        }
    }

    private static string TypeOf(IH5Dataset data) => data.Type.Class switch
    {
        H5DataTypeClass.FloatingPoint => $"float{data.Type.Size * 8}",
        H5DataTypeClass.FixedPoint => $"{(data.Type.FixedPoint.IsSigned ? "int" : "uint")}{data.Type.Size * 8}",
        H5DataTypeClass.Enumerated when data.Type.Size == 1 => "bool",
        H5DataTypeClass.Opaque when data.Type.Size == 2 && data.AttributeExists("dtype") && data.Attribute("dtype").Read<string>() == "bfloat16" => "bfloat16",
        var other => other.ToString(),
    };

    private static Shape ShapeOf(IH5Dataset data, string name)
    {
        var (size, shape) = (1UL, data.Space.Type == H5DataspaceType.Scalar ? [] : data.Space.Dimensions);
        foreach (var dimension in shape)
        {
            if (dimension > int.MaxValue || (size *= Math.Max(dimension, 1)) > int.MaxValue)
                throw new FileFault($"says that {Texts.Clip(name)} has the shape [{string.Join(", ", shape.Take(8))}], which is too large");
        }
        return Shape.Create(Array.ConvertAll(shape, dimension => (int)dimension));
    }

    private static string Join(string first, string second, char between) => first.Length == 0 ? second : $"{first}{between}{second}";

    /// <summary>The reader of HDF5 tells damage by exceptions of any kind.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not FileFault)
        {
            throw new FileFault($"is damaged, or holds what is not read: {Texts.Clip(fault.Message).TrimEnd('.')}");
        }
    }
}
