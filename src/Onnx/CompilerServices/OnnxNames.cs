using System.Globalization;

namespace ModelDsl.CompilerServices;

/// <summary>Gives each tensor of a file a name of its own.</summary>
internal sealed class OnnxNames
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Returns the wanted name, with a number behind it if the name is taken.</summary>
    public string Unique(string wanted)
    {
        var name = wanted;
        for (var i = 2; !taken.Add(name); i++) name = wanted + "_" + i.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>Takes a name that no other tensor may get.</summary>
    public void Reserve(string name) => taken.Add(name);
}
