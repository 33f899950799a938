using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads the losses of a model from its attributes: one, or one for each of several outputs.</summary>
internal static class LossReader
{
    /// <summary>
    /// Returns the losses in the order of the outputs, null when something is wrong, with the attributes that declare them.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">Its outputs, when it has several.</param>
    /// <param name="functions">Reads the author's own losses.</param>
    /// <param name="findings">The list to which findings are added.</param>
    public static (EquatableArray<LossSpec>?, ImmutableArray<AttributeData>) Read(
        INamedTypeSymbol model, EquatableArray<string> outputs, NamedFunctions functions, List<Finding> findings)
    {
        var (declared, attributes) = Declared(model, functions, findings);
        if (attributes.Length == 0 && !AttributeReader.AnyUnknown(model.GetAttributes()))
            findings.Add(Finding.Of(Rules.NoLoss, new Anchor(Place.Model), model.Name));
        return (attributes.Length == 0 || declared is not { } losses ? null : Arrange(model.Name, losses, outputs, findings), attributes);
    }

    /// <summary>
    /// Returns the losses in the order of their attributes, null when something is wrong with one of them, and the attributes.
    /// </summary>
    public static (EquatableArray<LossSpec>?, ImmutableArray<AttributeData>) Declared(
        INamedTypeSymbol model, NamedFunctions functions, List<Finding> findings)
    {
        ImmutableArray<(AttributeData Attribute, LossDefinition? Loss)> losses =
        [
            .. model.GetAttributes().Select(a => (Attribute: a, Loss: LossTable.ByAttribute(MetadataNames.Ours(a.AttributeClass))))
                .Where(l => l.Loss is not null),
        ];
        var specs = losses.Select((loss, index) => Read(loss.Attribute, loss.Loss!, index, functions, findings)).ToArray();
        return (specs.Any(spec => spec is null) ? null : specs.Select(spec => spec!).ToEquatableArray(),
            [.. losses.Select(l => l.Attribute)]);
    }

    /// <summary>Returns the losses in the order of the outputs; null when they do not belong to these outputs, which is reported.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="losses">Its losses, in the order of their attributes; one at least.</param>
    /// <param name="outputs">Its outputs, when it has several.</param>
    /// <param name="findings">The list to which findings are added.</param>
    public static EquatableArray<LossSpec>? Arrange(
        string model, EquatableArray<LossSpec> losses, EquatableArray<string> outputs, List<Finding> findings)
    {
        var before = findings.Count;
        if (outputs.Count == 0) CheckOne(model, losses, findings);
        else CheckSeveral(model, outputs, losses, findings);
        if (findings.Count > before) return null;
        return outputs.Count == 0 ? [losses[0]] : outputs.Select(output => losses.First(loss => loss.Output == output)).ToEquatableArray();
    }

    private static void CheckOne(string model, EquatableArray<LossSpec> losses, List<Finding> findings)
    {
        if (losses.Count > 1)
            findings.Add(Finding.Of(Rules.SeveralLosses, At(losses[losses.Count - 1]), model, string.Join(", ", losses.Select(l => $"[{l.Name}]"))));
        else if (losses[0].Output is { Length: > 0 } output)
            Report(findings, losses[0], "Output", model, $"is for an output '{output}', but the model has one output without a name: remove Output, or return several from a [Forward] method, '(Tensor {output}, …)'");
    }

    private static void CheckSeveral(string model, EquatableArray<string> outputs, EquatableArray<LossSpec> losses, List<Finding> findings)
    {
        var all = string.Join(" and ", outputs);
        foreach (var loss in losses)
        {
            if (loss.Output.Length == 0)
                Report(findings, loss, "", model, $"does not say which of the outputs {all} it belongs to: write [{loss.Name}(Output = \"{outputs[0]}\")]");
            else if (!outputs.Contains(loss.Output))
                Report(findings, loss, "Output", model, $"is for an output '{loss.Output}', but the outputs are {all}");
            else if (losses.First(other => other.Output == loss.Output) != loss)
                Report(findings, loss, "", model, $"is a second loss for the output '{loss.Output}': keep one, or add both in a [CustomLoss]");
        }
        foreach (var output in outputs.Where(output => losses.All(loss => loss.Output.Length > 0 && loss.Output != output)))
            findings.Add(Finding.Of(Rules.NamedOutput, new Anchor(Place.Model), output, model, $"has no loss: give it one, such as [MeanSquaredError(Output = \"{output}\")]"));
    }

    private static Anchor At(LossSpec loss, string argument = "") => new(Place.Loss, loss.Attribute, argument);

    private static void Report(List<Finding> findings, LossSpec loss, string argument, string model, string what) =>
        findings.Add(Finding.Of(Rules.LossOutput, At(loss, argument), loss.Name, model, what));

    private static LossSpec? Read(
        AttributeData attribute, LossDefinition loss, int index, NamedFunctions functions, List<Finding> findings)
    {
        var reader = new AttributeReader(attribute, Place.Loss, index, findings);
        if (reader.HasErrors) return null;
        var spec = Read(loss, reader) with { Attribute = index };
        if (!reader.IsGiven("function")) return spec;
        return functions.Loss(attribute, reader, "function") is { } method ? spec with { Method = method } : null;
    }

    private static LossSpec Read(LossDefinition loss, AttributeReader reader)
    {
        var smoothing = reader.Double("LabelSmoothing", 0) ?? 0;
        if (!(smoothing >= 0 && smoothing < 1)) reader.Report(Rules.LabelSmoothing, "LabelSmoothing", loss.Name, Literal.Of(smoothing));
        return new LossSpec(loss.Name, reader.Ints("Labels"), smoothing)
        {
            Output = reader.String("Output") ?? "",
            Weight = Weight(),
            Reduction = Reduction(),
            IgnoredClass = reader.Int("IgnoreClass"),
            Delta = Option("Delta"),
            Alpha = Option("Alpha"),
            Gamma = Option("Gamma"),
            ApplyClassBalancing = reader.Bool("ApplyClassBalancing", false),
            Axes = AxisReader.Names($"The labels of [{loss.Name}]", reader, rank: null),
        };

        int Reduction()
        {
            var reduction = reader.Enum("Reduction") ?? 0;
            if (reduction >= 0 && reduction < LossTable.Reductions.Count) return reduction;
            reader.Report(Rules.UnknownReduction, "Reduction", loss.Name, Literal.Of(reduction));
            return 0;
        }

        double Weight()
        {
            var weight = reader.Double("Weight", 1) ?? 1;
            if (double.IsNaN(weight) || double.IsInfinity(weight)) reader.Report(Rules.LossOption, "Weight", loss.Name, "Weight", Literal.Of(weight), "a finite number");
            return weight;
        }

        double Option(string name)
        {
            if (loss.Options.FirstOrDefault(o => o.Name == name) is not { } option) return 0;
            var value = reader.Double(name, option.Default) ?? option.Default;
            if (!option.Fits(value)) reader.Report(Rules.LossOption, name, loss.Name, name, Literal.Of(value), option.Range);
            return value;
        }
    }
}
