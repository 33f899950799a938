using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Emit;

/// <summary>A buffer that a loop names: always the same one, or an element of an array at a place that the loop's variable gives.</summary>
/// <param name="Buffer">The buffer at the variable's least value.</param>
/// <param name="Array">The array; null when the buffer is always the same.</param>
/// <param name="Place">The place in the array at the variable's least value.</param>
internal readonly record struct LoopBuffer(Value Buffer, BufferArray? Array, int Place);

/// <summary>A loop over a repeated part of a program.</summary>
/// <param name="Part">The part.</param>
/// <param name="Descends">True when the variable goes down: a backward pass visits the blocks from the last to the first.</param>
/// <param name="From">The variable's least value.</param>
/// <param name="Buffers">The buffers that each operation of one repetition names.</param>
internal sealed record Loop(Repetition Part, bool Descends, int From, LoopBuffer[][] Buffers)
{
    /// <summary>Returns an operation of the repetition in which the variable has its least value, or a value after that.</summary>
    public int Operation(int index, int after = 0) => Part.Start + (Descends ? Part.Count - 1 - after : after) * Part.Period + index;
}

/// <summary>
/// Decides which parts of a program become loops, and which buffers become arrays for them. When an output of one repetition is an input of
/// the next, both lie in one array. Then the loop names <c>h[i]</c> and <c>h[i + 1]</c>.
/// </summary>
internal sealed class LoopPlan
{
    private readonly CallText[] calls;
    private readonly Dictionary<Value, (BufferArray Array, int Place)> places = [];
    private readonly List<Loop> loops = [];
    private readonly List<BufferArray> arrays = [];

    private LoopPlan(CallText[] calls) => this.calls = calls;

    /// <summary>A plan without loops.</summary>
    public static LoopPlan None { get; } = new([]);

    /// <summary>The loops in order.</summary>
    public IReadOnlyList<Loop> Loops => loops;

    /// <summary>The arrays in the order in which they were found.</summary>
    public IReadOnlyList<BufferArray> Arrays => arrays;

    /// <summary>Returns the array that a buffer belongs to, and its index there; null when it belongs to none.</summary>
    public (BufferArray Array, int Index)? Of(Value value) =>
        places.TryGetValue(value, out var place) ? (place.Array, place.Array.IndexOf(place.Place)) : null;

    /// <summary>Plans the loops of a program.</summary>
    /// <param name="operations">The instructions of the program.</param>
    /// <param name="kernels">Names the kernels that the program maps.</param>
    /// <param name="leastSaved">The least number of operations that a loop must save.</param>
    /// <param name="storageOf">The buffer that a buffer is a view of; null for one with memory of its own.</param>
    public static LoopPlan Of(
        IReadOnlyList<Operation> operations, Kernels kernels, int leastSaved, Func<Value, Value?> storageOf)
    {
        if (operations.Count <= leastSaved) return None;
        var plan = new LoopPlan([.. operations.Select(operation => CallText.Of(operation, kernels))]);
        var numbers = new Dictionary<string, int>();
        int[] texts =
        [
            .. plan.calls.Select(call => numbers.TryGetValue(call.Text, out var number) ? number : numbers[call.Text] = numbers.Count),
        ];
        foreach (var part in Repetition.Find(texts, plan.Even, IsBoundary, leastSaved)) plan.Add(part);
        foreach (var array in plan.arrays.ToArray()) plan.AddStorages(array, storageOf);
        return plan;

        bool IsBoundary(Repetition part) => part.Start == 0 || (BeginsLayer(part.Start) && IsOneBlock(part));
        bool BeginsLayer(int operation) => !operations[operation].Origin.Equals(operations[operation - 1].Origin);
        bool IsOneBlock(Repetition part) => plan.BlockOf(part.Start, part) is not { } first
            || plan.BlockOf(part.Start + part.Period - 1, part) is not { } last || first == last;
    }

    /// <summary>
    /// Returns how much each number in the words of an operation's origin grows when the loop's variable grows by one; 0 when it grows
    /// unevenly.
    /// </summary>
    public long[] StepsOf(Loop loop, int index)
    {
        long[][] numbers = [.. Enumerable.Range(0, loop.Part.Count).Select(time => calls[loop.Operation(index, time)].Numbers)];
        return [.. numbers[0].Select((_, n) => StepOf([.. numbers.Select(of => of[n])]))];

        static long StepOf(long[] of)
        {
            var step = of[1] - of[0];
            return of.Select((number, time) => number == of[0] + time * step).All(even => even) ? step : 0;
        }
    }

    /// <summary>Returns the number of an operation's block: the first number in its origin that differs in the next repetition.</summary>
    private long? BlockOf(int operation, Repetition part)
    {
        var (now, next) = (calls[operation].Numbers, calls[operation + part.Period].Numbers);
        for (var n = 0; n < now.Length; n++)
            if (now[n] != next[n]) return now[n];
        return null;
    }

    /// <summary>
    /// Returns the number of repetitions in which the indices of a part count evenly, and each buffer is either always the same or always
    /// another.
    /// </summary>
    private int Even(Repetition part)
    {
        var count = part.Count;
        for (var i = 0; i < part.Period; i++)
        {
            var (first, second) = (CallAt(0), CallAt(1));
            for (var time = 2; time < count; time++)
                if (CallAt(time).Index != first.Index + time * (second.Index - first.Index)) count = time;
            for (var b = 0; b < first.Buffers.Length; b++)
            {
                var (seen, isSame) = (new HashSet<Value> { first.Buffers[b] }, second.Buffers[b] == first.Buffers[b]);
                for (var time = 1; time < count; time++)
                    if (seen.Add(CallAt(time).Buffers[b]) == isSame) count = time;
            }

            CallText CallAt(int time) => calls[part.Start + time * part.Period + i];
        }
        return count;
    }

