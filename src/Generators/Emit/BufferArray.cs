using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Emit;

/// <summary>Buffers for a loop that uses one of them in each iteration. The array may grow at both ends while loops are planned.</summary>
internal sealed class BufferArray
{
    private readonly List<Value> values = [];
    private int first;

    /// <summary>The buffers in order.</summary>
    public IReadOnlyList<Value> Values => values;

    /// <summary>Its name in code.</summary>
    public string Name { get; set; } = "";

    /// <summary>Returns the index in code of a place, when the array is complete.</summary>
    public int IndexOf(int place) => place - first;

    /// <summary>Returns the buffer at a place; null when there is none yet.</summary>
    public Value? At(int place) => place >= first && place < first + values.Count ? values[place - first] : null;

    /// <summary>Adds a buffer at one of the ends.</summary>
    public void Add(int place, Value value)
    {
        if (place == first + values.Count) values.Add(value);
        else
        {
            values.Insert(0, value);
            first = place;
        }
    }

    /// <summary>Returns the common name of the buffers, without the numbers that differ.</summary>
    public string CommonName()
    {
        var parts = values.Select(value => value.Name.Split('.')).ToArray();
        var middle = parts[parts.Length / 2];
        var alike = parts.Where(name => name.Length == middle.Length).ToArray();
        return string.Join(".", middle.Where((part, i) => !char.IsDigit(part[0]) || alike.All(name => name[i] == part)));
    }
}
