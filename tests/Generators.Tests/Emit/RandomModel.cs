using System.Globalization;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>
/// A model drawn from a seed, as a user writes it and as the front end reads it. It has up to five layers with functions between them, and
/// inputs of rank 1 to 4. All activations and all losses occur; a loss follows its activation or logits.
/// </summary>
internal sealed record RandomModel(int Seed, ModelSpec Spec, int[] Output)
{
    private static readonly string[] Losses = [.. Lowering.LossTable.All.Select(l => l.Name).Where(name => name != "CustomLoss")];

    /// <summary>Number of classes in a row of the output.</summary>
    public int Classes => Output[^1];

    public bool HasDropout => Spec.Layers.Any(l => l is DropoutSpec { Rate: > 0 });

    public string Source => $"""
        [Model({string.Join(", ", Spec.InputShape)}{DerivativesText}), {LossText}]
        public sealed partial record {Spec.Name}(
            {string.Join(",\n    ", Spec.Layers.Select(LayerText))});
        """;

    private string DerivativesText => Spec.Derivatives == Specs.Derivatives.None
        ? ""
        : $", Derivatives = {string.Join(" | ", Spec.Derivatives.ToString().Split(", ").Select(name => "Derivatives." + name))}";

    private string LossText
    {
        get
        {
            string[] arguments =
            [
                .. Spec.Losses[0].Labels is { } labels ? [$"Labels = new int[] {{ {string.Join(", ", labels)} }}"] : Array.Empty<string>(),
                .. Lowering.LossTable.Of(Spec.Losses[0].Name).Options.Select(option => $"{option.Name} = {Number(OptionOf(Spec.Losses[0], option.Name))}"),
                .. Spec.Losses[0].ApplyClassBalancing ? ["ApplyClassBalancing = true"] : Array.Empty<string>(),
                .. Spec.Losses[0].LabelSmoothing != 0 ? [$"LabelSmoothing = {Number(Spec.Losses[0].LabelSmoothing)}"] : Array.Empty<string>(),
            ];
            return Spec.Losses[0].Name + (arguments.Length > 0 ? $"({string.Join(", ", arguments)})" : "");
        }
    }

    /// <summary>Returns the same layers in records, nested as a seed draws them.</summary>
    public string Composed(string name, int seed)
    {
        var (random, records, parts) = (new Random(seed), "", Spec.Layers.Select(LayerText).ToList());
        for (var round = 0; round < 3; round++)
        {
            var (first, record) = (random.Next(parts.Count), $"{name}Part{round}");
            var count = 1 + random.Next(parts.Count - first);
            records += $"[Block] public sealed partial record {record}({string.Join(", ", parts.GetRange(first, count))});\n";
            parts.RemoveRange(first, count);
            parts.Insert(first, $"{record} Part{round}");
        }
        return $"{records}[Model({string.Join(", ", Spec.InputShape)}), {LossText}]\npublic sealed partial record {name}({string.Join(", ", parts)});";
    }

    public static IEnumerable<RandomModel> Many(int count, int seed) => Enumerable.Range(0, count).Select(i => Of(10_000 * seed + i));

    public static ModelSpec SpecOf(string name, int[] input, string loss, params LayerSpec[] layers) =>
        new(new TypeSpec("", [], name), input.ToEquatableArray(), layers.ToEquatableArray(), [new LossSpec(loss, null, 0)]);

    public static RandomModel Of(int seed)
    {
        var random = new Random(seed);
        var loss = Losses[random.Next(Losses.Length)];
        int[] input = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(rank => 1 + random.Next(rank == 0 ? 12 : 3))];
        var (shape, layers) = (input, new List<LayerSpec>());
        var flatten = random.Next(2) == 0;
        if (flatten && random.Next(2) == 0) Flatten();
        int? turn = seed % ActivationTable.All.Count;
        for (var hidden = random.Next(5); hidden > 0; hidden--)
        {
            Dense(Width(), Activation(layers, random, turn));
            turn = null;
            if (random.Next(4) == 0) layers.Add(new DropoutSpec($"Drop{layers.Count}", random.Next(4) * 0.2));
            if (random.Next(4) == 0) layers.Add(new ActivationSpec($"Bend{layers.Count}", Activation(layers, random, bends: true)));
        }
        if (flatten) Flatten();
        End();

        var smoothing = Lowering.LossTable.Of(loss).SmoothedTowards is not null && random.Next(3) == 0 ? 0.1 : 0;
        int[]? labels = shape.Length == 1 && random.Next(2) == 0 ? null : loss == Losses[0] ? shape[..^1] : shape;
        var spec = SpecOf($"Model{seed}", input, loss, [.. layers]) with
        {
            Losses =
            [
                new LossSpec(loss, labels?.ToEquatableArray(), smoothing)
                {
                    Delta = Option("Delta"),
                    Alpha = Option("Alpha"),
                    Gamma = random.Next(3) * Option("Gamma"),
                    ApplyClassBalancing = loss == "BinaryFocalCrossentropy" && random.Next(2) == 0,
                },
            ],
        };
        return new RandomModel(seed, spec, shape);

