using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// A part of a storage, seen with a shape; as libtorch's tensors in the forms that instructions take, each made when it is first asked for.
/// Each throws
/// <see cref="ObjectDisposedException"/> where the memory has ended.
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

    /// <summary>Where in the memory it begins.</summary>
    public int Offset => offset;

    /// <summary>The tensor in its own shape.</summary>
    public TorchTensor Whole => storage.Used(whole) ?? (whole = storage.See(offset, Shape.Dimensions));

    /// <summary>As a vector.</summary>
    public TorchTensor Flat => storage.Used(flat) ?? (flat = storage.See(offset, [Count]));

    /// <summary>As a matrix of <see cref="TensorBuffer.Rows"/> and <see cref="TensorBuffer.Columns"/>.</summary>
    public TorchTensor Matrix => storage.Used(matrix) ?? (matrix = storage.See(offset, [Rows, Columns]));

    /// <summary>The matrix, transposed: the same memory.</summary>
    public TorchTensor Transposed => storage.Used(transposed) ?? (transposed = storage.Keep(Matrix.t()));

    /// <summary>As a matrix of one column.</summary>
    public TorchTensor Column => storage.Used(column) ?? (column = storage.See(offset, [Count, 1]));

    /// <summary>As a matrix of one row.</summary>
    public TorchTensor Row => storage.Used(row) ?? (row = storage.See(offset, [1, Count]));

    /// <summary>
    /// A row of as many ones as it has rows. Its product with the matrix are sums over rows: one operation in place, where libtorch's sum is a new
    /// tensor and a copy of it.
    /// </summary>
    public TorchTensor OnesByRows => storage.Used(onesByRows) ?? (onesByRows = storage.Ones(Rows));

    /// <summary>A row of as many ones as it has elements.</summary>
    public TorchTensor OnesByElements => storage.Used(onesByElements) ?? (onesByElements = storage.Ones(Count));

    /// <summary>A column of as many −1 as it has elements.</summary>
    public TorchTensor MinusOnes => storage.Used(minusOnes) ?? (minusOnes = storage.MinusOnes(Count));

    /// <summary>As a matrix whose rows are samples: all dimensions but the first side by side.</summary>
    public TorchTensor Samples =>
        storage.Used(samples) ?? (samples = storage.See(offset, [Shape[0], Shape[0] == 0 ? 0 : Count / Shape[0]]));

    /// <summary>The host's view of it.</summary>
    public Span<T> Span<T>() where T : unmanaged => storage.Span<T>(offset, Count);

    /// <summary>Where the host sees it.</summary>
    public nint Address => storage.Address(offset);

    /// <summary>Blocks of it as the rows of a matrix, for the caller to dispose.</summary>
    public TorchTensor See(Blocks blocks, int length, int count) => storage.Blocks(offset + blocks.First, blocks.Stride, length, count);

    /// <summary>Whether both are the very same memory.</summary>
    public bool Is(TorchBuffer other) => ReferenceEquals(storage, other.Storage) && offset == other.Offset;
}
