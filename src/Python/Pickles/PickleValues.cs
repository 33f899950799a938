namespace ModelDsl.Pickles;

/// <summary>A function or class of Python by its name: <c>collections.OrderedDict</c>. It is never called.</summary>
internal sealed record PickleName(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A tuple of Python.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public object?[] Items { get; } = items;
}

/// <summary>A list or a set of Python.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A dictionary of Python, in the order of its file. An attribute of an OrderedDict is not kept.</summary>
internal sealed class PickleDict
{
    public List<(object? Key, object? Value)> Items { get; } = [];
}

/// <summary>Numbers of a file that tensors share.</summary>
/// <param name="Type">The type of the numbers: <c>float32</c>.</param>
/// <param name="Key">The name of the file with the numbers.</param>
/// <param name="Count">How many numbers there are, according to the pickle.</param>
internal sealed record PickleStorage(string Type, string Key, long Count);

/// <summary>A tensor: a view of a storage.</summary>
/// <param name="Storage">Its numbers.</param>
/// <param name="Offset">Position of its first number in the storage.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">For each axis: how far apart two neighbours are in the storage.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides);
