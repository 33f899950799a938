namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        var from = Floats(x);
        var to = Floats(destination);
        var scale = (float)(1.0 / (1.0 - rate));
        for (var i = 0; i < to.Length; i++) to[i] = Philox.Uniform(key, stream, (uint)i) >= rate ? scale * from[i] : 0f;
    }
}
