using System.Text.RegularExpressions;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>Frozen parameters have no backward pass; layers below have none either, if everything there is frozen.</summary>
public partial class FrozenGraphTests
{
    [Fact]
    public void NothingIsDerivedBelowAFrozenLayer()
    {
        var spec = RandomModel.SpecOf("Net", [4], "MeanSquaredError", Dense("A", 3, "Tanh"), Dense("B", 3, "Relu"), Dense("C", 2, "Linear"));
        Assert.Equal(["0", "1", "2", "3", "4", "5"], Outputs(spec));
        Assert.Contains("AKernelGradient", Gradients(spec));
        var frozen = Freeze(spec, 2);
        Assert.Equal(["4", "5"], Outputs(frozen));
        Assert.Contains("CKernelGradient", Gradients(frozen));
        Assert.All(Gradients(frozen), name => Assert.True(name[0] is not ('A' or 'B'), $"{name} is computed:\n{GraphPrinter.Print(Gradient(frozen))}"));
        Assert.Equal(5, GraphPrinter.Print(Gradient(frozen)).Split('\n').Count(line => line.Contains("= State", StringComparison.Ordinal) || line.Contains("= Input", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatIsFrozenAboveHandsTheGradientDownAndHasNone()
    {
        var spec = RandomModel.SpecOf("Net", [4], "MeanSquaredError", Dense("A", 3, "Tanh"), Dense("B", 2, "Tanh"));
        spec = spec with { Layers = new[] { spec.Layers[0], spec.Layers[1] with { Frozen = true } }.ToEquatableArray() };
        var graph = Gradient(spec);
        Assert.Equal([0, 1], graph.Outputs.Where(o => o.Role == OutputRole.Gradient).Select(o => o.Index));
        var names = graph.Operations.SelectMany(o => o.Results).Select(v => v.Name).ToArray();
        Assert.Contains("AKernelGradient", names);
        Assert.DoesNotContain("BKernelGradient", names);
        Assert.DoesNotContain("BBiasGradient", names);
    }

    [Fact]
    public void AFrozenNormalisationNeitherStandardizesNorMoves()
    {
        foreach (var spec in NormalizedModels.All)
        {
            var graph = Gradient(Freeze(spec, spec.Layers.Count));
            Assert.DoesNotContain(graph.Outputs, o => o.Role is OutputRole.State or OutputRole.Gradient);
            if (spec.Layers.Any(l => l is BatchNormalizationSpec))
                Assert.DoesNotContain(graph.Operations, o =>
                    o.Is(Normalizations.Standardize) && spec.Layers.All(l => l is not (LayerNormalizationSpec or GroupNormalizationSpec)));
        }
    }

    /// <summary>
    /// With any layers below, no instruction belongs to their backward pass. The other gradients are those of the model without freezing.
    /// </summary>
    [Fact]
    public void OfRandomModelsNothingIsDerivedBelow()
    {
        foreach (var model in RandomModel.Many(100, seed: 6))
        {
            for (var frozen = 1; frozen <= model.Spec.Layers.Count; frozen++)
            {
                var graph = Gradient(Freeze(model.Spec, frozen));
                var trained = ModelLowering.LowerChecked(Freeze(model.Spec, frozen),
                    ProgramKind.Gradient).Parameters.Where(p => p.Trainable).Select(p => p.Index);
                Assert.Equal(trained, graph.Outputs.Where(o => o.Role == OutputRole.Gradient).Select(o => o.Index));
                foreach (var layer in model.Spec.Layers.Take(frozen))
                {
                    var backward = graph.Operations.Where(o => o.Origin.Phase == Phase.Backward && o.Origin.Text.StartsWith(layer.Name + ":", StringComparison.Ordinal));
                    Assert.DoesNotContain(backward, o => !o.Definition.IsConstant);
                }
            }
        }
    }

    /// <summary>Returns the gradients that a printed program outputs.</summary>
    private static IEnumerable<string> Outputs(ModelSpec spec) => GraphPrinter.Print(Gradient(spec)).Split('\n')
        .Where(line => line.StartsWith("gradient ", StringComparison.Ordinal)).Select(line => line["gradient ".Length..line.IndexOf(':', StringComparison.Ordinal)]);

    /// <summary>Returns the names of all gradients that a printed program computes.</summary>
    private static IEnumerable<string> Gradients(ModelSpec spec) =>
        GradientName().Matches(GraphPrinter.Print(Gradient(spec))).Select(m => m.Value);

    private static Graph Gradient(ModelSpec spec) => ModelEmitter.Optimized(spec, ProgramKind.Gradient);

    private static ModelSpec Freeze(ModelSpec spec, int count) =>
        spec with { Layers = spec.Layers.Select((layer, i) => i < count ? layer with { Frozen = true } : layer).ToEquatableArray() };

    [GeneratedRegex(@"[A-Za-z]+Gradient\b(?=:)")]
    private static partial Regex GradientName();

    private static DenseSpec Dense(string name, int units, string activation) =>
        RandomModel.DenseOf(name, units, activation, useBias: true, kernelL2: 0);
}
