namespace ModelDsl.Shapes;

/// <summary>Formats the position of a number in a tensor for messages.</summary>
internal static class Places
{
    /// <summary>Returns the position of a number: <c> at [3, 7]</c>; nothing for a scalar.</summary>
    public static string At(Shape shape, int position)
    {
        if (shape.Rank == 0) return "";
        var index = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (position, index[axis]) = Math.DivRem(position, shape[axis]);
        return $" at [{string.Join(", ", index)}]";
    }
}
