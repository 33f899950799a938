using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>What an optimizer remembers of each weight.</summary>
internal sealed record OptimizerState(string Name, double Initial);

/// <summary>An optimizer as its author wrote it.</summary>
/// <param name="Type">Where it stands.</param>
/// <param name="States">What it remembers.</param>
/// <param name="Numbers">What its rule is given when it runs, as C#: properties, the learning rate, the number of the step.</param>
/// <param name="Properties">Those of its properties that are numbers and occur in the rule.</param>
/// <param name="Rule">From weight, gradient and states to weight and states.</param>
/// <param name="HasFaults">Whether the author says which hyper-parameters are wrong.</param>
internal sealed record OptimizerSpec(
    TypeSpec Type, EquatableArray<OptimizerState> States, EquatableArray<string> Numbers, EquatableArray<string> Properties, ScalarFunction Rule, bool HasFaults);

/// <summary>What is emitted for an optimizer: its half, or, for one with errors, only its members.</summary>
internal sealed record OptimizerOutput(TypeSpec Type, OptimizerSpec? Spec, bool HasFaults);
