namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// Returns the derivative of a step along a direction, from the derivatives of its operands. Null stands for an operand or a result that
/// does not change. A derivative that is known to be 0 is null, so no factor of 0 is ever written.
/// </summary>
/// <param name="build">The builder to which steps are appended.</param>
/// <param name="result">The step.</param>
/// <param name="x">Its operands.</param>
/// <param name="d">The derivatives of the operands.</param>
internal delegate int? TangentRule(ScalarBuilder build, int result, IReadOnlyList<int> x, IReadOnlyList<int?> d);

/// <summary>An operation of numbers. Its row holds everything that any stage knows about it.</summary>
/// <param name="Name">Its name, which is also the name of its method in <c>IArithmetic</c>.</param>
/// <param name="Arity">Number of its operands.</param>
/// <param name="Evaluate">Computes the result in double precision; null when that is not worth doing at compile time.</param>
/// <param name="Tangent">Its derivative.</param>
internal sealed record ScalarOperation(string Name, int Arity, Func<double[], double>? Evaluate, TangentRule Tangent)
{
    /// <summary>The method of <c>OnnxGraph</c> that writes it; the name itself unless the method has another. Sources have none.</summary>
    public string Onnx { get; init; } = Name;

    /// <summary>True when it gives finite numbers for all operands; null when that depends on its operands.</summary>
    public bool? IsBounded { get; init; } = false;
}
