using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A matrix product <c>C = activation(A·B + bias + factor·addend)</c> in the form that the kernels use. C and the addend are row-major. The
/// elements (i, k) of A and (k, j) of B lie at <c>i·RowStride + k·StepStride</c> and <c>k·BStepStride + j·BColumnStride</c>, which
/// describes both matrices and transposed matrices. If C is some columns of a wider matrix, <c>CStride</c> is the width of that matrix.
/// </summary>
internal ref struct Product
{
    public ref float A;
    public nuint RowStride;
    public nuint StepStride;
    public ref float B;
    public nuint BStepStride;
    public nuint BColumnStride;

    /// <summary>True if B holds finite numbers only, and always will.</summary>
    public bool BIsConstant;

    /// <summary>All of B in panels, one after the other, if it was packed ahead for several products.</summary>
    public ref float Packed;

    /// <summary>Columns of all panels, in whole vectors; 0 if nothing is packed.</summary>
    public nuint PackedColumns;
    public ref float Bias;
    public bool HasBias;
    public ref float Addend;
    public float AddendFactor;
    public bool HasAddend;
    public ref float C;
    public nuint CStride;
    public nuint Rows;
    public nuint Steps;
    public nuint Columns;

    /// <summary>
    /// Number of ranges of k that the sum of an element is divided into. Their sums are added in order. It depends only on shapes, and not
    /// on the number of rows: so a row has the same bits in every batch.
    /// </summary>
    public nuint Ranges;

    /// <summary>An elementwise activation, or linear.</summary>
    public ActivationKind Activation;

    /// <summary>An elementwise activation, or linear. The product is multiplied by its slope at <see cref="Saved"/>.</summary>
    public ActivationKind Slope;

    /// <summary>The numbers that the activation has saved for its gradient, in the layout of C.</summary>
    public ref float Saved;

    /// <summary>True if each element is changed once its sum is complete.</summary>
    public readonly bool HasMore => Activation != ActivationKind.Linear || Slope != ActivationKind.Linear;

    /// <summary>True if other threads compute other parts of C.</summary>
    public bool IsShared;

    /// <summary>True if C holds the sums of earlier steps, and these steps are added to them.</summary>
    public bool Continues;

    /// <summary>True if a vector may run past a row's end into the next row, which is computed later.</summary>
    public readonly bool RunsOver => CStride == Columns && !IsShared && !Continues;

    public readonly nuint Total => Rows * Columns;

    /// <summary>Returns the first step of a row of A.</summary>
    public readonly ref float AtRow(nuint row) => ref Unsafe.Add(ref A, row * RowStride);

    /// <summary>Returns the first step of a column of B.</summary>
    public readonly ref float AtColumn(nuint column) => ref Unsafe.Add(ref B, column * BColumnStride);

    /// <summary>Moves to the steps after these. Their sums are added to C.</summary>
    public void Advance()
    {
        A = ref Unsafe.Add(ref A, Steps * StepStride);
        B = ref Unsafe.Add(ref B, Steps * BStepStride);
        Packed = ref Unsafe.Add(ref Packed, Steps * PackedColumns);
        Addend = ref C;
        (HasBias, HasAddend, AddendFactor, Continues) = (false, true, 1f, true);
    }

    /// <summary>
    /// Returns the number of steps in a range, counted from 1. The ranges are equal; the last one also has the remaining steps.
    /// </summary>
    // A call would make the ahead-of-time compiler keep the sums of a tile in memory: training would take twice as long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nuint StepsOf(nuint range) => range < Ranges ? Steps / Ranges : Steps - (Ranges - 1) * (Steps / Ranges);
}

/// <summary>Neighbouring columns of B: the matrix itself from a column on, or a copy.</summary>
internal ref struct Panel
{
    /// <summary>Element (0, <see cref="Column"/>) of the product's B.</summary>
    public ref float B;

    /// <summary>Distance from one step to the next.</summary>
    public nuint Stride;

    /// <summary>The panel's first column in C.</summary>
    public nuint Column;

    /// <summary>True if only whole vectors are stored: no row ends within one, and nothing is added.</summary>
    public bool IsPlain;

    /// <summary>The column after the panel's last.</summary>
    public nuint End;
}
