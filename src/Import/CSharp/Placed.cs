namespace ModelDsl.Import.CSharp;

/// <summary>A value of the file as an expression of C#.</summary>
/// <param name="Code">The expression.</param>
/// <param name="Layout">The order of its axes.</param>
/// <param name="Shape">Its shape in the file.</param>
internal sealed record Placed(Code Code, Layout Layout, Shape Shape)
{
    /// <summary>The sizes of a sample in C#: all axes but the batch.</summary>
    public IReadOnlyList<long> Sizes => [.. Layout.Of(Shape).Skip(1).Select(d => d.Size)];
}

/// <summary>A construct that C# can't say.</summary>
internal sealed class CannotSay(string what) : Exception(what);
