namespace ModelDsl;

/// <summary>A tensor of a file from Python. Its numbers are read when they are needed.</summary>
/// <param name="Name">Its name in Python: <c>fc1.weight</c>.</param>
/// <param name="Type">The type of its numbers in Python: <c>float32</c>.</param>
/// <param name="Shape">Its shape in Python's layout.</param>
public sealed record ForeignTensor(string Name, string Type, Shape Shape)
{
    /// <summary>Its position in the file.</summary>
    internal int Index { get; init; }

    /// <summary>The name of the dictionary that holds it, in a checkpoint of several: <c>model</c>. Empty for the outermost.</summary>
    internal string Home { get; init; } = "";

    /// <summary>Returns name, type and shape: <c>fc1.weight float32 [128, 784]</c>.</summary>
    public override string ToString() => $"{Texts.Clip(Name)} {Type} {Shape}";
}
