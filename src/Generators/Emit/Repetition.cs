namespace ModelDsl.Generators.Emit;

/// <summary>A part of a program that is the same text several times in a row.</summary>
/// <param name="Start">Its first operation.</param>
/// <param name="Period">Operations of one time.</param>
/// <param name="Count">How many times.</param>
internal readonly record struct Repetition(int Start, int Period, int Count)
{
    /// <summary>The rule when a part becomes a loop: it spares as many operations. Small models stay as they are.</summary>
    public const int LeastSaved = 32;

    /// <summary>The least number of times.</summary>
    public const int LeastCount = 3;

    /// <summary>Starts of the next time that are tried from one operation.</summary>
    private const int Tries = 24;

    public int End => Start + Period * Count;

    private int Saved => Count < LeastCount ? 0 : Period * (Count - 1);

    /// <summary>Finds the parts from the first operation on: at each operation the one that spares most.</summary>
    /// <param name="texts">A number for each operation's text, the same for the same text.</param>
    /// <param name="counting">How many times of a part count evenly.</param>
    /// <param name="isBoundary">Whether a part would begin well at an operation, rather than some operations later.</param>
    /// <param name="leastSaved">How many operations a part spares at least.</param>
    public static IReadOnlyList<Repetition> Find(
        int[] texts, Func<Repetition, int> counting, Func<Repetition, bool> isBoundary, int leastSaved)
    {
        var (found, next) = (new List<Repetition>(), Next(texts));
        // A limit of comparisons keeps the search linear, whatever a program looks like.
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

    /// <summary>The part some operations later, where it begins with a layer rather than within one.</summary>
    private static Repetition Aligned(Repetition part, int rest, Func<Repetition, bool> isBoundary)
    {
        for (var later = 0; later <= rest; later++)
            if (isBoundary(part with { Start = part.Start + later })) return part with { Start = part.Start + later };
        return part;
    }

    /// <summary>For each operation the next one of the same text; -1 where there is none.</summary>
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
