using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A matrix product <c>C = activation(A·B + bias + factor·addend)</c> as the kernels see it. C and the addend are row-major; the elements (i, k) of A and (k, j) of B lie at
/// <c>i·RowStride + k·StepStride</c> and <c>k·BStepStride + j·BColumnStride</c>, which spells the matrices and their transposes alike. Where C is
/// some columns of a wider matrix, <c>CStride</c> is that one's width.
/// </summary>
internal ref struct Product
{
    public ref float A;
    public nuint RowStride;
    public nuint StepStride;
    public ref float B;
    public nuint BStepStride;
    public nuint BColumnStride;

    /// <summary>Whether B holds finite numbers only, and will.</summary>
    public bool BIsConstant;

    /// <summary>All of B in panels, one behind the other, where it was packed ahead of several products.</summary>
    public ref float Packed;

    /// <summary>Columns of all panels, in whole vectors; 0 where nothing is packed.</summary>
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
    /// Into how many ranges of k the sum of an element is divided; their sums are added in order. It depends on shapes alone that don't
    /// include the rows: so a row has the same bits whatever batch it stands in.
    /// </summary>
    public nuint Ranges;

    /// <summary>An elementwise activation, or none.</summary>
    public ActivationKind Activation;

    /// <summary>An elementwise activation by whose slope at <see cref="Saved"/> the product is multiplied, or none.</summary>
    public ActivationKind Slope;

    /// <summary>What the activation has saved for its gradient, in the layout of C.</summary>
    public ref float Saved;

    /// <summary>Whether something is done to each element once its sum is complete.</summary>
    public readonly bool HasMore => Activation != ActivationKind.Linear || Slope != ActivationKind.Linear;

    /// <summary>Whether other threads compute other parts of C.</summary>
    public bool IsShared;

    /// <summary>Whether C holds the sums of earlier steps, which these are added to.</summary>
    public bool GoesOn;

    /// <summary>Whether a vector may run over a row's end into the next, which is computed later.</summary>
    public readonly bool RunsOver => CStride == Columns && !IsShared && !GoesOn;

    public readonly nuint Total => Rows * Columns;

    /// <summary>The first step of a row of A.</summary>
    public readonly ref float AtRow(nuint row) => ref Unsafe.Add(ref A, row * RowStride);

    /// <summary>The first step of a column of B.</summary>
    public readonly ref float AtColumn(nuint column) => ref Unsafe.Add(ref B, column * BColumnStride);

    /// <summary>Moves on to the steps behind these: their sums are added to C.</summary>
    public void GoOn()
    {
        A = ref Unsafe.Add(ref A, Steps * StepStride);
        B = ref Unsafe.Add(ref B, Steps * BStepStride);
        Packed = ref Unsafe.Add(ref Packed, Steps * PackedColumns);
        Addend = ref C;
        (HasBias, HasAddend, AddendFactor, GoesOn) = (false, true, 1f, true);
    }

    /// <summary>Number of steps in a range, counted from 1: equal parts, and what remains in the last.</summary>
    public readonly nuint StepsOf(nuint range) => range < Ranges ? Steps / Ranges : Steps - (Ranges - 1) * (Steps / Ranges);
}

/// <summary>Neighbouring columns of B: the matrix itself from a column on, or a copy.</summary>
internal ref struct Panel
{
    /// <summary>Element (0, <see cref="Column"/>) of the product's B.</summary>
    public ref float B;

    /// <summary>From one step to the next.</summary>
    public nuint Stride;

    /// <summary>The panel's first column in C.</summary>
    public nuint Column;

    /// <summary>Whether whole vectors are all that is stored: no row ends within one, and nothing is added.</summary>
    public bool IsPlain;

    /// <summary>The column behind the panel's last.</summary>
    public nuint End;
}
