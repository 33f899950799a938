using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>Reads the options of a layer's tensors.</summary>
internal static class WeightReader
{
    /// <summary>
    /// Reads <c>KernelInitializer</c> or <c>[Initialize("Kernel", …)]</c>, <c>KernelL1</c> and <c>KernelL2</c>, for a tensor <c>Kernel</c>.
    /// </summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="tensor">The prefix of the options.</param>
    /// <param name="initializer">The default initializer.</param>
    public static WeightSpec Read(string layer, AttributeReader attribute, string tensor, string initializer) => new(
        tensor, InitializerReader.Read(layer, attribute, tensor, initializer),
        Penalty(layer, attribute, tensor));

    /// <summary>Reads <c>KernelL1</c> and <c>KernelL2</c>, or <c>ActivityL1</c> and <c>ActivityL2</c> for a layer's output.</summary>
    public static PenaltySpec Penalty(string layer, AttributeReader attribute, string of) =>
        new(Factor(layer, attribute, of + "L1"), Factor(layer, attribute, of + "L2"));

    private static double Factor(string layer, AttributeReader attribute, string option)
    {
        var factor = attribute.Double(option, 0) ?? 0;
        if (!(factor >= 0) || double.IsInfinity(factor)) attribute.Report(Rules.Regularizer, option, layer, option, Literal.Of(factor));
        return factor;
    }
}
