using System.Collections.Immutable;

namespace ModelDsl.Generators.Lowering;

/// <summary>An option of an initializer: a number, or a member of an enumeration.</summary>
/// <param name="Name">
/// Its name on <c>[Initialize]</c>. As a parameter in <c>ModelDsl.CompilerServices.Initializers</c> it begins with a lower-case letter.
/// </param>
/// <param name="Range">The allowed values, in words for messages.</param>
/// <param name="Legal">Returns true for an allowed number; null for a member of the enumeration that has the option's name.</param>
internal sealed record InitializerOption(string Name, string Range, Func<double, bool>? Legal)
{
    public static InitializerOption Number(string name) => new(name, "a finite number", IsFinite);

    public static InitializerOption NotNegative(string name) => new(name, "a finite number, 0 or more", static value => value >= 0 && IsFinite(value));

    public static InitializerOption Positive(string name) => new(name, "a finite number above 0", static value => value > 0 && IsFinite(value));

    public static InitializerOption Member(string name) => new(name, $"one of {name}'s", null);

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}

/// <summary>A row of the table of initializers.</summary>
/// <param name="Name">Its name in <c>Initializer</c>, which is also its method in <c>ModelDsl.CompilerServices.Initializers</c>.</param>
/// <param name="Random">True when it needs the seed and the index of the parameter.</param>
/// <param name="LeastRank">The least rank of a tensor that it fits.</param>
/// <param name="MostRank">The largest rank of a tensor that it fits.</param>
internal sealed record InitializerRow(string Name, bool Random, int LeastRank = 0, int MostRank = int.MaxValue)
{
    /// <summary>True when its numbers depend on the count of the tensor's inputs and outputs.</summary>
    public bool CountsFans { get; init; }

    /// <summary>Its options, in the order of its method's parameters.</summary>
    public ImmutableArray<InitializerOption> Options { get; init; } = [];

    public bool Fits(int rank) => rank >= LeastRank && rank <= MostRank;
}

/// <summary>The initializers. Their names are those of <c>ModelDsl.Initializer</c>; a test compares the two.</summary>
internal static class InitializerTable
{
    private static readonly ImmutableArray<InitializerOption> Normal = [InitializerOption.Number("Mean"), InitializerOption.NotNegative("Stddev")];

    public static readonly IReadOnlyList<InitializerRow> All =
    [
        OfFans("GlorotUniform"), OfFans("GlorotNormal"), OfFans("HeUniform"), OfFans("HeNormal"), OfFans("LecunUniform"), OfFans("LecunNormal"),
        OfFans("VarianceScaling") with
        {
            Options = [InitializerOption.Positive("Scale"), InitializerOption.Member("Fan"), InitializerOption.Member("Distribution")],
        },
        new("RandomNormal", Random: true) { Options = Normal },
        new("TruncatedNormal", Random: true) { Options = Normal },
        new("RandomUniform", Random: true) { Options = [InitializerOption.Number("Minval"), InitializerOption.Number("Maxval")] },
        new("Orthogonal", Random: true, LeastRank: 2) { Options = [InitializerOption.Number("Gain")] },
        new("Identity", Random: false, LeastRank: 2, MostRank: 2) { Options = [InitializerOption.Number("Gain")] },
        new("Constant", Random: false) { Options = [InitializerOption.Number("Value")] },
        new("Zeros", Random: false), new("Ones", Random: false),
    ];

    /// <summary>The names of all options.</summary>
    public static readonly ImmutableArray<string> Options =
        [.. All.SelectMany(row => row.Options).Select(option => option.Name).Distinct()];

    public static InitializerRow Of(string name) => All.First(row => row.Name == name);

    public static bool Has(string name) => All.Any(row => row.Name == name);

    private static InitializerRow OfFans(string name) => new(name, Random: true) { CountsFans = true };
}
