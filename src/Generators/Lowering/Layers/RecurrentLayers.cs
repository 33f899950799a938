using System.Collections.Immutable;
using System.Numerics;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The spec of a recurrent layer. <c>RecurrentActivation</c> matters only for layers with gates.</summary>
internal sealed record RecurrentSpec(
    string Name, string Layer, int Units, string Activation, string RecurrentActivation, bool UseBias, bool ReturnSequences,
    bool GoBackwards,
    WeightSpec Kernel, WeightSpec RecurrentKernel, WeightSpec Bias) : LayerSpec(Name)
{
    /// <summary>True for a GRU whose reset gate multiplies the state before its product with the recurrent kernel.</summary>
    public bool ResetsState { get; init; }

    public override string Text
    {
        get
        {
            var activation = Activation == "Tanh" ? "" : ", " + Activation.ToLowerInvariant();
            var gates = RecurrentActivation == "Sigmoid" ? "" : $", gates {RecurrentActivation.ToLowerInvariant()}";
            var order = GoBackwards ? ", backwards" : "";
            var output = ReturnSequences ? ", sequences" : "";
            var reset = ResetsState ? ", reset before" : "";
            return $"{Layer}({Literal.Of(Units)}{activation}{gates}{reset}{output}{order}{(UseBias ? "" : ", no bias")})";
        }
    }
}

/// <summary>
/// A recurrent layer. The product of all steps with the kernel comes first. All steps are one operation. The last state is in the last
/// columns of a sample's states.
/// </summary>
internal abstract class RecurrentLayer(string name, int gates) : LayerDefinition<RecurrentSpec>(name, $"{name}(32)")
{
    public sealed override FeatureAxes Features => FeatureAxes.Rows;

    public sealed override ImmutableArray<string> Tensors => ["Kernel", "RecurrentKernel", "Bias"];

    public sealed override ImmutableArray<string> Optional => ["Bias"];

    public sealed override string SizeArgument => "units";

    public sealed override MaskRule Mask => MaskRule.Uses;

    public sealed override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        AxisOrigin.Features(output, spec.Axis);

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var units = attribute.Int("units");
        var activation = Activation(name, attribute, "activation", "Tanh");
        var recurrent = Activation(name, attribute, "RecurrentActivation", "Sigmoid");
        var kernel = WeightReader.Read(name, attribute, "Kernel", "GlorotUniform");
        var recurrentKernel = WeightReader.Read(name, attribute, "Recurrent", "Orthogonal");
        var bias = BiasOf(attribute, WeightReader.Read(name, attribute, "Bias", "Zeros"));
        if (units is null || activation is null || recurrent is null) return null;

        if (units <= 0) attribute.Report(Rules.UnitsNotPositive, "units", name, Literal.Of(units.Value), Example);
        return new RecurrentSpec(
            name, Name, units.Value, activation, recurrent, attribute.Bool("UseBias", true), attribute.Bool("ReturnSequences", false),
            attribute.Bool("GoBackwards", false), kernel, recurrentKernel, bias)
        { ResetsState = !attribute.Bool("ResetAfter", true) };
    }

    public sealed override bool Owns(LayerSpec spec) => spec is RecurrentSpec recurrent && recurrent.Layer == Name;

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, RecurrentSpec spec, Value x)
    {
        if (!SequenceReader.IsSequence(build, x)) return (x, 0);
        var (graph, steps, units) = (build.Graph, x.Type.Dims[1].Size, spec.Units);
        build.CheckNumbers("gates", (BigInteger)steps * (gates + 1) * units);
        if (spec.ResetsState && steps > UnrollRecurrences.MostSteps)
            build.ReportAt("ResetAfter", Rules.TooManyResets, Literal.Of(steps), Literal.Of(UnrollRecurrences.MostSteps));
        if (build.Failed) return (x, 0);
        var kernel = build.Parameter("Kernel", TensorType.Float(x.Type.Columns, gates * units), spec.Kernel);
        var recurrentKernel = build.Parameter("RecurrentKernel", TensorType.Float(units, gates * units), spec.RecurrentKernel);
        var bias = spec.UseBias ? build.Parameter("Bias", BiasType(spec), spec.Bias) : null;
        if (build.Failed) return (x, 0);

        var mask = build.Mask?.Value;
        if (spec.GoBackwards) x = graph.Append(Layouts.Flip, spec.Name + "Reversed", new OperationAttributes { Index = 1 }, x);
        if (spec.GoBackwards && mask is not null)
            mask = graph.Append(Layouts.Flip, spec.Name + "ReversedMask", new OperationAttributes { Index = 1 }, mask);
        var product = mask is null ? graph.Append(Matrices.MatMul, spec.Name + "Product", x, kernel)
            : graph.Append(Masks.MaskedMatMul, spec.Name + "Product", x, kernel, mask);
        var hidden = LowerSteps(graph, spec, product, recurrentKernel, bias, mask);
        if (spec.ReturnSequences && mask is not null) build.OutputMask = build.Mask! with { Value = mask };
        var flops = steps * (2L * x.Type.Columns.Size * gates * units + 2L * units * gates * units + units * FlopsOfUnit(spec));
        if (spec.ReturnSequences) return (hidden, flops);

        var states = graph.Reshape(hidden, spec.Name + "States", TensorType.Float(Dim.Batch, steps * units));
        var last = new OperationAttributes { Index = (steps - 1) * units, Type = TensorType.Float(Dim.Batch, units) };
        return (graph.Append(Sequences.Columns, spec.Name, last, states), flops);
    }

    /// <summary>Appends the operations after the product, up to the steps.</summary>
    /// <returns>The hidden states of all steps.</returns>
    protected abstract Value LowerSteps(
        GraphBuilder graph, RecurrentSpec spec, Value product, Value recurrentKernel, Value? bias, Value? mask);

    /// <summary>Returns the number of operations for a unit at a step, without the two products.</summary>
    protected abstract long FlopsOfUnit(RecurrentSpec spec);

    protected virtual TensorType BiasType(RecurrentSpec spec) => TensorType.Float(gates * spec.Units);

    protected virtual WeightSpec BiasOf(AttributeReader attribute, WeightSpec bias) => bias;

    protected static Value AddBias(GraphBuilder graph, RecurrentSpec spec, Value product, Value? bias) =>
        bias is null ? product : graph.Append(Matrices.AddBias, spec.Name + "Inputs", product, bias);

    protected static Value Hidden(GraphBuilder graph, RecurrentSpec spec, OperationDefinition steps, params Value?[] operands)
    {
        var attributes = new OperationAttributes
        {
            Activation = spec.Activation,
            RecurrentActivation = spec.RecurrentActivation,
            ResetsState = spec.ResetsState,
        };
        return graph.AppendAll(
            steps, [.. operands.OfType<Value>()], attributes, [spec.Name + (spec.ReturnSequences ? "" : "Hidden"), spec.Name + "Saved"])[0];
    }

    protected static int Flops(string activation) => ActivationTable.Of(activation).Flops;

    private static string? Activation(string name, AttributeReader attribute, string argument, string otherwise)
    {
        var activation = attribute.Activation(name, argument, otherwise);
        if (activation is null or ActivationTable.Linear || ActivationTable.Elementwise.Any(row => row.Name == activation))
            return activation;
        attribute.Report(Rules.RecurrentActivation, argument, name, activation.ToLowerInvariant(), otherwise);
        return null;
    }
}

