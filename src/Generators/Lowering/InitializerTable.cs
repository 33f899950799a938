namespace ModelDsl.Generators.Lowering;

/// <summary>An initializer's row.</summary>
/// <param name="Name">Its name in <c>Initializer</c>, and its method in <c>ModelDsl.Engines.Initializers</c>.</param>
/// <param name="Random">It needs the seed and the index of the parameter.</param>
/// <param name="LeastRank">The rank that a tensor must have at least.</param>
/// <param name="MostRank">The rank that a tensor may have at most.</param>
internal sealed record InitializerRow(string Name, bool Random, int LeastRank = 0, int MostRank = int.MaxValue)
{
    public bool Fits(int rank) => rank >= LeastRank && rank <= MostRank;
}

/// <summary>The initializers, as <c>ModelDsl.Initializer</c> names them; a test compares the two.</summary>
internal static class InitializerTable
{
    public static readonly IReadOnlyList<InitializerRow> All =
    [
        new("GlorotUniform", Random: true), new("GlorotNormal", Random: true),
        new("HeUniform", Random: true), new("HeNormal", Random: true),
        new("LecunUniform", Random: true), new("LecunNormal", Random: true),
        new("VarianceScaling", Random: true),
        new("RandomNormal", Random: true), new("TruncatedNormal", Random: true), new("RandomUniform", Random: true),
        new("Orthogonal", Random: true, LeastRank: 2),
        new("Identity", Random: false, LeastRank: 2, MostRank: 2),
        new("Constant", Random: false), new("Zeros", Random: false), new("Ones", Random: false),
    ];

    public static InitializerRow Of(string name) => All.First(row => row.Name == name);

    public static bool Has(string name) => All.Any(row => row.Name == name);
}
