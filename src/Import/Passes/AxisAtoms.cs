namespace ModelDsl.Import;

/// <summary>
/// Follows the axes of a tensor through reshapes and transpositions, and finds the fewest of them that do the same. An axis is a list of
/// atoms, parts of the first tensor's axes. A reshape groups atoms in another way, a transposition orders the groups.
/// </summary>
internal static class AxisAtoms
{
    // A prime number stands for N. No size of a file is a multiple of it.
    private const long Batch = 2147483647;

    private sealed class Atom(long size)
    {
        public long Size { get; } = size;

        public (Atom Outer, Atom Inner)? Parts { get; set; }

        public IEnumerable<Atom> Leaves() => Parts is { } parts ? parts.Outer.Leaves().Concat(parts.Inner.Leaves()) : [this];
    }

    /// <summary>The fewest operations that give the same, or null if the axes can't be followed.</summary>
    public static IReadOnlyList<Operation>? Follow(Shape start, IReadOnlyList<Operation> operations)
    {
        var axes = start.At(Batch).Select(size => size == 1 ? new List<Atom>() : [new Atom(size)]).ToList();
        var first = axes;
        var shape = start;
        foreach (var operation in operations)
        {
            if (operation is Transpose transpose)
            {
                axes = [.. transpose.Order.Select(axis => axes[axis])];
                shape = new([.. transpose.Order.Select(axis => shape[axis])]);
            }
            else if (operation is Reshape reshape && Grouped([.. axes.SelectMany(axis => axis)], reshape.Target.At(Batch)) is { } grouped)
                (axes, shape) = (grouped, reshape.Target);
            else
                return null;
        }
        return Fewest(start, Leaves(first), shape, Leaves(axes));
    }

    private static List<List<Atom>> Leaves(IEnumerable<List<Atom>> axes) =>
        [.. axes.Select(axis => axis.SelectMany(atom => atom.Leaves()).ToList())];

    private static List<List<Atom>>? Grouped(List<Atom> atoms, long[] target)
    {
        var waiting = new Stack<Atom>(atoms.SelectMany(atom => atom.Leaves()).Reverse());
        var axes = new List<List<Atom>>();
        foreach (var size in target)
        {
            var (axis, rest) = (new List<Atom>(), size);
            while (rest > 1)
            {
                if (waiting.Count == 0)
                    return null;
                var atom = waiting.Pop();
                if (rest % atom.Size != 0)
                {
                    if (atom.Size % rest != 0)
                        return null;
                    atom.Parts = (new(rest), new(atom.Size / rest));
                    waiting.Push(atom.Parts.Value.Inner);
                    atom = atom.Parts.Value.Outer;
                }
                axis.Add(atom);
                rest /= atom.Size;
            }
            if (size == 0)
                return null;
            axes.Add(axis);
        }
        return waiting.Count == 0 ? axes : null;
    }

    private static IReadOnlyList<Operation> Fewest(Shape start, List<List<Atom>> first, Shape end, List<List<Atom>> last)
    {
        List<Atom> before = [.. first.SelectMany(axis => axis)], after = [.. last.SelectMany(axis => axis)];
        if (before.SequenceEqual(after))
            return start.Equals(end) ? [] : [new Reshape(end)];
        // Transposition of the first tensor's axes, then perhaps a reshape.
        if (Order(first, after) is { } order)
        {
            var moved = new Shape([.. order.Select(axis => start[axis])]);
            return moved.Equals(end) ? [new Transpose(order)] : [new Transpose(order), new Reshape(end)];
        }
        // A reshape, then a transposition of the last tensor's axes.
        if (Order(last, before) is { } back)
        {
            var apart = new Shape([.. back.Select(axis => end[axis])]);
            return [new Reshape(apart), new Transpose(Inverse(back))];
        }
        var groups = Groups(before, after);
        var byStart = groups.OrderBy(group => before.IndexOf(group[0])).ToList();
        return
        [
            new Reshape(new([.. byStart.Select(group => Size(group))])),
            new Transpose([.. groups.Select(group => byStart.IndexOf(group))]),
            new Reshape(end),
        ];
    }

    // The order of axes in which their atoms are in the given order, or null if an axis would have to be cut. Axes of size 1 stay in
    // front of their neighbour.
    private static int[]? Order(List<List<Atom>> axes, List<Atom> atoms)
    {
        var order = new List<int>();
        var waiting = new List<int>();
        var place = new Dictionary<Atom, int>();
        for (var i = 0; i < atoms.Count; i++)
            place[atoms[i]] = i;
        foreach (var axis in axes)
            for (var i = 1; i < axis.Count; i++)
                if (place[axis[i]] != place[axis[i - 1]] + 1)
                    return null;
        var full = Enumerable.Range(0, axes.Count).Where(axis => axes[axis].Count > 0).OrderBy(axis => place[axes[axis][0]]).ToList();
        foreach (var axis in full)
        {
            for (var empty = axis - 1; empty >= 0 && axes[empty].Count == 0; empty--)
                waiting.Insert(0, empty);
            order.AddRange(waiting);
            waiting.Clear();
            order.Add(axis);
        }
        order.AddRange(Enumerable.Range(0, axes.Count).Where(axis => !order.Contains(axis)));
        return [.. order];
    }

    // Atoms that stay neighbours are one group.
    private static List<List<Atom>> Groups(List<Atom> before, List<Atom> after)
    {
        var groups = new List<List<Atom>>();
        foreach (var atom in after)
            if (groups.Count > 0 && before.IndexOf(groups[^1][^1]) + 1 == before.IndexOf(atom))
                groups[^1].Add(atom);
            else
                groups.Add([atom]);
        return groups;
    }

    private static Dimension Size(List<Atom> group)
    {
        var (size, isBatch) = (1L, false);
        foreach (var atom in group)
        {
            isBatch |= atom.Size % Batch == 0;
            size *= atom.Size % Batch == 0 ? atom.Size / Batch : atom.Size;
        }
        return new(size, isBatch);
    }

    private static int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        return inverse;
    }
}
