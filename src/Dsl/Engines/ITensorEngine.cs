namespace ModelDsl.Engines;

/// <summary>
/// The instruction set of generated code: memory, and the operations that remain after fusion. An engine is not a tensor library: each
/// instruction writes a whole destination, which the generator's buffer plan chose. Shapes were checked when the graph was built. The
/// destination is never an operand's memory, with one exception: if an instruction's documentation says "elementwise", it may be the buffer
/// of an operand of the same size.
/// </summary>
/// <remarks>
/// A new engine implements the members without a body. The others are composed of them; an engine that has a faster way overrides them.
/// <see cref="Instructions"/> has the instructions that no engine needs to know. To add an instruction: a row in the generator's operation
/// table, a method here, and a default body or one method in the reference and the CPU engine. A test enumerates both sides.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public partial interface ITensorEngine
{
    /// <summary>The engine's name for people: <c>cpu</c>, <c>reference</c>.</summary>
    string Name { get; }

    /// <summary>Allocates new memory, all zero.</summary>
    TensorBuffer Allocate(ElementType element, Shape shape);

    /// <summary>Returns a part of a buffer's memory, from an element on, with another shape. It shares the memory.</summary>
    TensorBuffer View(TensorBuffer storage, int offset, Shape shape);

    /// <summary>Copies numbers into a float buffer with as many elements, rounded to the engine's precision.</summary>
    void Write(ReadOnlySpan<float> source, TensorBuffer destination);

    /// <inheritdoc cref="Write(ReadOnlySpan{float}, TensorBuffer)"/>
    void Write(ReadOnlySpan<double> source, TensorBuffer destination) => Compositions.Write(this, source, destination);

    /// <summary>Copies class indices into an <see cref="ElementType.Int32"/> buffer with as many elements.</summary>
    void Write(ReadOnlySpan<int> source, TensorBuffer destination);

    /// <summary>Copies the numbers of a float buffer, rounded to float32.</summary>
    void Read(TensorBuffer source, Span<float> destination);

    /// <summary>Copies the numbers of a float buffer.</summary>
    void Read(TensorBuffer source, Span<double> destination) => Compositions.Read(this, source, destination);

    /// <summary>Copies the class indices of a buffer.</summary>
    void Read(TensorBuffer source, Span<int> destination);

    /// <summary>
    /// Returns the buffer's own float32 memory if the host can read and write it in place: that saves one copy of every batch. False if the
    /// engine has another precision or the memory of another device.
    /// </summary>
    bool TryGetSpan(TensorBuffer buffer, out Span<float> span)
    {
        span = default;
        return false;
    }
}
