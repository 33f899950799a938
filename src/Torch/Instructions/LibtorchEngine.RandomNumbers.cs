namespace ModelDsl.Engines;

internal partial class LibtorchEngine
{
    /// <summary>
    /// The uniform numbers are Philox's, made on the host and uploaded, so that they are the same on every engine; the function of them is
    /// computed on the device.
    /// </summary>
    public void Normal(RandomKey key, uint stream, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var u = Uniforms(key, stream, destination.Count);
        var angles = Uniforms(key, stream + RandomStreams.Angles, destination.Count).Times_(Math.Tau);
        var radii = u.neg_().log1p_().Times_(-2.0).sqrt_();
        Flat(destination).copy_(radii.mul_(angles.cos_()));
    }

    public void Uniform(RandomKey key, uint stream, TensorBuffer destination)
    {
        using var scope = Temporaries();
        Flat(destination).copy_(Uniforms(key, stream, destination.Count));
    }

    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var isDropped = Uniforms(key, stream, x.Count).Below(NextSingle(rate));
        Begin(x, destination).Times_(1.0 / (1.0 - rate)).Set_(isDropped, 0.0);
    }

    public void ChannelDropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        if (x.Count == 0) return;
        using var scope = Temporaries();
        var (samples, channels) = (x.Shape[0], x.Columns);
        var width = (channels + 3) / 4 * 4;
        var isDropped = Uniforms(key, stream, samples * width).Below(NextSingle(rate)).view(samples, 1, width).narrow(2, 0, channels);
        Begin(x, destination).Times_(1.0 / (1.0 - rate)).view(samples, x.Rows / samples, channels).Set_(isDropped, 0.0);
    }

    /// <summary>The numbers of a stream, on the device.</summary>
    private TorchTensor Uniforms(RandomKey key, uint stream, int count)
    {
        var host = new HostTensor(ElementType.Float, count);
        Philox.Fill(host.Span<float>(), key, stream, 0);
        return host.Vector.to(Device);
    }

    /// <summary>The least float32 number that is not below: what is below the one is below the other.</summary>
    private static float NextSingle(double number) => (float)number is var rounded && rounded < number ? MathF.BitIncrement(rounded) : (float)number;
}
