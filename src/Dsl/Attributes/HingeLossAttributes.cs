namespace ModelDsl;

/// <summary>
/// Mean over the last axis of <c>max(1 − y·p, 0)</c>: scores p of independent yes/no decisions, positive for yes; y is 1 for yes, −1 or 0 for
/// no (0 is taken as −1). The derivative where <c>y·p = 1</c> is 0. Keras: <c>losses.Hinge</c>.
/// </summary>
public sealed class HingeAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>max(1 − y·p, 0)²</c>: scores p of independent yes/no decisions, positive for yes; y is 1 for yes, −1 or 0
/// for no (0 is taken as −1). Keras: <c>losses.SquaredHinge</c>.
/// </summary>
public sealed class SquaredHingeAttribute : LossAttribute;

/// <summary>
/// Of each row <c>max(max((1 − y)·p) − Σ y·p + 1, 0)</c>: scores p of the classes, y one-hot. The gradient of a maximum goes to the first
/// class that has it; the derivative at the kink is 0. Keras: <c>losses.CategoricalHinge</c>.
/// </summary>
public sealed class CategoricalHingeAttribute : LossAttribute;
