namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.Uniform"/>. Its items are the parts that <see cref="RandomParts"/> counts.</summary>
internal readonly record struct UniformWork(RandomKey Key, uint Stream, CpuBuffer Destination) : IRangeWork
{
    public void Run(nuint start, nuint end)
    {
        for (var part = start; part < end; part++)
        {
            var (begin, length) = RandomParts.Of(part, Destination.Count);
            Philox.Fill(Destination.Floats.Slice((int)begin, (int)length), Key, Stream, (uint)begin / 4);
        }
    }
}
