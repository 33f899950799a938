namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A SIMD register of float32 lanes. Kernels are written once over it; the JIT compiles a copy for each width, in which every call here
/// is one instruction or a few. Both type parameters are structs, so that nothing is looked up at run time.
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

    /// <summary><c>a·b + c</c>, rounded once where the machine has an instruction for it, else twice.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Whether <see cref="EstimateReciprocalSqrt"/> is right to within 2⁻¹⁴.</summary>
    static abstract bool EstimatesWell { get; }

    /// <summary>1/√value to within 2⁻¹¹ of itself, for normal positive numbers: what the machine has an instruction for. Which bits differs between machines.</summary>
    static abstract TVector EstimateReciprocalSqrt(TVector value);

    static abstract TVector Sqrt(TVector value);

    static abstract TVector Abs(TVector value);

    /// <summary><c>value·2ⁿ</c> for whole n from −252 to 252, rounded as that product is. What is not a number stays so.</summary>
    static abstract TVector TimesPowerOf2(TVector value, TVector n);

    static abstract TVector Log(TVector value);

    static abstract TVector Sin(TVector value);

    static abstract TVector Cos(TVector value);

    static abstract TVector Floor(TVector value);

    /// <summary>The larger of each pair; b where that is not a number, but which of the two where a is none, is open.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller of each pair; b where that is not a number, but which of the two where a is none, is open.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary><c>a &lt; b ? yes : no</c> in each lane; no where one is not a number.</summary>
    static abstract TVector Less(TVector a, TVector b, TVector yes, TVector no);

    /// <summary><c>a = b ? yes : no</c> in each lane; no where one is not a number.</summary>
    static abstract TVector Equal(TVector a, TVector b, TVector yes, TVector no);

    /// <summary>The first lanes of one vector, the others of another.</summary>
    static abstract TVector First(int count, TVector first, TVector others);

    /// <summary>The lanes of a vector that a list of indices names, from one of its elements on.</summary>
    static abstract TVector Permute(TVector value, ref readonly int indices, nuint index);

    /// <summary>Sum of all lanes.</summary>
    static abstract float Sum(TVector value);

    /// <summary>Adds lanes to their sums in double precision, whose bits two registers hold; all zero bits are sums of nothing.</summary>
    static abstract (TVector Low, TVector High) AddWide(TVector low, TVector high, TVector value);

    /// <summary>Such sums, rounded to float32.</summary>
    static abstract TVector Narrow(TVector low, TVector high);

    /// <summary>The sum of such sums.</summary>
    static abstract double SumWide(TVector low, TVector high);

    /// <summary>The largest lane.</summary>
    static abstract float Max(TVector value);
}
