using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads the loss of a model from its attributes.</summary>
internal static class LossReader
{
    /// <summary>The loss as far as it could be read, with the attribute that declares it.</summary>
    public static (LossSpec?, AttributeData?) Read(INamedTypeSymbol model, NamedFunctions functions, List<Finding> findings)
    {
        var losses = model.GetAttributes()
            .Select(a => (Attribute: a, Loss: LossTable.ByAttribute(MetadataNames.Ours(a.AttributeClass))))
            .Where(l => l.Loss is not null)
            .ToImmutableArray();
        if (losses.Length == 0)
        {
            if (AttributeReader.AnyUnknown(model.GetAttributes())) return default;
            findings.Add(Finding.Of(Rules.NoLoss, new Anchor(Place.Model), model.Name));
            return default;
        }
        var (attribute, loss) = losses[losses.Length - 1];
        if (losses.Any(l => l.Loss != loss))
            findings.Add(Finding.Of(Rules.SeveralLosses, new Anchor(Place.Loss), model.Name, string.Join(", ", losses.Select(l => $"[{l.Loss!.Name}]"))));
        var reader = new AttributeReader(attribute, Place.Loss, -1, findings);
        if (reader.HasErrors) return (null, attribute);
        var spec = Read(loss!, reader);
        if (!reader.IsGiven("function")) return (spec, attribute);
        return (functions.Loss(attribute, reader, "function") is { } method ? spec with { Method = method } : null, attribute);
    }

    private static LossSpec Read(LossDefinition loss, AttributeReader reader)
    {
        var smoothing = reader.Double("LabelSmoothing", 0) ?? 0;
        if (!(smoothing >= 0 && smoothing < 1)) reader.Report(Rules.LabelSmoothing, "LabelSmoothing", loss.Name, Literal.Of(smoothing));
        return new LossSpec(loss.Name, reader.Ints("Labels"), smoothing)
        {
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

        double Option(string name)
        {
            if (loss.Options.FirstOrDefault(o => o.Name == name) is not { } option) return 0;
            var value = reader.Double(name, option.Default) ?? option.Default;
            if (!option.Fits(value)) reader.Report(Rules.LossOption, name, loss.Name, name, Literal.Of(value), option.Range);
            return value;
        }
    }
}
