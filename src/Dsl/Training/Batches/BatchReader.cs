namespace ModelDsl.Training;

/// <summary>
/// Gathers batches on threads of its own, a few ahead of the steps, and asks the operating system to load those after them. The contents of
/// the batches do not depend on it. The threads start with the first batch, end with <see cref="Dispose"/>, and sleep while their batches
/// wait.
/// </summary>
internal sealed class BatchReader : IDisposable
{
    /// <summary>
    /// Number of batches ahead, within this much memory if a batch is small enough. A thread is then woken once for several batches.
    /// </summary>
    private const int MostBatches = 8;
    private const long BatchBytes = 32 << 20;

    /// <summary>
    /// Number of samples to ask the operating system for ahead, within this much of its memory: enough to keep a disk busy.
    /// </summary>
    private const int MostAnnounced = 1024;
    private const long AnnouncedBytes = 64 << 20;

    private readonly object gate = new();
    private readonly int size;
    private readonly int steps;
    private readonly int announcedAhead;
    private readonly Thread[] threads;

    /// <summary>Guarded by the gate: the batches that nobody uses.</summary>
    private readonly Stack<StagedBatch> free = [];

    /// <summary>
    /// The gathered batches of the present course, each at its number modulo their count; null if it is not gathered yet.
    /// </summary>
    private readonly StagedBatch?[] ready;

    /// <summary>Guarded by the gate: what is gathered in which order, and the step that is begun next.</summary>
    private Dataset data;
    private int[] order = [];
    private int next;
    private int announced;
    private int course;

    /// <summary>Guarded by the gate: numbers of the batches that were begun and taken in this course.</summary>
    private int begun;
    private int taken;
    private StagedBatch? inUse;
    private int asleep;
    private bool isTakerAsleep;
    private bool hasStarted;
    private bool hasEnded;

    /// <summary>Makes the memory; nothing is read yet.</summary>
    /// <param name="data">The data.</param>
    /// <param name="size">Number of samples of a full batch.</param>
    /// <param name="stage">Makes room for a batch.</param>
    /// <param name="threads">Number of threads that gather, if that keeps a processor busy; otherwise one does.</param>
    public BatchReader(Dataset data, int size, Func<StagedBatch> stage, int threads = 1)
    {
        (this.data, this.size) = (data, size);
        steps = next = (data.Count - 1) / size + 1;
        var workers = data.IsCostly ? Math.Clamp(threads, 1, steps) : 1;
        var batchBytes = (long)size * data.SampleShape.Size * sizeof(float);
        ready = new StagedBatch?[Math.Max((int)Math.Clamp(BatchBytes / batchBytes, 2, MostBatches), workers + 1)];
        for (var i = 0; i < ready.Length; i++) free.Push(stage());
        var samplesAhead = Math.Min(MostAnnounced, AnnouncedBytes / data.RowBytes);
        announcedAhead = (int)Math.Max(samplesAhead / size, ready.Length + 1);
        this.threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(Read) { IsBackground = true, Name = "ModelDsl batches" })];
    }

    /// <summary>
    /// Returns the batch of a step. It is already gathered if the steps are taken in order. It stays valid until <see cref="Release"/>.
    /// </summary>
    /// <param name="step">Index of the step, from 0.</param>
    /// <param name="newOrder">The order of all samples. It must not change while its steps are taken.</param>
    /// <param name="inPass">The data in the present pass; null for the data of the constructor.</param>
    public StagedBatch Take(int step, int[] newOrder, Dataset? inPass = null)
    {
        var rows = newOrder.AsSpan(step * size, Math.Min(size, newOrder.Length - step * size));
        Start();
        lock (gate)
        {
            inPass ??= data;
            if (order != newOrder || data != inPass || next - (begun - taken) != step) Begin(step, newOrder, inPass);
        }
        var batch = Next();
        if (batch.Holds(rows)) return batch;
        // The same array in another order: an epoch was interrupted.
        Release();
        lock (gate) Begin(step, newOrder, inPass);
        return Next();
    }

    /// <summary>Returns a batch to the reader.</summary>
    public void Release()
    {
        lock (gate)
        {
            free.Push(inUse!);
            inUse = null;
            // If a thread were woken for one batch at a time, that would cost a step more than it saves.
            if (asleep > 0 && next < steps && free.Count >= ready.Length - ready.Length / 2) Wake();
        }
    }

    /// <summary>Ends the threads and waits for them. Nothing reads the data afterwards.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            Wake();
        }
        if (!hasStarted) return;
        foreach (var thread in threads) thread.Join();
    }

    private void Start()
    {
        if (hasStarted) return;
        hasStarted = true;
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>Begins a course: what was gathered for another order is thrown away, also what is being gathered now.</summary>
    private void Begin(int step, int[] newOrder, Dataset inPass)
    {
        for (var i = 0; i < ready.Length; i++)
        {
            if (ready[i] is { } thrownAway) free.Push(thrownAway);
            ready[i] = null;
        }
        (order, data, next, announced, begun, taken) = (newOrder, inPass, step, step, 0, 0);
        course++;
        Wake();
    }

    private void Wake() => Monitor.PulseAll(gate);

    /// <summary>
    /// Waits for the next batch: first spins for some microseconds, then sleeps, because the processor may be needed to gather it.
    /// </summary>
    private StagedBatch Next()
    {
        var spin = default(SpinWait);
        var place = taken % ready.Length;
        while (Volatile.Read(ref ready[place]) is null && !spin.NextSpinWillYield) spin.SpinOnce();
        lock (gate)
        {
            isTakerAsleep = true;
            while (ready[place] is null) Monitor.Wait(gate);
            isTakerAsleep = false;
            (inUse, ready[place]) = (ready[place], null);
            taken++;
            return inUse!;
        }
    }

    private void Read()
    {
        while (true)
        {
            int step, number, atCourse, announceFrom, announceTo;
            int[] inOrder;
            Dataset from;
            StagedBatch batch;
            lock (gate)
            {
                asleep++;
                while (!hasEnded && (next == steps || free.Count == 0)) Monitor.Wait(gate);
                asleep--;
                if (hasEnded) return;
                (step, number, atCourse, inOrder, from, batch) = (next++, begun++, course, order, data, free.Pop());
                (announceFrom, announceTo) = (announced, Math.Min(step + announcedAhead, steps));
                announced = Math.Max(announceFrom, announceTo);
            }
            // Asked for where the last call ended.
            if (announceFrom < announceTo) from.Announce(Rows(announceFrom, announceTo - announceFrom, inOrder));
            batch.Gather(from, Rows(step, 1, inOrder));
            lock (gate)
            {
                if (atCourse == course) Volatile.Write(ref ready[number % ready.Length], batch);
                else free.Push(batch);
                if (isTakerAsleep || atCourse != course) Wake();
            }
        }
    }

    private ReadOnlySpan<int> Rows(int step, int batches, int[] inOrder) =>
        inOrder.AsSpan(step * size, (int)Math.Min((long)batches * size, inOrder.Length - (long)step * size));
}
