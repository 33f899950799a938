namespace ModelDsl.Engines;

/// <summary>
/// The checks that every engine makes when memory is made or copied. Instructions do not check, because the generator has checked.
/// </summary>
public static class BufferChecks
{
    /// <summary>Throws if a view does not lie within its storage.</summary>
    public static void View(TensorBuffer storage, int offset, Shape shape)
    {
        if (offset < 0 || (long)offset + shape.Size > storage.Count)
            throw new ArgumentException(FormattableString.Invariant(
                $"A view {shape} from element {offset} on does not fit into a buffer of {storage.Count} elements."));
    }

    /// <summary>
    /// Throws unless both sides of a copy between host and buffer have the same number of elements, of the buffer's type.
    /// </summary>
    public static void Transfer(TensorBuffer buffer, ElementType element, int count)
    {
        if (buffer.Element != element)
            throw new ArgumentException($"The buffer {buffer.Shape} holds {buffer.Element} elements; they can't be copied as {element}.");
        if (buffer.Count != count)
            throw new ArgumentException($"The buffer {buffer.Shape} holds {buffer.Count} elements, but {count} were to be copied.");
    }

    /// <summary>Returns the error for softmax or linear, where only elementwise functions are allowed.</summary>
    public static ArgumentOutOfRangeException NotElementwise(ActivationKind activation) =>
        new(nameof(activation), activation, $"{activation} is not an elementwise function that engines compute.");
}
