namespace ModelDsl.Gpu;

/// <summary>How a product is divided among groups of threads. The sizes alone choose it, so a plan is the same on every device.</summary>
/// <param name="Tile">The part of the product that a group computes.</param>
/// <param name="Height">Rows of a tile.</param>
/// <param name="Width">Columns of a tile.</param>
/// <param name="PartSteps">Steps of the inner dimension whose terms are added up on their own.</param>
/// <param name="Parts">Number of such parts.</param>
/// <param name="Splits">Whether each part has its own groups. The parts are then added by another kernel, in the same order.</param>
internal readonly record struct ProductPlan(ProductTile Tile, int Height, int Width, int PartSteps, int Parts, bool Splits)
{
    /// <summary>Groups that keep a large GPU busy: it has between 100 and 150 multiprocessors.</summary>
    private const int ManyGroups = 128;

    /// <summary>Steps of the shortest part: so many that its sums are written seldom.</summary>
    private const int ShortPart = 256;

    /// <summary>The most parts: they limit the memory that a split product takes.</summary>
    private const int MostParts = 64;

    /// <summary>Multiplications from which a library is worth its launches: they take a large GPU some microseconds.</summary>
    private const long LongWork = 1L << 26;

    /// <summary>Returns true if products have so much work that a library may compute them.</summary>
    public static bool IsLong(int rows, int columns, int steps, int products) => (long)rows * columns * steps >= LongWork / products;

    /// <summary>Chooses a plan in float32.</summary>
    /// <param name="rows">Rows of a product.</param>
    /// <param name="columns">Columns of a product.</param>
    /// <param name="steps">Length of the inner dimension.</param>
    /// <param name="products">Number of products of these sizes.</param>
    /// <remarks>
    /// A larger tile reads each number less often, but a smaller one gives more groups. So the largest tile is taken that gives many groups
    /// and has little outside the product. The parts depend on the steps alone: so a row's bits do not depend on how many rows there are.
    /// </remarks>
    public static ProductPlan Of(int rows, int columns, int steps, int products)
    {
        var (partSteps, parts) = PartsOf(steps);
        var narrow = Math.Min(rows, columns);
        var (tile, height, width) =
            narrow > 64 && Groups(128, 128) >= ManyGroups ? (ProductTile.Large, 128, 128)
            : narrow > 32 && Groups(64, 64) * parts >= ManyGroups ? (ProductTile.Medium, 64, 64)
            : rows <= 16 ? (ProductTile.Small, 16, 64)
            : columns <= 16 ? (ProductTile.Small, 64, 16)
            : (ProductTile.Small, 32, 32);
        return new(tile, height, width, partSteps, parts, parts > 1 && Groups(height, width) < ManyGroups);

        long Groups(int height, int width) => GroupsOf(rows, columns, products, height, width);
    }

    /// <summary>Chooses a plan for tensor cores, which have one kind of tile.</summary>
    public static ProductPlan OnTensorCores(int rows, int columns, int steps, int products)
    {
        var (partSteps, parts) = PartsOf(steps);
        var splits = parts > 1 && GroupsOf(rows, columns, products, TensorCoreTile.Size, TensorCoreTile.Size) < ManyGroups;
        return new(ProductTile.TensorCores, TensorCoreTile.Size, TensorCoreTile.Size, partSteps, parts, splits);
    }

    /// <summary>Returns the number of tiles along a side.</summary>
    public static int Tiles(int length, int size) => (length - 1) / size + 1;

    private static long GroupsOf(int rows, int columns, int products, int height, int width) =>
        (long)Tiles(rows, height) * Tiles(columns, width) * products;

    /// <summary>Returns the length of parts, which is whole tiles of steps for every kernel, and their number.</summary>
    private static (int Steps, int Number) PartsOf(int steps)
    {
        var length = Math.Max(ShortPart, (steps - 1) / MostParts + 1);
        length = (length + 31) / 32 * 32;
        return (length, Math.Max(1, (steps - 1) / length + 1));
    }
}

/// <summary>The tiles of products.</summary>
internal enum ProductTile
{
    /// <summary>1,024 elements by 64 threads.</summary>
    Small,

    /// <summary>64 × 64 elements by 256 threads.</summary>
    Medium,

    /// <summary>128 × 128 elements by 256 threads.</summary>
    Large,

    /// <summary>64 × 64 elements by four warps, from rounded factors.</summary>
    TensorCores,
}
