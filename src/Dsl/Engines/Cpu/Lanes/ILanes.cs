namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A SIMD register of float32 lanes. Kernels are written once for all widths. The JIT compiles a copy for each width; in it, every call is
/// one instruction or a few. Both type parameters are structs, so that nothing is looked up at run time.
/// </summary>
/// <typeparam name="TVector">The register's type.</typeparam>
internal interface ILanes<TVector> where TVector : struct
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Number of registers: 16, or 32 with AVX-512 and on ARM64.</summary>
    static abstract int Registers { get; }

    static abstract TVector Broadcast(float value);

    static abstract TVector Load(ref readonly float source, nuint index);

    static abstract void Store(TVector value, ref float destination, nuint index);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>Returns <c>a·b + c</c>, rounded once if the machine has an instruction for it, otherwise twice.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>True if <see cref="EstimateReciprocalSqrt"/> has a relative error of at most 2⁻¹⁴.</summary>
    static abstract bool EstimatesWell { get; }

    /// <summary>
    /// Returns 1/√value with a relative error of at most 2⁻¹¹, for normal positive numbers, by the machine's own instruction. The bits
    /// differ between machines.
    /// </summary>
    static abstract TVector EstimateReciprocalSqrt(TVector value);

    static abstract TVector Sqrt(TVector value);

    static abstract TVector Abs(TVector value);

    /// <summary>Returns <c>value·2ⁿ</c> for whole n from −252 to 252, rounded like the product. NaN stays NaN.</summary>
    static abstract TVector TimesPowerOf2(TVector value, TVector n);

    static abstract TVector Log(TVector value);

    static abstract TVector Sin(TVector value);

    static abstract TVector Cos(TVector value);

    static abstract TVector Floor(TVector value);

    /// <summary>Returns the larger of each pair; b if b is NaN. If only a is NaN, the result may be either.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Returns the smaller of each pair; b if b is NaN. If only a is NaN, the result may be either.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>Returns <c>a &lt; b ? yes : no</c> in each lane; no if either is NaN.</summary>
    static abstract TVector Less(TVector a, TVector b, TVector yes, TVector no);

    /// <summary>Returns <c>a = b ? yes : no</c> in each lane; no if either is NaN.</summary>
    static abstract TVector Equal(TVector a, TVector b, TVector yes, TVector no);

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
