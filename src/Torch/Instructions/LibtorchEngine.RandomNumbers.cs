using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    /// <summary>Makes Philox's numbers on the host and uploads them, so that they are the same on every engine.</summary>
    public void Uniform(RandomKey key, uint stream, TensorBuffer destination)
    {
        using var scope = Temporaries();
        Flat(destination).copy_(Uniforms(key, stream, destination.Count));
    }

    /// <summary>Returns the numbers of a stream, on the device.</summary>
    private TorchTensor Uniforms(RandomKey key, uint stream, int count)
    {
        var host = new HostTensor(ElementType.Float, count);
        Philox.Fill(host.Span<float>(), key, stream, 0);
        return host.Vector.to(Device);
    }
}
