namespace ModelDsl.Pickles;

/// <summary>
/// The names of Python that a state dict needs, and what each becomes. A pickle that names anything else is refused before anything of it
/// is used.
/// </summary>
internal static class StateDictNames
{
    /// <summary>The modules whose functions do something to a machine. A pickle that names them is an attack, not a mistake.</summary>
    private static readonly HashSet<string> Dangerous =
    [
        "os", "posix", "nt", "sys", "subprocess", "builtins", "__builtin__", "runpy", "shutil", "socket", "importlib", "ctypes", "pty", "code",
        "timeit", "webbrowser", "operator", "functools", "multiprocessing", "urllib", "pickle", "_pickle", "commands", "asyncio", "pip",
    ];

    private static readonly string[] TypePrefixes = ["float", "bfloat", "int", "uint", "bool", "complex", "quint", "qint", "strided"];

    private static readonly Dictionary<string, Func<object?[], object?>> Functions = new()
    {
        ["collections.OrderedDict"] = Ordered,
        ["torch._utils._rebuild_tensor"] = arguments => Tensor(arguments, 4),
        ["torch._utils._rebuild_tensor_v2"] = arguments => Tensor(arguments, 6),
        ["torch._utils._rebuild_tensor_v3"] = TypedTensor,
        ["torch._utils._rebuild_parameter"] = First,
        ["torch._utils._rebuild_parameter_with_state"] = First,
        ["torch.nn.parameter.Parameter"] = First,
        ["torch.Size"] = First,
        ["torch.device"] = static _ => null,
        ["torch.serialization._get_layout"] = static _ => null,
    };

    /// <summary>The classes of storages, which name the type of their numbers.</summary>
    private static readonly Dictionary<string, string> Storages = new()
    {
        ["torch.FloatStorage"] = "float32",
        ["torch.HalfStorage"] = "float16",
        ["torch.BFloat16Storage"] = "bfloat16",
        ["torch.DoubleStorage"] = "float64",
        ["torch.LongStorage"] = "int64",
        ["torch.IntStorage"] = "int32",
        ["torch.ShortStorage"] = "int16",
        ["torch.CharStorage"] = "int8",
        ["torch.ByteStorage"] = "uint8",
        ["torch.BoolStorage"] = "bool",
        ["torch.ComplexFloatStorage"] = "complex64",
        ["torch.ComplexDoubleStorage"] = "complex128",
        ["torch.storage.UntypedStorage"] = "uint8",
        ["torch.UntypedStorage"] = "uint8",
    };

    /// <summary>Returns a name that a state dict may have.</summary>
    /// <exception cref="PickleFault">A state dict does not have it.</exception>
    public static PickleName Checked(string module, string name)
    {
        var full = $"{module}.{name}";
        if (Functions.ContainsKey(full) || Storages.ContainsKey(full) || IsType(module, name)) return new PickleName(module, name);
        var shown = Texts.Clip(full);
        throw new PickleFault(Dangerous.Contains(module.Split('.')[0])
            ? $"it wants to run {shown}. Nothing of it was run. Do not trust this file"
            : $"it holds an object of {shown}, which is no part of a state dict. Nothing of it was run. If you trust the file, save the weights alone in Python: torch.save(model.state_dict(), \"weights.pt\")");
    }

    /// <summary>Returns what a call becomes.</summary>
    public static object? Call(PickleName function, object?[] arguments) => Functions.TryGetValue(function.ToString(), out var call)
        ? call(arguments)
        : throw new PickleFault($"it calls {Texts.Clip(function.ToString())}, which no state dict does. Nothing of it was run");

    /// <summary>Returns a storage of the tuple that names it: <c>("storage", class, key, device, count)</c>.</summary>
    public static PickleStorage Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleName type, string key, _, long count, ..] } || count < 0)
            throw new PickleFault("its pickle names its numbers in an unknown way");
        return Storages.TryGetValue(type.ToString(), out var known)
            ? new PickleStorage(known, key, count)
            : throw new PickleFault($"its numbers are a {Texts.Clip(type.ToString())}, which is not read");
    }

    // Types of numbers are only names, such as torch.float32. Nothing is done with them.
    private static bool IsType(string module, string name) => module == "torch"
        && TypePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static PickleDict Ordered(object?[] arguments)
    {
        var dict = new PickleDict();
        if (arguments is []) return dict;
        if (arguments is not [PickleList pairs]) throw new PickleFault("its pickle makes an OrderedDict in an unknown way");
        foreach (var pair in pairs.Items)
        {
            object?[] items = pair switch { PickleTuple tuple => tuple.Items, PickleList list => [.. list.Items], _ => [] };
            if (items is not [var key, var value]) throw new PickleFault("its pickle makes an OrderedDict in an unknown way");
            dict.Items.Add((key, value));
        }
        return dict;
    }

    private static object? First(object?[] arguments) =>
        arguments.Length > 0 ? arguments[0] : throw new PickleFault("its pickle makes a tensor in an unknown way");

    private static PickleTensor Tensor(object?[] arguments, int least)
    {
        if (arguments.Length < least || arguments is not [PickleStorage storage, long offset, PickleTuple shape, PickleTuple strides, ..])
            throw new PickleFault("its pickle makes a tensor in an unknown way");
        return new PickleTensor(storage, offset, Numbers(shape), Numbers(strides));
    }

    /// <summary>A tensor of bytes that are numbers of another type. The types of PyTorch that came late are stored so.</summary>
    private static PickleTensor TypedTensor(object?[] arguments)
    {
        var tensor = Tensor(arguments, 7);
        var type = arguments[6] as PickleName ?? throw new PickleFault("its pickle makes a tensor in an unknown way");
        return tensor with { Storage = tensor.Storage with { Type = Texts.Clip(type.Name) } };
    }

    private static long[] Numbers(PickleTuple tuple) => Array.ConvertAll(
        tuple.Items, item => item is long number ? number : throw new PickleFault("its pickle makes a tensor in an unknown way"));
}
