namespace ModelDsl.Import.CSharp;

/// <summary>
/// Finds the axes that a reshape leaves alone. It divides the axes of both shapes into groups with equal products. When the axes of each
/// group stand side by side and in order, the reshape needs no transposition, in whatever order the groups stand.
/// </summary>
internal static class ReshapeGroups
{
    private static readonly Dimension One = new(1);

    /// <summary>
    /// Returns the layout of the result; null when the numbers would have to be moved, or the batch is mixed with others.
    /// </summary>
    public static Layout? LayoutOf(Layout layout, Shape from, Shape to)
    {
        if (Groups(from, to) is not { } groups) return null;
        var order = layout.Axes.Where(axis => from[axis] != One).ToList();
        var result = new List<int>();
        while (order.Count > 0)
        {
            var group = groups.First(g => g.From.Contains(order[0]));
            if (!order.Take(group.From.Count).SequenceEqual(group.From)) return null;
            if (group.From.Any(axis => from[axis].IsBatch) && (group.From.Count > 1 || group.To.Count > 1)) return null;
            result.AddRange(group.To);
            order.RemoveRange(0, group.From.Count);
        }
        // An axis of size 1 follows the axis before it in the file.
        for (var axis = 0; axis < to.Rank; axis++)
        {
            if (to[axis] != One) continue;
            result.Insert(axis == 0 ? Math.Min(1, result.Count) : result.IndexOf(axis - 1) + 1, axis);
        }
        return new Layout(result);
    }

    private static List<(List<int> From, List<int> To)>? Groups(Shape from, Shape to)
    {
        var groups = new List<(List<int> From, List<int> To)>();
        var (i, j) = (0, 0);
        while (true)
        {
            while (i < from.Rank && from[i] == One) i++;
            while (j < to.Rank && to[j] == One) j++;
            if (i == from.Rank || j == to.Rank) return i == from.Rank && j == to.Rank ? groups : null;
            var (left, right) = (from[i], to[j]);
            var group = (From: new List<int> { i++ }, To: new List<int> { j++ });
            while (left != right)
            {
                // The batch counts as larger than any number.
                var leftIsLess = left.IsBatch == right.IsBatch ? left.Size < right.Size : !left.IsBatch;
                if (leftIsLess ? i == from.Rank : j == to.Rank) return null;
                if (leftIsLess) (left, _) = (Product(left, from[i]), Added(group.From, i++));
                else (right, _) = (Product(right, to[j]), Added(group.To, j++));
            }
            group.From.RemoveAll(axis => from[axis] == One);
            group.To.RemoveAll(axis => to[axis] == One);
            groups.Add(group);
        }
    }

    private static Dimension Product(Dimension a, Dimension b) => new(a.Size * b.Size, a.IsBatch || b.IsBatch);

    private static bool Added(List<int> list, int axis)
    {
        list.Add(axis);
        return true;
    }
}
