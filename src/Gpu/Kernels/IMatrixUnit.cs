using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// A unit that multiplies small matrices, with the sums of eight products: 16 × 8 elements each, of which a lane of a warp has four.
/// </summary>
internal interface IMatrixUnit
{
    /// <summary>Number of neighbouring steps of the inner dimension in a word, one or two.</summary>
    static abstract int StepsOfWord { get; }

    /// <summary>Whether results are rounded as factors are.</summary>
    static abstract bool RoundsResults { get; }

    /// <summary>Returns the word of one number, or of two of neighbouring steps, rounded.</summary>
    static abstract uint Word(float first, float second);

    /// <summary>Prepares the sums; a kernel calls it once.</summary>
    void Begin();

    /// <summary>Sets all sums to 0.</summary>
    void Clear();

    /// <summary>Adds a product of 16 rows and 8 columns of eight words to one of the eight sums. All lanes must call it.</summary>
    void Multiply(int sum, LeftFragment left, RightFragment right);

    /// <summary>
    /// Writes a number (of four) of each of the eight sums: the first four at <paramref name="upper"/> and 8, 16 and 24 further, the others
    /// at <paramref name="lower"/>.
    /// </summary>
    void Store(int number, ArrayView<float> results, int upper, int lower);
}
