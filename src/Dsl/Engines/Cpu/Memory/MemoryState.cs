using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>What is known of a piece of memory, whichever view of it one has.</summary>
internal sealed class MemoryState
{
    /// <summary>The product that is still to be computed into this memory, or from it; none nearly always.</summary>
    public DeferredProduct? Pending { get; set; }

    /// <summary>What keeps products waiting that go into this memory; none where nobody asked for that.</summary>
    public DeferredProduct? Keeper { get; set; }

    /// <summary>Whether all numbers are finite and stay as they are, as in the parameters of a predictor.</summary>
    public bool IsConstant { get; set; }

    /// <summary>Has what is pending computed: whoever looks at memory, to read or to write, sees what was asked for before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Settle()
    {
        if (Pending is not null) SettlePending();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SettlePending() => Pending!.Settle();
}
