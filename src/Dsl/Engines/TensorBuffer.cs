namespace ModelDsl.Engines;

/// <summary>The type of a buffer's elements.</summary>
public enum ElementType
{
    /// <summary>Real numbers, in the precision of the engine: float32 on the CPU engine, double on the reference engine.</summary>
    Float,

    /// <summary>Class indices, 32 bits.</summary>
    Int32,
}

/// <summary>
/// Memory of an engine, with the shape of a tensor. Only its engine looks inside. An instruction reads a buffer of shape
/// <c>[d0, …, dk]</c> as a matrix of <see cref="Rows"/> = d0·…·d(k−1) rows and <see cref="Columns"/> = dk columns.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract class TensorBuffer
{
    /// <summary>Sets the properties that every engine's buffer has.</summary>
    protected TensorBuffer(ElementType element, Shape shape)
    {
        (Element, Shape, Count) = (element, shape, shape.Size);
        Columns = shape.Rank == 0 ? 1 : shape[^1];
        Rows = Columns == 0 ? 0 : Count / Columns;
    }

    /// <summary>Type of the elements.</summary>
    public ElementType Element { get; }

    /// <summary>Shape of the tensor.</summary>
    public Shape Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>Returns the type of the elements, and the shape: <c>Float [32, 10]</c>.</summary>
    public override string ToString() => $"{Element} {Shape}";

    /// <summary>Product of all dimensions except the last.</summary>
    public int Rows { get; }

    /// <summary>The last dimension; 1 for a scalar.</summary>
    public int Columns { get; }
}
