using ModelDsl.Files;

namespace ModelDsl.Pickles;

/// <summary>A tensor of a pickle with its name.</summary>
/// <param name="Name">The keys that lead to it, with dots between: <c>model.fc1.weight</c>.</param>
/// <param name="Home">The keys of the dictionary that holds it: <c>model</c>; empty for the outermost.</param>
/// <param name="Tensor">The tensor.</param>
internal sealed record StateTensor(string Name, string Home, PickleTensor Tensor);

/// <summary>Lists the tensors of a pickle: a state dict, or a checkpoint that holds one.</summary>
internal static class StateDict
{
    private const int Deepest = 32;
    private const int MostValues = 1_000_000;
    private const int LongestName = 1000;

    /// <summary>Returns the tensors of a value. Other values, for instance the number of an epoch, are ignored.</summary>
    /// <exception cref="FileFault">It holds no tensor with a name, or is nested too deeply.</exception>
    public static IReadOnlyList<StateTensor> Tensors(object? value)
    {
        if (value is PickleTensor) throw new FileFault("holds one tensor without a name, not a state dict. Save it in Python with a name: torch.save({\"weight\": tensor}, path)");
        var found = new List<StateTensor>();
        var visited = 0;
        Visit(value, "", "", 0);
        return found.Count > 0 ? found : throw new FileFault("holds no tensors");

        void Visit(object? part, string name, string home, int depth)
        {
            // Python may put one dictionary into many places, or into itself.
            if (depth > Deepest || name.Length > LongestName || ++visited > MostValues) throw new FileFault("nests its values too deeply");
            if (part is PickleTensor tensor) found.Add(new StateTensor(name, home, tensor));
            else if (part is PickleDict dict)
            {
                foreach (var (key, inner) in dict.Items)
                {
                    if (key is string or long) Visit(inner, Join(name, $"{key}"), name, depth + 1);
                }
            }
            else if (Items(part) is { } items)
            {
                for (var i = 0; i < items.Count; i++) Visit(items[i], Join(name, $"{i}"), name, depth + 1);
            }
        }
    }

    private static IReadOnlyList<object?>? Items(object? value) => value switch
    {
        PickleList list => list.Items,
        PickleTuple tuple => tuple.Items,
        _ => null,
    };

    private static string Join(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";
}
