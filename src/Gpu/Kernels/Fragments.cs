using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// Which elements of small matrices lie in the registers of which lane of a warp. A register is a word: two steps of bfloat16, or one of
/// TensorFloat32; in words the two instructions are alike. Source: PTX ISA, "Matrix Fragments for mma.m16n8k16 with floating point type"
/// and "Matrix Fragments for mma.m16n8k8".
/// </summary>
internal static class Fragments
{
    /// <summary>Words of a row that one instruction reads.</summary>
    public const int Words = 8;

    /// <summary>Returns the row of a register of the left factor, of four registers.</summary>
    public static int LeftRow(int lane, int register) => lane / 4 + register % 2 * 8;

    /// <summary>Returns the word of a row in this register.</summary>
    public static int LeftWord(int lane, int register) => lane % 4 + register / 2 * 4;

    /// <summary>Returns the column of the numbers of the right factor.</summary>
    public static int RightColumn(int lane) => lane / 4;

    /// <summary>Returns the word of a column in a register of the right factor, of two registers.</summary>
    public static int RightWord(int lane, int register) => lane % 4 + register * 4;

    /// <summary>Returns the row of a sum, of four.</summary>
    public static int SumRow(int lane, int number) => lane / 4 + number / 2 * 8;

    /// <summary>Returns the column of a sum, of four.</summary>
    public static int SumColumn(int lane, int number) => lane % 4 * 2 + number % 2;
}

/// <summary>A lane's part of 16 rows and eight words of a left factor.</summary>
internal struct LeftFragment
{
    public uint R0, R1, R2, R3;

    /// <summary>Reads it from the group's memory.</summary>
    public static LeftFragment Of(ArrayView<uint> memory, int row, int word, int lane) => new()
    {
        R0 = memory[At(row, word, lane, 0)],
        R1 = memory[At(row, word, lane, 1)],
        R2 = memory[At(row, word, lane, 2)],
        R3 = memory[At(row, word, lane, 3)],
    };

    private static int At(int row, int word, int lane, int register) =>
        (row + Fragments.LeftRow(lane, register)) * TensorCoreTile.Line + word + Fragments.LeftWord(lane, register);
}

/// <summary>A lane's part of eight words and 8 columns of a right factor.</summary>
internal struct RightFragment
{
    public uint R0, R1;

    /// <summary>Reads it from the group's memory.</summary>
    public static RightFragment Of(ArrayView<uint> memory, int column, int word, int lane) => new()
    {
        R0 = memory[At(column, word, lane, 0)],
        R1 = memory[At(column, word, lane, 1)],
    };

    private static int At(int column, int word, int lane, int register) =>
        (column + Fragments.RightColumn(lane)) * TensorCoreTile.Line + word + Fragments.RightWord(lane, register);
}
