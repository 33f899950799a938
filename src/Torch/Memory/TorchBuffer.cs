using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// A part of a storage, with a shape. Its properties are libtorch tensors in the forms that instructions need; each is made at its first
/// use. Each throws <see cref="ObjectDisposedException"/> if the memory has ended.
/// </summary>
internal sealed class TorchBuffer(TorchStorage storage, int offset, ElementType element, Shape shape) : TensorBuffer(element, shape)
{
    private TorchTensor? whole;
    private TorchTensor? flat;
    private TorchTensor? matrix;
    private TorchTensor? transposed;
    private TorchTensor? column;
    private TorchTensor? row;
    private TorchTensor? onesByRows;
    private TorchTensor? onesByElements;
    private TorchTensor? minusOnes;
    private TorchTensor? samples;

    /// <summary>The memory.</summary>
    public TorchStorage Storage => storage;

    /// <summary>Index of its first number in the memory.</summary>
    public int Offset => offset;

    /// <summary>The tensor in its own shape.</summary>
    public TorchTensor Whole => storage.Used(whole) ?? (whole = storage.See(offset, Shape.Dimensions));

    /// <summary>The numbers as a vector.</summary>
    public TorchTensor Flat => storage.Used(flat) ?? (flat = storage.See(offset, [Count]));

    /// <summary>The numbers as a matrix of <see cref="TensorBuffer.Rows"/> and <see cref="TensorBuffer.Columns"/>.</summary>
    public TorchTensor Matrix => storage.Used(matrix) ?? (matrix = storage.See(offset, [Rows, Columns]));

    /// <summary>The transposed matrix, in the same memory.</summary>
    public TorchTensor Transposed => storage.Used(transposed) ?? (transposed = storage.Keep(Matrix.t()));

    /// <summary>The numbers as a matrix with one column.</summary>
    public TorchTensor Column => storage.Used(column) ?? (column = storage.See(offset, [Count, 1]));

    /// <summary>The numbers as a matrix with one row.</summary>
    public TorchTensor Row => storage.Used(row) ?? (row = storage.See(offset, [1, Count]));

    /// <summary>
    /// A row of ones, one for each row of the matrix. Its product with the matrix gives the sums over rows, in place and in one operation.
    /// libtorch's sum would be a new tensor, and a copy of it.
    /// </summary>
    public TorchTensor OnesByRows => storage.Used(onesByRows) ?? (onesByRows = storage.Ones(Rows));

    /// <summary>A row of ones, one for each element.</summary>
    public TorchTensor OnesByElements => storage.Used(onesByElements) ?? (onesByElements = storage.Ones(Count));

    /// <summary>A column of −1, one for each element.</summary>
    public TorchTensor MinusOnes => storage.Used(minusOnes) ?? (minusOnes = storage.MinusOnes(Count));

    /// <summary>The numbers as a matrix whose rows are samples: all dimensions except the first are joined.</summary>
    public TorchTensor Samples =>
        storage.Used(samples) ?? (samples = storage.See(offset, [Shape[0], Shape[0] == 0 ? 0 : Count / Shape[0]]));

    /// <summary>Returns the numbers as a span, for the host.</summary>
    public Span<T> Span<T>() where T : unmanaged => storage.Span<T>(offset, Count);

    /// <summary>Address of the numbers, for the host.</summary>
    public nint Address => storage.Address(offset);

    /// <summary>Returns blocks of it as the rows of a matrix, which the caller disposes.</summary>
    public TorchTensor See(Blocks blocks, int length, int count) => storage.Blocks(offset + blocks.First, blocks.Stride, length, count);

    /// <summary>Returns true if both are the same memory.</summary>
    public bool Is(TorchBuffer other) => ReferenceEquals(storage, other.Storage) && offset == other.Offset;
}
