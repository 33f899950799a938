namespace ModelDsl;

/// <summary>
/// The functions that pipes take, for <c>using static ModelDsl.Functions</c>: <c>data | Scale(1 / 255f)</c>, <c>predictions | Argmax</c>.
/// </summary>
public static partial class Functions;
