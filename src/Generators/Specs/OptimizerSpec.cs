using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A number that an optimizer keeps for each weight, and its initial value.</summary>
internal sealed record OptimizerState(string Name, double Initial);

/// <summary>An optimizer as its author wrote it.</summary>
/// <param name="Type">The place of the type in the code.</param>
/// <param name="States">The numbers that it keeps for each weight.</param>
/// <param name="Numbers">The numbers that its rule takes, as C#: properties, the learning rate, the number of the step.</param>
/// <param name="Properties">Its properties that are numbers and occur in the rule.</param>
/// <param name="Rule">The function from weight, gradient and states to the new weight and states.</param>
/// <param name="HasFaults">True when the author defines which hyper-parameters are wrong.</param>
internal sealed record OptimizerSpec(
    TypeSpec Type, EquatableArray<OptimizerState> States, EquatableArray<string> Numbers, EquatableArray<string> Properties,
    ScalarFunction Rule, bool HasFaults);

/// <summary>The code to emit for an optimizer: its generated half, or only its members when it has errors.</summary>
internal sealed record OptimizerOutput(TypeSpec Type, OptimizerSpec? Spec, bool HasFaults);
