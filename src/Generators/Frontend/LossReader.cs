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
    private readonly record struct Declared(AttributeData Attribute, LossDefinition Loss, int Index)
    {
        public Anchor At(string argument = "") => new(Place.Loss, Index, argument);
    }

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
        ImmutableArray<Declared> losses =
        [
            .. model.GetAttributes()
                .Select(a => (Attribute: a, Loss: LossTable.ByAttribute(MetadataNames.Ours(a.AttributeClass))))
                .Where(l => l.Loss is not null)
                .Select((l, index) => new Declared(l.Attribute, l.Loss!, index)),
        ];
        var attributes = losses.Select(l => l.Attribute).ToImmutableArray();
        if (losses.Length == 0)
        {
            if (!AttributeReader.AnyUnknown(model.GetAttributes()))
                findings.Add(Finding.Of(Rules.NoLoss, new Anchor(Place.Model), model.Name));
            return (null, attributes);
        }
        var specs = losses.Select(declared => Read(declared, functions, findings)).ToArray();
        if (specs.Any(spec => spec is null)) return (null, attributes);
        var before = findings.Count;
        if (outputs.Count == 0) CheckOne(model, losses, specs!, findings);
        else CheckSeveral(model, outputs, losses, specs!, findings);
        if (findings.Count > before) return (null, attributes);
        return (outputs.Count == 0 ? [specs[0]!]
            : outputs.Select(output => specs.First(spec => spec!.Output == output)!).ToEquatableArray(), attributes);
    }

    private static void CheckOne(INamedTypeSymbol model, ImmutableArray<Declared> losses, LossSpec[] specs, List<Finding> findings)
    {
        if (losses.Length > 1)
            findings.Add(Finding.Of(Rules.SeveralLosses, losses[losses.Length - 1].At(), model.Name, string.Join(", ", losses.Select(l => $"[{l.Loss.Name}]"))));
        else if (specs[0].Output.Length > 0)
            Report(findings, losses[0], "Output", model, $"is for an output '{specs[0].Output}', but the model has one output without a name: remove Output, or return several from a [Forward] method, '(Tensor {specs[0].Output}, …)'");
    }

    private static void CheckSeveral(
        INamedTypeSymbol model, EquatableArray<string> outputs, ImmutableArray<Declared> losses, LossSpec[] specs, List<Finding> findings)
    {
        var all = string.Join(" and ", outputs);
        foreach (var (declared, spec) in losses.Zip(specs, (declared, spec) => (declared, spec)))
        {
            if (spec.Output.Length == 0)
                Report(findings, declared, "", model, $"does not say which of the outputs {all} it belongs to: write [{declared.Loss.Name}(Output = \"{outputs[0]}\")]");
            else if (!outputs.Contains(spec.Output))
                Report(findings, declared, "Output", model, $"is for an output '{spec.Output}', but the outputs are {all}");
            else if (specs.First(other => other.Output == spec.Output) != spec)
                Report(findings, declared, "", model, $"is a second loss for the output '{spec.Output}': keep one, or add both in a [CustomLoss]");
        }
        foreach (var output in outputs.Where(output => specs.All(spec => spec.Output.Length > 0 && spec.Output != output)))
            findings.Add(Finding.Of(Rules.NamedOutput, new Anchor(Place.Model), output, model.Name, $"has no loss: give it one, such as [MeanSquaredError(Output = \"{output}\")]"));
    }

    private static void Report(List<Finding> findings, Declared declared, string argument, INamedTypeSymbol model, string what) =>
        findings.Add(Finding.Of(Rules.LossOutput, declared.At(argument), declared.Loss.Name, model.Name, what));

    private static LossSpec? Read(Declared declared, NamedFunctions functions, List<Finding> findings)
    {
        var reader = new AttributeReader(declared.Attribute, Place.Loss, declared.Index, findings);
        if (reader.HasErrors) return null;
        var spec = Read(declared.Loss, reader) with { Attribute = declared.Index };
        if (!reader.IsGiven("function")) return spec;
        return functions.Loss(declared.Attribute, reader, "function") is { } method ? spec with { Method = method } : null;
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
