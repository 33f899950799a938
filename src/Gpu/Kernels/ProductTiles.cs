using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>The sums of 4 × 4 elements of a product, in registers.</summary>
internal struct Block
{
    public Four Row0, Row1, Row2, Row3;

    /// <summary>Adds the products of four numbers of a column with four of a row.</summary>
    public void Add(Four left, Four right)
    {
        Row0.Add(left.X, right);
        Row1.Add(left.Y, right);
        Row2.Add(left.Z, right);
        Row3.Add(left.W, right);
    }
}

/// <summary>
/// The part of a product that a group of threads computes. A tile has a fixed number of threads; each has one block of sums, or four that
/// lie half a tile from each other.
/// </summary>
internal interface IProductTile
{
    /// <summary>The threads of a group are two to this power.</summary>
    static abstract int ThreadBits { get; }

    /// <summary>Blocks of a thread from top to bottom, and also from left to right.</summary>
    static abstract int Blocks { get; }

    /// <summary>The group brings two to this power steps of the inner dimension into its memory at once.</summary>
    static abstract int StepBits { get; }

    /// <summary>
    /// Whether a thread reads the numbers of the next steps while it multiplies: it can where four numbers of each factor are its share.
    /// </summary>
    static abstract bool ReadsAhead { get; }

    /// <summary>Returns the logarithm (base 2) of the threads from left to right.</summary>
    static abstract int AcrossBits(in ProductArguments a);

    /// <summary>Reserves the group's memory for its parts of both factors.</summary>
    static abstract ArrayView<Four> Memory();

    /// <summary>
    /// Adds one step: the numbers of the left factor at <paramref name="left"/>, of the right one at <paramref name="right"/>.
    /// </summary>
    void Add(ArrayView<Four> memory, int left, int right, int threadsDown, int threadsAcross);

    /// <summary>Finishes this thread's sums and writes them.</summary>
    void Write<TEpilogue>(in ProductArguments a, in ProductPlace place, int row, int column, int threadsDown, int threadsAcross)
        where TEpilogue : struct, IProductEpilogue;
}

/// <summary>
/// 128 × 128 elements, 64 for each thread: for each number that it reads from the group's memory, a thread multiplies four times.
/// </summary>
internal struct LargeTile : IProductTile
{
    private Block a, b, c, d;

    public static int ThreadBits => 8;

    public static int Blocks => 2;

    public static int StepBits => 3;

    public static bool ReadsAhead => true;

    public static int AcrossBits(in ProductArguments a) => 4;

    public static ArrayView<Four> Memory() => SharedMemory.Allocate<Four>(8 * (2 * 33));

    public void Add(ArrayView<Four> memory, int left, int right, int threadsDown, int threadsAcross)
    {
        var (upper, lower) = (memory[left], memory[left + threadsDown]);
        var (first, second) = (memory[right], memory[right + threadsAcross]);
        a.Add(upper, first);
        b.Add(upper, second);
        c.Add(lower, first);
        d.Add(lower, second);
    }

    public void Write<TEpilogue>(
        in ProductArguments arguments, in ProductPlace place, int row, int column, int threadsDown, int threadsAcross)
        where TEpilogue : struct, IProductEpilogue
    {
        place.Write<TEpilogue>(arguments, a, row, column);
        place.Write<TEpilogue>(arguments, b, row, column + 4 * threadsAcross);
        place.Write<TEpilogue>(arguments, c, row + 4 * threadsDown, column);
        place.Write<TEpilogue>(arguments, d, row + 4 * threadsDown, column + 4 * threadsAcross);
    }
}

/// <summary>64 × 64 elements, 16 for each thread.</summary>
internal struct MediumTile : IProductTile
{
    private Block sums;

    public static int ThreadBits => 8;

    public static int Blocks => 1;

    public static int StepBits => 4;

    public static bool ReadsAhead => true;

    public static int AcrossBits(in ProductArguments a) => 4;

    public static ArrayView<Four> Memory() => SharedMemory.Allocate<Four>(16 * (2 * 17));

    public void Add(ArrayView<Four> memory, int left, int right, int threadsDown, int threadsAcross) =>
        sums.Add(memory[left], memory[right]);

    public void Write<TEpilogue>(
        in ProductArguments arguments, in ProductPlace place, int row, int column, int threadsDown, int threadsAcross)
        where TEpilogue : struct, IProductEpilogue =>
        place.Write<TEpilogue>(arguments, sums, row, column);
}

/// <summary>16 × 64, 32 × 32 or 64 × 16 elements, 16 for each thread.</summary>
internal struct SmallTile : IProductTile
{
    private Block sums;

    public static int ThreadBits => 6;

    public static int Blocks => 1;

    public static int StepBits => 4;

    public static bool ReadsAhead => false;

    public static int AcrossBits(in ProductArguments a) => a.AcrossBits;

    public static ArrayView<Four> Memory() => SharedMemory.Allocate<Four>(16 * (4 + 16 + 2));

    public void Add(ArrayView<Four> memory, int left, int right, int threadsDown, int threadsAcross) =>
        sums.Add(memory[left], memory[right]);

    public void Write<TEpilogue>(
        in ProductArguments arguments, in ProductPlace place, int row, int column, int threadsDown, int threadsAcross)
        where TEpilogue : struct, IProductEpilogue =>
        place.Write<TEpilogue>(arguments, sums, row, column);
}
