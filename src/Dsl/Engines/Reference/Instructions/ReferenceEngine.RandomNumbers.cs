namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void Normal(RandomKey key, uint stream, TensorBuffer destination)
    {
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++)
        {
            var (u, v) = (Philox.Uniform(key, stream, (uint)i), Philox.Uniform(key, stream + RandomStreams.Angles, (uint)i));
            to[i] = Math.Sqrt(-2 * Math.Log(1.0 - u)) * Math.Cos(Math.Tau * v);
        }
    }

    public void Uniform(RandomKey key, uint stream, TensorBuffer destination)
    {
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Philox.Uniform(key, stream, (uint)i);
    }

    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Philox.Uniform(key, stream, (uint)i) >= rate ? from[i] * (1.0 / (1.0 - rate)) : 0.0;
    }
}
