namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Divide(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Zip(default(VectorFunctions<TLanes, TVector>.Quotient), a, b, destination);

    public void Abs(TensorBuffer x, TensorBuffer destination) => Map(default(VectorFunctions<TLanes, TVector>.Size), x, destination);

    public void Log(TensorBuffer x, TensorBuffer destination) => Map(default(VectorFunctions<TLanes, TVector>.Logarithm), x, destination);

    public void Sqrt(TensorBuffer x, TensorBuffer destination) => Map(default(VectorFunctions<TLanes, TVector>.Root), x, destination);

    public void ReciprocalSqrt(TensorBuffer x, double epsilon, TensorBuffer destination) =>
        Map(new VectorFunctions<TLanes, TVector>.ReciprocalRoot(epsilon), x, destination);

    public void Sign(TensorBuffer x, TensorBuffer destination) => Map(default(VectorFunctions<TLanes, TVector>.Sign), x, destination);

    public void Clamp(TensorBuffer x, double least, double most, TensorBuffer destination) =>
        Map(new VectorFunctions<TLanes, TVector>.Clamped(least, most), x, destination);

    public void ClampGradient(TensorBuffer x, TensorBuffer gradient, double least, double most, TensorBuffer destination) =>
        Zip(new VectorFunctions<TLanes, TVector>.ClampedGradient(least, most), x, gradient, destination);

    public void Less(TensorBuffer a, TensorBuffer b, bool orEqual, TensorBuffer destination) =>
        Zip(new VectorFunctions<TLanes, TVector>.IsLess(orEqual), a, b, destination);

    public void Where(TensorBuffer condition, TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Share(new WhereWork<TLanes, TVector>((CpuBuffer)condition, (CpuBuffer)a, (CpuBuffer)b, (CpuBuffer)destination), destination);
}
