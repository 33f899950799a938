namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A SIMD register of float32 lanes. Kernels are written once for all widths. The JIT compiles a copy for each width; in it, every call is
/// one instruction or a few. Both type parameters are structs, so that nothing is looked up at run time.
/// </summary>
/// <typeparam name="TVector">The register's type.</typeparam>
internal interface ILanes<TVector> : IFloat32<TVector> where TVector : struct
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Number of registers: 16, or 32 with AVX-512 and on ARM64.</summary>
    static abstract int Registers { get; }

    static abstract TVector Load(ref readonly float source, nuint index);

    static abstract void Store(TVector value, ref float destination, nuint index);

    /// <summary>Returns the first lanes of one vector, and the other lanes of another.</summary>
    static abstract TVector First(int count, TVector first, TVector others);

    /// <summary>Returns the lanes of a vector in the order of a list of indices, from an element of the list on.</summary>
    static abstract TVector Permute(TVector value, ref readonly int indices, nuint index);

    /// <summary>Returns the sum of all lanes.</summary>
    static abstract float Sum(TVector value);

    /// <summary>
    /// Adds lanes to their sums in double precision. Two registers hold the bits of these sums; all bits are zero for empty sums.
    /// </summary>
    static abstract (TVector Low, TVector High) AddWide(TVector low, TVector high, TVector value);

    /// <summary>Rounds sums in double precision to float32.</summary>
    static abstract TVector Narrow(TVector low, TVector high);

    /// <summary>Returns the total of the sums in double precision.</summary>
    static abstract double SumWide(TVector low, TVector high);

    /// <summary>Returns the largest lane.</summary>
    static abstract float Max(TVector value);
}
