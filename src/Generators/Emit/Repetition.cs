namespace ModelDsl.Generators.Emit;

/// <summary>A part of a program whose text is the same several times in a row.</summary>
/// <param name="Start">Its first operation.</param>
/// <param name="Period">Number of operations in one repetition.</param>
/// <param name="Count">Number of repetitions.</param>
internal readonly record struct Repetition(int Start, int Period, int Count)
{
    /// <summary>The least number of operations that a part must save to become a loop. So small models stay without loops.</summary>
    public const int LeastSaved = 32;

    /// <summary>The least number of repetitions.</summary>
    public const int LeastCount = 3;

    /// <summary>Number of starts of a next repetition that are tried from one operation.</summary>
    private const int Tries = 24;

    public int End => Start + Period * Count;

    private int Saved => Count < LeastCount ? 0 : Period * (Count - 1);

    /// <summary>Finds the repeated parts from the first operation on. At each operation it takes the part that saves most.</summary>
    /// <param name="texts">A number for each operation's text. Equal texts have equal numbers.</param>
    /// <param name="counting">Returns how many repetitions of a part count evenly.</param>
    /// <param name="isBoundary">Returns true when an operation is a good start for a part, better than a later operation.</param>
    /// <param name="leastSaved">The least number of operations that a part must save.</param>
    public static IReadOnlyList<Repetition> Find(
        int[] texts, Func<Repetition, int> counting, Func<Repetition, bool> isBoundary, int leastSaved)
    {
        var (found, next) = (new List<Repetition>(), Next(texts));
        // A limit on comparisons keeps the search linear for every program.
        var budget = 1_000_000L + 64L * texts.Length;
        for (var at = 0; at < texts.Length && budget > 0; at++)
        {
            var (best, tries) = (default(Repetition), Tries);
            for (var again = next[at]; again >= 0 && tries > 0; again = next[again], tries--)
            {
                var (period, length) = (again - at, 0);
                while (again + length < texts.Length && texts[at + length] == texts[again + length]) length++;
                budget -= length + 1;
                var part = new Repetition(at, period, length / period + 1);
                if (part.Saved <= best.Saved || part.Saved < leastSaved) continue;
                part = Aligned(part, length % period, isBoundary);
                part = part with { Count = counting(part) };
                if (part.Saved > best.Saved && part.Saved >= leastSaved) best = part;
            }
            if (best.Saved == 0) continue;
            found.Add(best);
            at = best.End - 1;
        }
        return found;
    }

    /// <summary>Returns the part moved some operations later, when it then begins with a layer and not within one.</summary>
    private static Repetition Aligned(Repetition part, int rest, Func<Repetition, bool> isBoundary)
    {
        for (var later = 0; later <= rest; later++)
            if (isBoundary(part with { Start = part.Start + later })) return part with { Start = part.Start + later };
        return part;
    }

    /// <summary>Returns for each operation the next one with the same text; -1 when there is none.</summary>
    private static int[] Next(int[] texts)
    {
        var (next, seen) = (new int[texts.Length], new Dictionary<int, int>());
        for (var i = texts.Length - 1; i >= 0; i--)
        {
            next[i] = seen.TryGetValue(texts[i], out var later) ? later : -1;
            seen[texts[i]] = i;
        }
        return next;
    }
}
