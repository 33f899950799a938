using ILGPU;
using ILGPU.Runtime;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>How the products of all instructions run.</summary>
internal partial class IlgpuEngine
{
    /// <summary>
    /// Returns true if a product's kernel applies this activation. Each is one kernel more for every tile, so only the usual ones are
    /// there; the others run as a kernel after the product.
    /// </summary>
    public static bool Fuses(ActivationKind activation) =>
        activation is ActivationKind.Relu or ActivationKind.Tanh or ActivationKind.Sigmoid or ActivationKind.Gelu;

    /// <summary>Computes products in the engine's precision, and finishes their elements.</summary>
    /// <param name="a">The sizes and places; the plan's numbers are written into it here.</param>
    /// <param name="destination">The owner of the memory of parts.</param>
    /// <param name="products">Number of products.</param>
    private void Multiply<TEpilogue>(ProductArguments a, TensorBuffer destination, int products = 1)
        where TEpilogue : struct, IProductEpilogue
    {
        if (precision == ComputePrecision.BFloat16)
            Multiply<TEpilogue, BFloat16Cores>(a, products, ProductPlan.OnTensorCores(a.Rows, a.Columns, a.Steps, products), destination);
        else if (precision == ComputePrecision.TensorFloat32)
            Multiply<TEpilogue, TensorFloat32Cores>(a, products,
                ProductPlan.OnTensorCores(a.Rows, a.Columns, a.Steps, products), destination);
        else if (ProductPlan.IsLong(a.Rows, a.Columns, a.Steps, products) && library.Value is { } found)
            MultiplyWith<TEpilogue>(found, a, products);
        else
            Multiply<TEpilogue, BFloat16Cores>(a, products, ProductPlan.Of(a.Rows, a.Columns, a.Steps, products), destination);
    }

    /// <summary>Computes products by a plan.</summary>
    /// <typeparam name="TEpilogue">What finishes the elements.</typeparam>
    /// <typeparam name="TUnit">The unit that multiplies rounded factors, if the plan has such a tile.</typeparam>
    public void Multiply<TEpilogue, TUnit>(ProductArguments a, int products, ProductPlan plan, TensorBuffer destination)
        where TEpilogue : struct, IProductEpilogue
        where TUnit : struct, IMatrixUnit
    {
        (a.PartSteps, a.Parts, a.Splits) = (plan.PartSteps, plan.Parts, plan.Splits ? 1 : 0);
        (a.TilesDown, a.TilesAcross) = (ProductPlan.Tiles(a.Rows, plan.Height), ProductPlan.Tiles(a.Columns, plan.Width));
        a.Rounds = plan.Tile == ProductTile.TensorCores && TUnit.RoundsResults ? 1 : 0;
        var groups = a.TilesDown * a.TilesAcross * products * (plan.Splits ? plan.Parts : 1);
        if (!plan.Splits)
        {
            MultiplyTiles<TEpilogue, TUnit>(a, plan, groups);
            return;
        }
        var count = products * plan.Parts * a.Rows * a.Columns;
        var parts = Scratch(destination, count).SubView(0, count);
        MultiplyTiles<LinearEpilogue, TUnit>(a with { Destination = parts }, plan, groups);
        AddParts<TEpilogue>(a with { Left = parts, Right = parts });
    }

    private void MultiplyTiles<TEpilogue, TUnit>(ProductArguments a, ProductPlan plan, int groups)
        where TEpilogue : struct, IProductEpilogue
        where TUnit : struct, IMatrixUnit
    {
        switch (plan.Tile)
        {
            case ProductTile.TensorCores:
                Launch(TensorCoreProducts<TUnit, TEpilogue>.Product, new(groups, TensorCoreTile.Threads), a);
                break;
            case ProductTile.Large:
                Launch(ProductKernels<LargeTile, TEpilogue>.Product, new(groups, 1 << LargeTile.ThreadBits), a);
                break;
            case ProductTile.Medium:
                Launch(ProductKernels<MediumTile, TEpilogue>.Product, new(groups, 1 << MediumTile.ThreadBits), a);
                break;
            default:
                a.AcrossBits = int.Log2(plan.Width / 4);
                Launch(ProductKernels<SmallTile, TEpilogue>.Product, new(groups, 1 << SmallTile.ThreadBits), a);
                break;
        }
    }

    private void AddParts<TEpilogue>(ProductArguments a) where TEpilogue : struct, IProductEpilogue =>
        Each(ProductParts<TEpilogue>.Sum, a.Left.IntLength / a.Parts, a);

    /// <summary>Computes products by a library; a kernel finishes them if there is anything to do.</summary>
    private void MultiplyWith<TEpilogue>(Cublas found, ProductArguments a, int products) where TEpilogue : struct, IProductEpilogue
    {
        lock (Device.Gate)
        {
            Device.Current?.Abandon();
            found.Multiply(ColumnMajorProduct.Of(a, products), Place(a.Left), Place(a.Right), Place(a.Destination));
        }
        // The library's product is the one part of the sums.
        if (typeof(TEpilogue) != typeof(LinearEpilogue) || a.AddsOther != 0)
            AddParts<TEpilogue>(a with { Left = a.Destination, Parts = 1 });

        static nint Place(ArrayView<float> view) => view.LoadEffectiveAddressAsPtr();
    }

    /// <summary>Returns the arguments of a product, or of several whose matrices follow one another.</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="transpose">The factors that are transposed.</param>
    /// <param name="sizes">Rows and columns of one matrix of each factor, as it lies.</param>
    /// <param name="destination">The product.</param>
    private static ProductArguments Product(
        TensorBuffer a, TensorBuffer b, Transpose transpose, (int Rows, int Columns, int RightRows, int RightColumns) sizes,
        TensorBuffer destination)
    {
        var (left, right) = (transpose is Transpose.Left or Transpose.Both, transpose is Transpose.Right or Transpose.Both);
        var columns = right ? sizes.RightRows : sizes.RightColumns;
        return new()
        {
            Left = Numbers(a),
            Right = Numbers(b),
            Destination = Numbers(destination),
            Other = Numbers(destination),
            Rows = left ? sizes.Columns : sizes.Rows,
            Columns = columns,
            Steps = left ? sizes.Rows : sizes.Columns,
            LeftRow = left ? 1 : sizes.Columns,
            LeftStep = left ? sizes.Columns : 1,
            RightStep = right ? 1 : sizes.RightColumns,
            RightColumn = right ? sizes.RightColumns : 1,
            DestinationRow = columns,
        };
    }

    private static ProductArguments Product(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        Product(a, b, transpose, (a.Rows, a.Columns, b.Rows, b.Columns), destination);

    /// <summary>Computes a product and applies an activation, or multiplies by its slope.</summary>
    private readonly struct Finishing(IlgpuEngine engine, ProductArguments arguments, TensorBuffer destination, bool isSlope)
        : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation
        {
            if (isSlope) engine.Multiply<SlopeEpilogue<TActivation>>(arguments, destination);
            else engine.Multiply<ActivationEpilogue<TActivation>>(arguments, destination);
        }
    }
}
