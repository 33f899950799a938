using System.Runtime.InteropServices;
using Google.Protobuf;
using static Google.Protobuf.WireFormat.WireType;

namespace ModelDsl.Events;

/// <summary>
/// TensorBoard's file of events: scalars and histograms over steps, as TensorFlow 2's <c>summary.scalar</c> and <c>summary.histogram</c>
/// write them. Source: tensorflow <c>event.proto</c>, <c>summary.proto</c>, <c>tensor.proto</c>.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private static int files;
    private readonly TimeProvider clock;
    private readonly RecordFile records;

    /// <summary>
    /// Makes a new file in a folder. Its name is unique, even if processes of several containers share host name and process number. Names
    /// of one process are in the order in which the files were made.
    /// </summary>
    public EventFile(string folder, TimeProvider clock)
    {
        this.clock = clock;
        var host = string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        var drawn = System.Random.Shared.NextInt64(10_000_000_000);
        var own = FormattableString.Invariant($"{Interlocked.Increment(ref files):000000}{drawn:0000000000}");
        var name = FormattableString.Invariant(
            $"events.out.tfevents.{clock.GetUtcNow().ToUnixTimeSeconds():0000000000}.{host}.{Environment.ProcessId}.{own}.v2");
        records = new RecordFile(Path.Combine(folder, name));
        Add(step: 0, static output =>
        {
            output.WriteTag(3, LengthDelimited);
            output.WriteString("brain.Event:2");
        });
    }

    /// <summary>Adds a number.</summary>
    public void AddScalar(string tag, long step, double value) => AddValue(tag, step, "scalars", dataClass: 1, tensor =>
    {
        tensor.WriteTag(1, Varint);
        tensor.WriteEnum(1);
        Nest(tensor, 2, static scalarShape => { });
        tensor.WriteTag(5, LengthDelimited);
        tensor.WriteLength(sizeof(float));
        tensor.WriteFloat((float)value);
    });

    /// <summary>Adds a histogram: rows of lower bound, upper bound and count.</summary>
    public void AddHistogram(string tag, long step, ReadOnlySpan<double> rows)
    {
        var content = MemoryMarshal.AsBytes(rows).ToArray();
        var count = rows.Length / Histogram.Columns;
        AddValue(tag, step, "histograms", dataClass: 2, tensor =>
        {
            tensor.WriteTag(1, Varint);
            tensor.WriteEnum(2);
            Nest(tensor, 2, shape =>
            {
                foreach (var size in (ReadOnlySpan<int>)[count, Histogram.Columns])
                {
                    Nest(shape, 2, dimension =>
                    {
                        dimension.WriteTag(1, Varint);
                        dimension.WriteInt64(size);
                    });
                }
            });
            tensor.WriteTag(4, LengthDelimited);
            tensor.WriteBytes(ByteString.CopyFrom(content));
        });
    }

    /// <inheritdoc/>
    public void Dispose() => records.Dispose();

    private void AddValue(string tag, long step, string plugin, int dataClass, Action<CodedOutputStream> writeTensor) =>
        Add(step, output => Nest(output, 5, summary => Nest(summary, 1, value =>
        {
            value.WriteTag(1, LengthDelimited);
            value.WriteString(tag);
            Nest(value, 8, writeTensor);
            Nest(value, 9, metadata =>
            {
                Nest(metadata, 1, data =>
                {
                    data.WriteTag(1, LengthDelimited);
                    data.WriteString(plugin);
                });
                metadata.WriteTag(4, Varint);
                metadata.WriteEnum(dataClass);
            });
        })));

    private void Add(long step, Action<CodedOutputStream> writeWhat) => records.Add(Message(output =>
    {
        output.WriteTag(1, Fixed64);
        output.WriteDouble(clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        output.WriteTag(2, Varint);
        output.WriteInt64(step);
        writeWhat(output);
    }));

    private static void Nest(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(Message(write)));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true)) write(output);
        return memory.ToArray();
    }
}