    private void Add(Repetition whole)
    {
        var part = Regular(whole);
        var descends = Descends(part);
        var columns = Columns(part, descends);
        var from = columns.SelectMany(column => column).Select(StartIn).Where(start => start is not null).GroupBy(start => start!.Value)
            .OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault();
        LoopBuffer[][] buffers = [.. columns.Select(of => of.Select(Placed).ToArray())];
        loops.Add(new(part, descends, from, buffers));
    }

    /// <summary>
    /// Returns the part without its first or last repetition, when only that repetition has buffers that do not fit the arrays.
    /// </summary>
    private Repetition Regular(Repetition part)
    {
        if (part.Count <= Repetition.LeastCount) return part;
        var (misfits, start) = (Misfits(part), part with { Start = part.Start + part.Period, Count = part.Count - 1 });
        if (Misfits(start) < misfits) return start;
        var end = part with { Count = part.Count - 1 };
        return Misfits(end) < misfits ? end : part;
    }

    /// <summary>Returns the number of columns of buffers that already lie in arrays, but not one after the other.</summary>
    private int Misfits(Repetition part) => Columns(part, Descends(part)).SelectMany(columns => columns)
        .Count(column => column[0] != column[1] && column.Any(places.ContainsKey) && Fitting(column) is null);

    /// <summary>Returns the buffers of each operation, one for each repetition, in the order of the loop's variable.</summary>
    private Value[][][] Columns(Repetition part, bool descends)
    {
        return [.. Enumerable.Range(0, part.Period).Select(i => calls[part.Start + i].Buffers.Select((_, b) => Column(i, b)).ToArray())];

        Value[] Column(int operation, int buffer) =>
            [.. Enumerable.Range(0, part.Count).Select(time => CallAt(time, operation).Buffers[buffer])];
        CallText CallAt(int time, int operation) => calls[part.Start + (descends ? part.Count - 1 - time : time) * part.Period + operation];
    }

    /// <summary>
    /// Returns true when most arrays of earlier loops are visited from the end. Without such arrays, it returns true when the numbers of
    /// blocks fall.
    /// </summary>
    private bool Descends(Repetition part)
    {
        var up = 0;
        for (var i = 0; i < part.Period; i++)
        {
            var (first, second) = (calls[part.Start + i], calls[part.Start + part.Period + i]);
            for (var b = 0; b < first.Buffers.Length; b++)
            {
                if (!places.TryGetValue(first.Buffers[b], out var one) || !places.TryGetValue(second.Buffers[b], out var other)) continue;
                if (one.Array == other.Array) up += Math.Sign(other.Place - one.Place);
            }
        }
        return up < 0 || (up == 0 && BlockOf(part.Start + part.Period, part) < BlockOf(part.Start, part));
    }

    /// <summary>Returns the index at which a column begins in an array of an earlier loop.</summary>
    private int? StartIn(Value[] column) => column[0] != column[1] && Fitting(column) is var (array, place) ? array.IndexOf(place) : null;

    private LoopBuffer Placed(Value[] column)
    {
        if (column[0] == column[1]) return new(column[0], null, 0);
        var (array, place) = Fitting(column) ?? (New(), 0);
        // Goes from a buffer that is there already to both ends.
        var known = 0;
        while (known < column.Length - 1 && array.At(place + known) is null) known++;
        if (array.At(place + known) is null) known = 0;
        for (var i = known; i < column.Length; i++) Put(i);
        for (var i = known - 1; i >= 0; i--) Put(i);
        return new(column[0], array, place);

        void Put(int i)
        {
            if (array.At(place + i) is not null) return;
            array.Add(place + i, column[i]);
            if (!places.ContainsKey(column[i])) places[column[i]] = (array, place + i);
        }
    }

    /// <summary>
    /// Returns the array that has some of a column's buffers at consecutive places, and could hold the rest; null when there is none.
    /// </summary>
    private (BufferArray Array, int Place)? Fitting(Value[] column)
    {
        for (var i = 0; i < column.Length; i++)
        {
            if (!places.TryGetValue(column[i], out var known)) continue;
            var (array, place) = (known.Array, known.Place - i);
            for (var k = 0; k < column.Length; k++)
            {
                if (array.At(place + k) is { } there ? there != column[k] : places.ContainsKey(column[k])) return null;
            }
            return (array, place);
        }
        return null;
    }

    /// <summary>
    /// Makes an array of the buffers that the buffers of an array are views of, so that the constructor also writes them in one line. They
    /// are no views themselves, so an order of all arrays still exists.
    /// </summary>
    private void AddStorages(BufferArray array, Func<Value, Value?> storageOf)
    {
        var storages = array.Values.Select(storageOf).OfType<Value>()
            .Where(storage => storageOf(storage) is null && !places.ContainsKey(storage)).Distinct().ToArray();
        if (storages.Length != array.Values.Count) return;
        var made = New();
        for (var i = 0; i < storages.Length; i++)
        {
            made.Add(i, storages[i]);
            places[storages[i]] = (made, i);
        }
    }

    private BufferArray New()
    {
        arrays.Add(new BufferArray());
        return arrays[arrays.Count - 1];
    }
}
