using System.Collections.Immutable;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Lowering;

/// <summary>What a layer does with the axes of a sample. Frameworks that put channels first differ where windows are read.</summary>
internal enum FeatureAxes
{
    /// <summary>It keeps them.</summary>
    Kept,

    /// <summary>It keeps them, but reads rows of the last axis.</summary>
    KeptRows,

    /// <summary>It reads windows of an image or of a sequence.</summary>
    Windows,

    /// <summary>It makes features from each row, or from each step.</summary>
    Rows,
}

/// <summary>The order of a value's features.</summary>
/// <param name="Shape">The axes of an image or of a sequence that were merged into the last axis; none for features of their own.</param>
/// <param name="Source">What made the axes of the value: a member of <c>ModelDsl.AxesSource</c>.</param>
internal sealed record MergedAxes(ImmutableArray<int> Shape, string Source)
{
    public const string None = nameof(None), Windows = nameof(Windows), Rows = nameof(Rows), Several = nameof(Several);

    /// <summary>The order of the model's input.</summary>
    public static readonly MergedAxes Input = new([], None);

    /// <summary>The value that first had these axes, when features became an image or a sequence.</summary>
    public Value? Split { get; init; }

    /// <summary>True when the features lie in an order that frameworks may not share.</summary>
    public bool IsMerged => Shape.Length > 1 && Shape[Shape.Length - 1] > 1 && Shape.Take(Shape.Length - 1).Any(size => size > 1);

    /// <summary>Returns the order of a value that is computed from two values, number by number.</summary>
    public MergedAxes With(MergedAxes other) => new(IsMerged ? Shape : other.Shape, Both(other)) { Split = Split ?? other.Split };

    /// <summary>Returns the same order, made by something else as well.</summary>
    public MergedAxes From(string source) => this with { Source = Together(Source, source) };

    public bool Equals(MergedAxes? other) => other is not null && Source == other.Source && Shape.SequenceEqual(other.Shape);

    public override int GetHashCode() => Shape.Length;

    private string Both(MergedAxes other) =>
        IsMerged == other.IsMerged && (!IsMerged || Shape.SequenceEqual(other.Shape)) ? Together(Source, other.Source) : Several;

    private static string Together(string a, string b) => a == b || b == None ? a : a == None ? b : Several;
}
