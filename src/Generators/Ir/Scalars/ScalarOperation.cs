namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// The derivative of a step along a direction: from the derivatives of its operands (null for one that does not change) that of its result, or null where it does not change. A
/// derivative that is known to be 0 is null, so no factor of 0 is ever written.
/// </summary>
/// <param name="build">Where steps are appended.</param>
/// <param name="result">The step.</param>
/// <param name="x">Its operands.</param>
/// <param name="d">Their derivatives.</param>
internal delegate int? TangentRule(ScalarBuilder build, int result, IReadOnlyList<int> x, IReadOnlyList<int?> d);

/// <summary>An operation of numbers: all that any stage knows of it.</summary>
/// <param name="Name">Its name, and that of its method in <c>IArithmetic</c>.</param>
/// <param name="Arity">How many operands it has.</param>
/// <param name="Evaluate">What it gives, in double precision; null where that is not worth computing at compile time.</param>
/// <param name="Tangent">Its derivative.</param>
internal sealed record ScalarOperation(string Name, int Arity, Func<double[], double>? Evaluate, TangentRule Tangent)
{
    /// <summary>Whether it gives finite numbers whatever it is given; null where that depends on its operands.</summary>
    public bool? IsBounded { get; init; } = false;
}
