using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>Models with normalisations, in all the ways that change which operations are needed.</summary>
internal static class NormalizedModels
{
    public static IReadOnlyList<ModelSpec> All { get; } =
    [
        Model("Alone", Batch("A")),
        Model("Twice", Batch("A"), Batch("B", momentum: 0)),
        Model("Bare", Batch("A", center: false, scale: false)),
        Model("Centered", Dense("A"), Batch("B", scale: false), Dense("C")),
        Model("Scaled", Dense("A"), Batch("B", center: false, momentum: 1), Dense("C")),
        Model("OfRows", Layer("A"), Dense("B"), Layer("C", center: false)),
        Model("OfGroups", Group("A", 3), Dense("B"), Group("C", 2, scale: false), Group("D", -1), Group("E", 1)),
        Model("Noisy", new GaussianNoiseSpec("A", 0.2), Dense("B"), new GaussianDropoutSpec("C", 0.4), new DropoutSpec("D", 0.1), Dense("E")),
        Model("Bent", Dense("A", bias: false), Batch("B"), new ActivationSpec("C", "Tanh"), Dense("D")),
    ];

    private static ModelSpec Model(string name, params LayerSpec[] layers) => RandomModel.SpecOf(name, [2, 3], "MeanSquaredError", layers);

    private static BatchNormalizationSpec Batch(string name, bool center = true, bool scale = true, double momentum = 0.9) =>
        new(name, momentum, With(center, scale));

    private static LayerNormalizationSpec Layer(string name, bool center = true, bool scale = true) => new(name, With(center, scale));

    private static GroupNormalizationSpec Group(string name, int groups, bool center = true, bool scale = true) =>
        new(name, groups, With(center, scale));

    private static NormalizationSpec With(bool center, bool scale) =>
        new(0.001, scale ? WeightSpec.Of("Gamma", "Ones") : null, center ? WeightSpec.Of("Beta", "Zeros") : null);

    private static DenseSpec Dense(string name, bool bias = true) => RandomModel.DenseOf(name, 4, "Linear", bias, kernelL2: 0);
}
