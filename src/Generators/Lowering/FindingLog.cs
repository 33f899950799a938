using System.Globalization;
using System.Numerics;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Lowering;

/// <summary>The findings of lowering about a model.</summary>
internal sealed class FindingLog
{
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> All => findings;

    /// <summary>True when something is wrong with the model.</summary>
    public bool HasErrors => findings.Any(finding => finding.IsError);

    /// <summary>True when the part that is being lowered has an error, so that the rest of it cannot be lowered.</summary>
    public bool Failed { get; private set; }

    /// <summary>Begins a part that does not depend on any error.</summary>
    public void Recover() => Failed = false;

    /// <summary>Adds a finding. A loop can bring the same expression again; it is reported once.</summary>
    public void Add(Finding finding)
    {
        Failed |= finding.IsError;
        var isTold = findings.Any(known => known.Anchor.IsAt(finding.Anchor) && known.Rule == finding.Rule);
        if (finding.Anchor.Place != Place.Expression || !isTold) findings.Add(finding);
    }

    /// <summary>
    /// Adds a finding when no buffer could hold so many numbers. One such finding is enough: a tensor that is too large makes others too
    /// large.
    /// </summary>
    public void CheckSize(string what, BigInteger count, Anchor anchor)
    {
        if (count > int.MaxValue && !HasErrors) Add(Finding.Of(Rules.TooLarge, anchor, what, count.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Returns the count of a tensor's numbers, for one sample. A <see cref="TensorType"/> counts in fewer bits.</summary>
    public static BigInteger Count(TensorType type) =>
        type.Dims.Where(dim => !dim.IsBatch).Aggregate(BigInteger.One, (product, dim) => product * dim.Size);
}
