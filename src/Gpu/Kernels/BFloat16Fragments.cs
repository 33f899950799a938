using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// Which elements of small matrices lie in the registers of which lane of a warp. Source: PTX ISA, "Matrix Fragments for mma.m16n8k16 with
/// floating point type".
/// </summary>
internal static class Fragments
{
    /// <summary>Returns the row of the two numbers in a register of the left factor, of four registers.</summary>
    public static int LeftRow(int lane, int register) => lane / 4 + register % 2 * 8;

    /// <summary>Returns the step of the first of these two numbers; the second, in the upper half, is of the next step.</summary>
    public static int LeftStep(int lane, int register) => lane % 4 * 2 + register / 2 * 8;

    /// <summary>Returns the column of the numbers of the right factor.</summary>
    public static int RightColumn(int lane) => lane / 4;

    /// <summary>Returns the step of the first of the two numbers in a register of the right factor, of two registers.</summary>
    public static int RightStep(int lane, int register) => lane % 4 * 2 + register * 8;

    /// <summary>Returns the row of a sum, of four.</summary>
    public static int SumRow(int lane, int number) => lane / 4 + number / 2 * 8;

    /// <summary>Returns the column of a sum, of four.</summary>
    public static int SumColumn(int lane, int number) => lane % 4 * 2 + number % 2;
}

/// <summary>A lane's part of 16 rows and 16 steps of a left factor.</summary>
internal struct LeftFragment
{
    public uint R0, R1, R2, R3;

    /// <summary>Reads it from the group's memory.</summary>
    public static LeftFragment Of(ArrayView<uint> memory, int row, int step, int lane) => new()
    {
        R0 = memory[At(row, step, lane, 0)],
        R1 = memory[At(row, step, lane, 1)],
        R2 = memory[At(row, step, lane, 2)],
        R3 = memory[At(row, step, lane, 3)],
    };

    private static int At(int row, int step, int lane, int register) =>
        (row + Fragments.LeftRow(lane, register)) * BFloat16Tile.Line + (step + Fragments.LeftStep(lane, register)) / 2;
}

/// <summary>A lane's part of 16 steps and 8 columns of a right factor.</summary>
internal struct RightFragment
{
    public uint R0, R1;

    /// <summary>Reads it from the group's memory.</summary>
    public static RightFragment Of(ArrayView<uint> memory, int column, int step, int lane) => new()
    {
        R0 = memory[At(column, step, lane, 0)],
        R1 = memory[At(column, step, lane, 1)],
    };

    private static int At(int column, int step, int lane, int register) =>
        (column + Fragments.RightColumn(lane)) * BFloat16Tile.Line + (step + Fragments.RightStep(lane, register)) / 2;
}
