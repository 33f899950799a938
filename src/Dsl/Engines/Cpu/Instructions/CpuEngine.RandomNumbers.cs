namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination) =>
        RandomParts.Share(new DropoutWork<TLanes, TVector>((CpuBuffer)x, rate, key, stream, (CpuBuffer)destination), destination);

    public void Normal(RandomKey key, uint stream, TensorBuffer destination) =>
        RandomParts.Share(new NormalWork<TLanes, TVector>(key, stream, (CpuBuffer)destination), destination);

    public void Uniform(RandomKey key, uint stream, TensorBuffer destination) =>
        RandomParts.Share(new UniformWork(key, stream, (CpuBuffer)destination), destination);
}
