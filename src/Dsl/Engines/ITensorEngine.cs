namespace ModelDsl.Engines;

/// <summary>
/// The instruction set that generated code is written in: memory, and the operations that remain after fusion. An engine is not a
/// tensor library: each instruction writes the whole of a destination that the generator's buffer plan chose, and shapes were checked
/// when the graph was built. The destination is none of the operands' memory, except where an instruction is called elementwise: there
/// it may be the very buffer of an operand of its own size.
/// </summary>
/// <remarks>
/// A new engine writes the members without a body. The others are composed of them, and may be overridden where the engine has a faster way;
/// <see cref="Instructions"/> has those that no engine needs to know. To add an instruction: a row in the generator's operation table, a method here,
/// and a default body or one method in the reference and the CPU engine. A test enumerates both sides.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public partial interface ITensorEngine
{
    /// <summary>The engine's name, as people read it: <c>cpu</c>, <c>reference</c>.</summary>
    string Name { get; }

    /// <summary>New memory, all zero.</summary>
    TensorBuffer Allocate(ElementType element, Shape shape);

    /// <summary>A part of a buffer's memory, from an element on, seen with another shape. It shares the memory.</summary>
    TensorBuffer View(TensorBuffer storage, int offset, Shape shape);

    /// <summary>Copies numbers into a float buffer of as many elements, rounding to the engine's precision.</summary>
    void Write(ReadOnlySpan<float> source, TensorBuffer destination);

    /// <inheritdoc cref="Write(ReadOnlySpan{float}, TensorBuffer)"/>
    void Write(ReadOnlySpan<double> source, TensorBuffer destination) => Compositions.Write(this, source, destination);

    /// <summary>Copies class indices into an <see cref="ElementType.Int32"/> buffer of as many elements.</summary>
    void Write(ReadOnlySpan<int> source, TensorBuffer destination);

    /// <summary>Copies a float buffer out, rounding to float32.</summary>
    void Read(TensorBuffer source, Span<float> destination);

    /// <summary>Copies a float buffer out.</summary>
    void Read(TensorBuffer source, Span<double> destination) => Compositions.Read(this, source, destination);

    /// <summary>Copies class indices out.</summary>
    void Read(TensorBuffer source, Span<int> destination);

    /// <summary>
    /// The buffer's own float32 memory, where the host can write and read it in place: spares one copy of every batch. False where the
    /// engine holds another precision or another device's memory.
    /// </summary>
    bool TryGetSpan(TensorBuffer buffer, out Span<float> span)
    {
        span = default;
        return false;
    }

    /// <summary>
    /// Copies blocks of numbers to other places: block i from <c>from.First + i·from.Stride</c> of x to <c>to.First + i·to.Stride</c> of the destination. The rest
    /// of the destination stays what it is.
    /// </summary>
    /// <param name="x">Where the blocks come from.</param>
    /// <param name="from">Where they lie in it.</param>
    /// <param name="destination">Where they go; other memory than x.</param>
    /// <param name="to">Where they will lie in it. They do not overlap.</param>
    /// <param name="length">Numbers of a block.</param>
    /// <param name="count">How many blocks there are.</param>
    void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count);
}
