using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// Products of matrices: element (i, k) of a left factor lies at <c>i·LeftRow + k·LeftStep</c>, and the factors of the next product lie
/// <c>LeftNext</c> and <c>RightNext</c> further.
/// </summary>
internal struct ProductArguments
{
    public ArrayView<float> Left, Right, Destination;

    /// <summary>What the epilogue reads: element (i, j) lies at <c>i·OtherRow + j·OtherColumn</c>.</summary>
    public ArrayView<float> Other;

    public int Rows, Columns, Steps, LeftRow, LeftStep, RightStep, RightColumn, DestinationRow;
    public int LeftNext, RightNext, DestinationNext;
    public int OtherRow, OtherColumn;

    /// <summary>Factor of the other numbers.</summary>
    public float Factor;

    /// <summary>1 if the other numbers times the factor are added to the product, otherwise 0.</summary>
    public int AddsOther;

    /// <summary>1 if the product is rounded to bfloat16, otherwise 0.</summary>
    public int Rounds;

    /// <summary>Number of steps whose terms are added up before they are added to the sum of the parts before.</summary>
    public int PartSteps;

    /// <summary>Number of parts of the inner dimension.</summary>
    public int Parts;

    /// <summary>1 if each part has its own groups, which write it into memory of its own; otherwise 0.</summary>
    public int Splits;

    /// <summary>Tiles from top to bottom, and from left to right.</summary>
    public int TilesDown, TilesAcross;

    /// <summary>The threads of a group from left to right are two to this power, where the tile's shape is chosen at run time.</summary>
    public int AcrossBits;
}
