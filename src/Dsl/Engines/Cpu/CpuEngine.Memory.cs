using System.Numerics.Tensors;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector> : IKnowsMemory
{
    public void ReadByOptimizer(TensorBuffer gradient) => ((CpuBuffer)gradient).State.Keeper = new DeferredProduct<TLanes, TVector>();

    public void Constant(TensorBuffer numbers) => ((CpuBuffer)numbers).State.IsConstant = TensorPrimitives.IsFiniteAll(Floats(numbers));

    private static void RunOrDefer(in ProductWork<TLanes, TVector> product)
    {
        if (product.C.State.Keeper is DeferredProduct<TLanes, TVector> keeper && keeper.TryDefer(in product)) return;
        product.Run();
    }

    /// <summary>Plain gradient descent, together with the product that the gradient is, where that waits for it.</summary>
    private static void Descend(CpuBuffer parameters, CpuBuffer gradient, double learningRate)
    {
        var (first, behind, all) = ((nuint)0, (nuint)0, (nuint)gradient.Count);
        if (gradient.State.Pending is DeferredProduct<TLanes, TVector> pending && pending.TryTake(parameters, gradient, out first) is { } product)
        {
            behind = first + (nuint)product.C.Count;
            var work = new OuterDescentWork<TLanes, TVector>(product, parameters, first, learningRate);
            ThreadTeam.Run(in work, (nuint)product.C.Rows, (nuint)(WorthSharing / product.C.Columns + 1));
        }
        else first = 0;
        var rest = new ZipWork<TLanes, TVector, VectorFunctions<TLanes, TVector>.ScaledSum>(new(-learningRate), parameters, gradient, parameters);
        ThreadTeam.RunAligned(in rest, first, WorthSharing);
        ThreadTeam.RunAligned(new BehindWork<ZipWork<TLanes, TVector, VectorFunctions<TLanes, TVector>.ScaledSum>>(rest, behind), all - behind, WorthSharing);
    }
}
