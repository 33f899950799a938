namespace ModelDsl;

/// <summary>
/// Mean over the last axis of <c>max(1 − y·p, 0)</c>. The scores p are of independent yes/no decisions, positive for yes. The label y is 1
/// for yes, and −1 or 0 for no (0 is taken as −1). The derivative at <c>y·p = 1</c> is 0. Keras: <c>losses.Hinge</c>.
/// </summary>
public sealed class HingeAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>max(1 − y·p, 0)²</c>. The scores p are of independent yes/no decisions, positive for yes. The label y is 1
/// for yes, and −1 or 0 for no (0 is taken as −1). Keras: <c>losses.SquaredHinge</c>.
/// </summary>
public sealed class SquaredHingeAttribute : LossAttribute;

/// <summary>
/// For each row <c>max(max((1 − y)·p) − Σ y·p + 1, 0)</c>, with scores p of the classes and one-hot labels y. The gradient of a maximum
/// goes to the first class that reaches it; the derivative at the kink is 0. Keras: <c>losses.CategoricalHinge</c>.
/// </summary>
public sealed class CategoricalHingeAttribute : LossAttribute;
