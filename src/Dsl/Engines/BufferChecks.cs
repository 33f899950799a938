namespace ModelDsl.Engines;

/// <summary>What every engine refuses when memory is made or copied. Instructions don't check: the generator did.</summary>
public static class BufferChecks
{
    /// <summary>A view lies within its storage.</summary>
    public static void View(TensorBuffer storage, int offset, Shape shape)
    {
        if (offset < 0 || (long)offset + shape.Size > storage.Count)
            throw new ArgumentException(FormattableString.Invariant(
                $"A view {shape} from element {offset} on does not fit into a buffer of {storage.Count} elements."));
    }

    /// <summary>A copy between host and buffer has as many elements on both sides, of the buffer's type.</summary>
    public static void Transfer(TensorBuffer buffer, ElementType element, int count)
    {
        if (buffer.Element != element)
            throw new ArgumentException($"The buffer {buffer.Shape} holds {buffer.Element} elements; they can't be copied as {element}.");
        if (buffer.Count != count)
            throw new ArgumentException($"The buffer {buffer.Shape} holds {buffer.Count} elements, but {count} were to be copied.");
    }

    /// <summary>What an engine says to softmax or linear where only elementwise functions can stand.</summary>
    public static ArgumentOutOfRangeException NotElementwise(ActivationKind activation) =>
        new(nameof(activation), activation, $"{activation} is not an elementwise function that engines compute.");
}