internal sealed class SimpleRnnLayer() : RecurrentLayer("SimpleRNN", gates: 1)
{
    protected override Value LowerSteps(
        GraphBuilder graph, RecurrentSpec spec, Value product, Value recurrentKernel, Value? bias, Value? mask) =>
        Hidden(graph, spec, Recurrences.SimpleRnnSteps, AddBias(graph, spec, product, bias), recurrentKernel, mask);

    protected override long FlopsOfUnit(RecurrentSpec spec) => 1 + (spec.UseBias ? 1 : 0) + Flops(spec.Activation);
}

internal sealed class LstmLayer() : RecurrentLayer("LSTM", gates: 4)
{
    protected override Value LowerSteps(
        GraphBuilder graph, RecurrentSpec spec, Value product, Value recurrentKernel, Value? bias, Value? mask) =>
        Hidden(graph, spec, Recurrences.LstmSteps, AddBias(graph, spec, product, bias), recurrentKernel, mask);

    protected override long FlopsOfUnit(RecurrentSpec spec) =>
        4 + (spec.UseBias ? 4 : 0) + 3 * Flops(spec.RecurrentActivation) + 2 * Flops(spec.Activation) + 4;

    protected override WeightSpec BiasOf(AttributeReader attribute, WeightSpec bias) =>
        bias with { Initializer = bias.Initializer with { UnitForgetBias = attribute.Bool("UnitForgetBias", true) } };
}

internal sealed class GruLayer() : RecurrentLayer("GRU", gates: 3)
{
    /// <summary>
    /// Appends the steps. One half of the bias belongs to the product of the input, the other to the product of the state. If the state is
    /// reset before its product, there is one bias.
    /// </summary>
    protected override Value LowerSteps(
        GraphBuilder graph, RecurrentSpec spec, Value product, Value recurrentKernel, Value? bias, Value? mask)
    {
        if (bias is null || spec.ResetsState)
            return Hidden(graph, spec, Recurrences.GruSteps, AddBias(graph, spec, product, bias), recurrentKernel, mask);
        var flat = graph.Reshape(bias, spec.Name + "Biases", TensorType.Float(6 * spec.Units));
        var inputs = AddBias(graph, spec, product, Half(0, "InputBias"));
        return Hidden(graph, spec, Recurrences.GruSteps, inputs, recurrentKernel, Half(3 * spec.Units, "RecurrentBias"), mask);

        Value Half(int first, string half) => graph.Append(
            Sequences.Columns, spec.Name + half, new OperationAttributes { Index = first, Type = TensorType.Float(3 * spec.Units) }, flat);
    }

    protected override long FlopsOfUnit(RecurrentSpec spec) =>
        3 + (!spec.UseBias ? 0 : spec.ResetsState ? 3 : 6) + 2 * Flops(spec.RecurrentActivation) + Flops(spec.Activation) + 1 + 4;

    protected override TensorType BiasType(RecurrentSpec spec) =>
        spec.ResetsState ? base.BiasType(spec) : TensorType.Float(2, 3 * spec.Units);
}
