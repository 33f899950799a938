using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// A thread's share of bringing a part of a factor into the group's memory. A line is a row of a left factor, or a column of a right one.
/// Threads that are neighbours read numbers that are neighbours, whichever way the factor lies.
/// </summary>
internal struct ProductLoad
{
    private int place, stepDistance, line, step, lines, linesLeft, target;

    /// <summary>From one number of this thread to its next: lines, steps, places in the factor and in the group's memory.</summary>
    private int moreLines, moreSteps, morePlaces, moreTargets;

    private int steps, chunks;

    /// <summary>Returns the share of this thread.</summary>
    /// <param name="first">Place of the tile's first number in the factor.</param>
    /// <param name="lineDistance">Distance of lines.</param>
    /// <param name="stepDistance">Distance of steps.</param>
    /// <param name="threadBits">Logarithm of the threads along the lines; each has four in each block.</param>
    /// <param name="linesLeft">Lines from the tile's first to the factor's end.</param>
    /// <param name="target">First place in the group's memory.</param>
    /// <param name="targetStep">Distance of steps there; lines are neighbours.</param>
    public static ProductLoad Of<TTile>(
        int first, int lineDistance, int stepDistance, int threadBits, int linesLeft, int target, int targetStep)
        where TTile : struct, IProductTile
    {
        var lineBits = threadBits + 1 + TTile.Blocks;
        var alongSteps = stepDistance == 1;
        var line = alongSteps ? Group.IdxX >> TTile.StepBits : Group.IdxX & ((1 << lineBits) - 1);
        var step = alongSteps ? Group.IdxX & ((1 << TTile.StepBits) - 1) : Group.IdxX >> lineBits;
        var moreLines = alongSteps ? 1 << (TTile.ThreadBits - TTile.StepBits) : 0;
        var moreSteps = alongSteps ? 0 : 1 << (TTile.ThreadBits - lineBits);
        return new()
        {
            place = first + line * lineDistance + step * stepDistance,
            stepDistance = stepDistance,
            line = line,
            step = step,
            lines = 1 << lineBits,
            linesLeft = linesLeft,
            target = target + step * targetStep + line,
            moreLines = moreLines,
            moreSteps = moreSteps,
            morePlaces = moreLines * lineDistance + moreSteps * stepDistance,
            moreTargets = moreSteps * targetStep + moreLines,
            steps = 1 << TTile.StepBits,
            chunks = 1 << (lineBits + TTile.StepBits - TTile.ThreadBits - 2),
        };
    }

    /// <summary>
    /// Reads four numbers of this thread's share. Numbers outside the factor, or at the end of the part or after it, are 0.
    /// </summary>
    public readonly Four Read(ArrayView<float> source, int first, int end, int chunk)
    {
        var at = place + first * stepDistance + 4 * chunk * morePlaces;
        // The edge is looked at once for all threads of the group; only tiles that reach over it look at each number.
        if (lines <= linesLeft && first + steps <= end)
            return new() { X = source[at], Y = source[at + morePlaces], Z = source[at + 2 * morePlaces], W = source[at + 3 * morePlaces] };
        return new()
        {
            X = IsInside(4 * chunk, first, end) ? source[at] : 0f,
            Y = IsInside(4 * chunk + 1, first, end) ? source[at + morePlaces] : 0f,
            Z = IsInside(4 * chunk + 2, first, end) ? source[at + 2 * morePlaces] : 0f,
            W = IsInside(4 * chunk + 3, first, end) ? source[at + 3 * morePlaces] : 0f,
        };
    }

    /// <summary>Writes four numbers of this thread's share into the group's memory.</summary>
    public readonly void Store(Four numbers, ArrayView<float> memory, int chunk)
    {
        var at = target + 4 * chunk * moreTargets;
        memory[at] = numbers.X;
        memory[at + moreTargets] = numbers.Y;
        memory[at + 2 * moreTargets] = numbers.Z;
        memory[at + 3 * moreTargets] = numbers.W;
    }

    /// <summary>Brings this thread's whole share into the group's memory.</summary>
    public readonly void Copy(ArrayView<float> source, int first, int end, ArrayView<float> memory)
    {
        for (var chunk = 0; chunk < chunks; chunk++) Store(Read(source, first, end, chunk), memory, chunk);
    }

    private readonly bool IsInside(int number, int first, int end) =>
        line + number * moreLines < linesLeft && first + step + number * moreSteps < end;
}
