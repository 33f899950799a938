using System.Runtime.CompilerServices;
using ModelDsl.Data;

namespace ModelDsl;

// Samples that a model's first layer scales, gathered in one pass.
public sealed partial class Dataset
{
    /// <summary>
    /// Gathers samples as <see cref="CopySamples"/> does, and then applies the transform of a layer to each: the same bits as the layer
    /// itself would compute. Bytes and floats without a transform of their own are read and written only once. Allocates nothing.
    /// </summary>
    /// <param name="rows">The positions of the samples.</param>
    /// <param name="layer">The layer's transform.</param>
    /// <param name="offset">The number that the layer adds to the result.</param>
    /// <param name="destination">The memory of the result.</param>
    /// <param name="scratch">Memory of one sample.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void CopyPrepared(ReadOnlySpan<int> rows, FeatureTransform layer, float offset, Span<float> destination, Span<float> scratch)
    {
        var width = samples.Width;
        var atOnce = transform.IsIdentity && samples is ByteStorage or FloatStorage;
        var fetched = width >= PrefetchWidth ? 0 : rows.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            for (; fetched < rows.Length && fetched <= i + PrefetchDistance; fetched++) samples.Prefetch(Locate(rows[fetched]));
            var prepared = destination.Slice(i * width, width);
            if (atOnce)
            {
                samples.Copy(Locate(rows[i]), layer, prepared);
            }
            else
            {
                samples.Copy(Locate(rows[i]), transform, scratch);
                layer.Apply(scratch, prepared);
            }
            if (offset != 0) Gather.Shift(prepared, offset);
        }
    }
}
