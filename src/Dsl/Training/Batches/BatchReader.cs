namespace ModelDsl.Training;

/// <summary>
/// Gathers batches on its own thread, a few ahead of the steps, and asks the operating system to load those after them. The contents of the
/// batches do not depend on it. The thread starts with the first batch, ends with <see cref="Dispose"/>, and sleeps while its batches wait.
/// </summary>
internal sealed class BatchReader : IDisposable
{
    /// <summary>
    /// Number of batches ahead, within this much memory if a batch is small enough. The thread is then woken once for several batches.
    /// </summary>
    private const int MostBatches = 8;
    private const long BatchBytes = 32 << 20;

    /// <summary>
    /// Number of samples to ask the operating system for ahead, within this much of its memory: enough to keep a disk busy.
    /// </summary>
    private const int MostAnnounced = 1024;
    private const long AnnouncedBytes = 64 << 20;

    private readonly object gate = new();
    private readonly Dataset data;
    private readonly int size;
    private readonly int steps;
    private readonly int announcedAhead;
    private readonly StagedBatch[] ring;
    private readonly Thread thread;

    /// <summary>Guarded by the gate: the order of samples, the step that is gathered next, and how often they were set.</summary>
    private int[] order = [];
    private int next;
    private int course;

    /// <summary>Guarded by the gate: total numbers of batches gathered and taken.</summary>
    private long gathered;
    private long taken;
    private bool isReaderAsleep;
    private bool isTakerAsleep;
    private bool hasEnded;

    /// <summary>Makes the memory; nothing is read yet.</summary>
    /// <param name="data">The data.</param>
    /// <param name="size">Number of samples of a full batch.</param>
    /// <param name="stage">Makes room for a batch.</param>
    public BatchReader(Dataset data, int size, Func<StagedBatch> stage)
    {
        (this.data, this.size) = (data, size);
        steps = next = (data.Count - 1) / size + 1;
        var batchBytes = (long)size * data.SampleShape.Size * sizeof(float);
        ring = new StagedBatch[(int)Math.Clamp(BatchBytes / batchBytes, 2, MostBatches)];
        for (var i = 0; i < ring.Length; i++) ring[i] = stage();
        var samplesAhead = Math.Min(MostAnnounced, AnnouncedBytes / data.RowBytes);
        announcedAhead = (int)Math.Max(samplesAhead / size, ring.Length + 1);
        thread = new Thread(Read) { IsBackground = true, Name = "ModelDsl batches" };
    }

    /// <summary>
    /// Returns the batch of a step. It is already gathered if the steps are taken in order. It stays valid until <see cref="Release"/>.
    /// </summary>
    /// <param name="step">Index of the step, from 0.</param>
    /// <param name="newOrder">The order of all samples. It must not change while its steps are taken.</param>
    public StagedBatch Take(int step, int[] newOrder)
    {
        var rows = newOrder.AsSpan(step * size, Math.Min(size, newOrder.Length - step * size));
        if ((thread.ThreadState & ThreadState.Unstarted) != 0) thread.Start();
        lock (gate)
        {
            if (order != newOrder || next - (int)(gathered - taken) != step) Begin(step, newOrder);
        }
        var batch = Next();
        if (batch.Holds(rows)) return batch;
        // The same array in another order: an epoch was interrupted.
        lock (gate) Begin(step, newOrder);
        return Next();
    }

    /// <summary>Returns a batch to the reader.</summary>
    public void Release()
    {
        lock (gate)
        {
            taken++;
            // If the reader were woken for one batch at a time, that would cost a step more than it saves.
            if (isReaderAsleep && next < steps && gathered - taken <= ring.Length / 2) Wake();
        }
    }

    /// <summary>Ends the thread and waits for it. Nothing reads the data afterwards.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            Wake();
        }
        if ((thread.ThreadState & ThreadState.Unstarted) == 0) thread.Join();
    }

    private void Begin(int step, int[] newOrder)
    {
        (order, next, gathered) = (newOrder, step, taken);
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
        while (Volatile.Read(ref gathered) == taken && !spin.NextSpinWillYield) spin.SpinOnce();
        lock (gate)
        {
            isTakerAsleep = true;
            while (gathered == taken) Monitor.Wait(gate);
            isTakerAsleep = false;
            return ring[taken % ring.Length];
        }
    }

    private void Read()
    {
        int announced = 0, announcedOf = 0;
        while (true)
        {
            int step, atCourse;
            int[] inOrder;
            StagedBatch batch;
            lock (gate)
            {
                isReaderAsleep = true;
                while (!hasEnded && (next == steps || gathered - taken == ring.Length)) Monitor.Wait(gate);
                isReaderAsleep = false;
                if (hasEnded) return;
                (step, inOrder, atCourse, batch) = (next, order, course, ring[gathered % ring.Length]);
            }
            (announced, announcedOf) = (Announce(announcedOf == atCourse ? announced : step, step, inOrder), atCourse);
            batch.Gather(data, Rows(step, 1, inOrder));
            lock (gate)
            {
                if (atCourse != course) continue;
                next++;
                gathered++;
                if (isTakerAsleep) Wake();
            }
        }
    }

    /// <summary>Asks for the samples of the next steps, starting where the last call ended. Returns where this call ended.</summary>
    private int Announce(int from, int step, int[] inOrder)
    {
        var to = Math.Min(step + announcedAhead, steps);
        if (from >= to) return from;
        data.Announce(Rows(from, to - from, inOrder));
        return to;
    }

    private ReadOnlySpan<int> Rows(int step, int batches, int[] inOrder) =>
        inOrder.AsSpan(step * size, (int)Math.Min((long)batches * size, inOrder.Length - (long)step * size));
}