        double Option(string name) => Lowering.LossTable.Of(loss).Options.Any(o => o.Name == name) ? 0.2 + 0.8 * random.NextDouble() : 0;

        int Width() => random.Next(3) == 0 ? 1 + random.Next(40) : 1 + random.Next(8);

        void Flatten()
        {
            layers.Add(new FlattenSpec($"Flat{layers.Count}"));
            shape = [shape.Aggregate(1, (a, b) => a * b)];
        }

        void Dense(int units, string activation)
        {
            if (activation == "Softmax" && units == 1) units = 2;
            if (activation == ActivationTable.Glu) units *= 2;
            layers.Add(DenseOf($"Dense{layers.Count}", units, activation, random.Next(4) > 0, random.Next(4) == 0 ? 0.01 * (1 + random.Next(3)) : 0));
            shape = [.. shape[..^1], activation == ActivationTable.Glu ? units / 2 : units];
        }

        // The output: probabilities from the dense layer or from an activation after it, or logits.
        void End()
        {
            var definition = Lowering.LossTable.Of(loss);
            string[] fitting = definition.TakesLogits ? [definition.Activation!]
                : definition.TakesScores ? ["Tanh", "Softsign"]
                : definition.Needs is { } needs ? (needs == Lowering.NeededPredictions.Positive ? ["Softplus", "Sigmoid"] : ["Softmax", "Sigmoid"])
                : ["Softmax", "Sigmoid", "Tanh"];
            var probabilities = fitting[random.Next(fitting.Length)];
            var units = definition.Activation == "Softmax" ? 2 + random.Next(9) : Width();
            if (units == 1 && probabilities == "Softmax") probabilities = "Tanh";
            switch (definition.Needs is not null ? 2 + random.Next(3) : random.Next(5))
            {
                case 0: Dense(units, "Linear"); break;
                case 1: Dense(units, definition.TakesLogits || definition.TakesScores ? "Softsign" : "Softplus"); break;
                case 2:
                    Dense(units, "Linear");
                    layers.Add(new ActivationSpec("Last", probabilities));
                    break;
                default: Dense(units, probabilities); break;
            }
            if (random.Next(4) == 0) layers.Add(new ActivationSpec("Nothing", "Linear"));
            if (random.Next(4) == 0) layers.Add(new DropoutSpec("DropsNothing", 0));
        }
    }

    private static readonly string[] Probabilities = ["Softmax", "LogSoftmax", "Sparsemax", "Sigmoid", "LogSigmoid", "HardSigmoid", "SparseSigmoid"];

    /// <summary>
    /// Draws any activation. The limits are: the exponential at most once, no softmax if the last axis may have one element, no halving of
    /// a size that may be odd. Probabilities of probabilities are not drawn. A turn tries its own activation first, so that each one
    /// occurs.
    /// </summary>
    private static string Activation(List<LayerSpec> layers, Random random, int? turn = null, bool bends = false)
    {
        while (true)
        {
            var drawn = random.Next(ActivationTable.All.Count);
            var name = ActivationTable.All[turn ?? drawn].Name;
            turn = null;
            if (name == "Exponential" && layers.Any(l => l is DenseSpec { Activation: "Exponential" } or ActivationSpec { Activation: "Exponential" })) continue;
            if (name == ActivationTable.Glu && bends) continue;
            if (bends && Probabilities.Contains(name) && Probabilities.Contains(layers.OfType<DenseSpec>().Last().Activation)) continue;
            if (name == "Softmax" && layers.LastOrDefault() is not DenseSpec { Units: > 1, Activation: not "Softmax" }) continue;
            return name;
        }
    }

    /// <summary>A dense layer with the usual initial values.</summary>
    public static DenseSpec DenseOf(string name, int units, string activation, bool useBias, double kernelL2) => new(
        name, units, activation, useBias, WeightSpec.Of("Kernel", "GlorotUniform") with { Penalty = new PenaltySpec(0, kernelL2) }, WeightSpec.Of("Bias", "Zeros"));

    private static string LayerText(LayerSpec layer) => layer switch
    {
        FlattenSpec => $"[Flatten] Flatten {layer.Name}",
        DropoutSpec dropout => $"[Dropout({Number(dropout.Rate)})] Dropout {layer.Name}",
        ActivationSpec activation => $"[Activation(Activation.{activation.Activation})] Activation {layer.Name}",
        DenseSpec dense => $"[Dense({dense.Units}, Activation.{dense.Activation}, UseBias = {(dense.UseBias ? "true" : "false")}, KernelL2 = {Number(dense.Kernel.Penalty.L2)})] Dense {layer.Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(layer)),
    };

    private static double OptionOf(LossSpec loss, string name) => (double)typeof(LossSpec).GetProperty(name)!.GetValue(loss)!;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
