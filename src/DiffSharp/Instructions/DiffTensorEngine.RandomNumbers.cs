using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

internal partial class DiffTensorEngine
{
    /// <summary>
    /// The uniform numbers are Philox's, made on the host and uploaded, so that they are the same on every engine. Each is a multiple of 2⁻²⁴, so
    /// that 1 − u is exact.
    /// </summary>
    public void Normal(RandomKey key, uint stream, TensorBuffer destination) => Put(destination, () =>
    {
        var (u, v) = (Upload(Uniforms(key, stream, destination.Count)), Upload(Uniforms(key, stream + RandomStreams.Angles, destination.Count)));
        return ((1.0 - u).log() * -2.0).sqrt() * (v * Math.Tau).cos();
    });

    public void Uniform(RandomKey key, uint stream, TensorBuffer destination) =>
        Put(destination, () => Upload(Uniforms(key, stream, destination.Count)));

    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination) => Put(destination, () =>
    {
        var kept = Array.ConvertAll(Uniforms(key, stream, x.Count), u => u >= rate ? 1 : 0);
        return Keep(Flat(x), kept, rate);
    });

    public void ChannelDropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination) => Put(destination, () =>
    {
        var (samples, channels, places) = (x.Shape[0], x.Columns, x.Rows / x.Shape[0]);
        var width = (channels + 3) / 4 * 4;
        var uniforms = Uniforms(key, stream, samples * width);
        var kept = new int[x.Count];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = uniforms[i / (places * channels) * width + i % channels] >= rate ? 1 : 0;
        return Keep(Flat(x), kept, rate);
    });

    /// <summary>What is kept, in the right scale, and 0 in the place of the rest, whatever stood there.</summary>
    private DiffTensor Keep(DiffTensor x, int[] kept, double rate) => Select(Upload(kept), x * (1.0 / (1.0 - rate)), x.All(0.0));

    private static float[] Uniforms(RandomKey key, uint stream, int count)
    {
        var uniforms = new float[count];
        Philox.Fill(uniforms, key, stream, 0);
        return uniforms;
    }
}
