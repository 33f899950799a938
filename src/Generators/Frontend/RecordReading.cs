using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Features;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Frontend.Weights;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>The common part of reading models and blocks, as far as it could be read: place, parameters, members, method.</summary>
internal sealed class RecordReading
{
    /// <summary>A program with more layers would take minutes to compile.</summary>
    private const int MostLayers = 2000;

    private RecordReading(INamedTypeSymbol symbol) => Symbol = symbol;

    public INamedTypeSymbol Symbol { get; }

    public List<Finding> Findings { get; } = [];

    /// <summary>The place of the declaration; null when no other part can be written.</summary>
    public TypeSpec? Declaration { get; private init; }

    public ImmutableArray<LayerReader.Parameter> Parameters { get; private init; }

    public ImmutableArray<LayerReader.Layer> Layers { get; private set; } = [];

    /// <summary>The author's own members.</summary>
    public ImmutableArray<ISymbol> Members { get; private init; }

    public ForwardReader.Reading Forward { get; private set; }

    /// <summary>The inputs of a model. For a block nothing is known.</summary>
    public InputReader.Reading Input { get; private set; } = new(null, [], []);

    /// <summary>Names of a model's outputs, when it has several.</summary>
    public EquatableArray<string> Outputs { get; private set; } = [];

    /// <summary>The traits that decide which additional members a model has.</summary>
    public ModelTraits Traits { get; private set; }

    /// <summary>The attributes of a model's losses. Findings point at these by number.</summary>
    public ImmutableArray<AttributeData> Losses { get; private set; } = [];

    /// <summary>The attribute that names the file of a model's weights; null when there is none.</summary>
    public AttributeData? Weights { get; private set; }

    /// <summary>A model without its method; null when something is wrong with it, and for a block.</summary>
    public ModelSpec? Draft { get; private set; }

    /// <summary>The places in methods that findings point at. The parameters come first.</summary>
    public Sites Sites { get; } = new();

    /// <summary>The parameters. A parameter that could not be read is an <see cref="UnreadPart"/>.</summary>
    public EquatableArray<PartSpec> Parts { get; private set; }

    /// <summary>True when a spec can be made from it.</summary>
    public bool IsRight => Declaration is not null && Findings.All(f => !f.IsError) && Layers.All(l => l.Part is not null)
        && Forward.HasMethod == Forward.Spec is not null;

    /// <summary>
    /// Its forward computation. This is its method, or its parts one after the other when one of them is more than a layer; null when all
    /// are layers.
    /// </summary>
    public ForwardSpec? Does => Forward.Spec ?? (Parts.Any(Inlining.IsRecord) ? Inlining.Chain(Parts) : null);

    /// <param name="symbol">The record.</param>
    /// <param name="node">The part of the record that has its parameters; null for a record of another project.</param>
    /// <param name="records">Reads records inside.</param>
    public static RecordReading Of(INamedTypeSymbol symbol, SyntaxNode? node, RecordReader records)
    {
        var findings = new List<Finding>();
        var isForeign = !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, records.Compilation.Assembly);
        var emitted = node is null || isForeign ? null : EmittedFiles.Find(symbol, node);
        if (emitted is not null) findings.Add(emitted);
        var declaration = emitted is not null ? null
            : node is null || isForeign ? DeclarationReader.Of(symbol) : DeclarationReader.Read(symbol, node, findings);
        var reading = new RecordReading(symbol)
        {
            Declaration = declaration,
            Parameters = LayerReader.ParametersOf(symbol, records.Cancellation),
            Members = isForeign || emitted is not null ? [] : MemberReader.Of(symbol),
        };
        reading.Findings.AddRange(findings);
        if (emitted is null) reading.Read(records);
        return reading;
    }

    private void Read(RecordReader records)
    {
        foreach (var parameter in Parameters) Sites.Add(parameter.Syntax?.Identifier.GetLocation() ?? Location.None);
        var (ofInput, model) = (new List<Finding>(), ModelSpecReader.FirstModelAttribute(Symbol));
        if (model is not null)
        {
            Input = InputReader.Read(Symbol, model, records, ofInput);
            Outputs = OutputReader.Read(Symbol, Members, Sites, Findings);
            Weights = WeightsReader.AttributeOf(Symbol);
            var derivatives = InputReader.Derivatives(Symbol.Name, model, Findings);
            Traits = new ModelTraits(Input.Inputs.Count, Outputs.Count, derivatives, Weights is not null) { Rows = Input.Outline?.Type };
        }
        var functions = new NamedFunctions(Symbol, records.Compilation, Sites, Findings, records.Cancellation);
        Layers = LayerReader.Read(Symbol, Parameters, Traits, records, functions, Findings);
        if (SymbolEqualityComparer.Default.Equals(Symbol.ContainingAssembly, records.Compilation.Assembly))
            foreach (var wrong in ObsoleteParts.Check(this)) Layers = Layers.SetItem(wrong, Layers[wrong] with { Part = null });
        CheckName();
        Parts = Layers.Select((layer, i) => layer.Part ?? new UnreadPart(Parameters[i].Symbol.Name)).ToEquatableArray();
        MemberReader.Check(Symbol, Members, Parameters, Traits, Findings);
        CheckCount();
        Findings.AddRange(ofInput);
        if (model is not null) ReadModel(functions);
        if (Input.AreUnknown) return;
        Forward = ForwardReader.Read(Symbol, Parts, Input.Inputs, Outputs, Members, records.Compilation, Draft, Sites, Findings,
            records.Cancellation);
        if (!Forward.HasMethod) CheckWithoutMethod();
        if (Forward.Spec is { } method) InputReader.CheckUse(Symbol.Name, Input, method, Findings);
    }

    private void ReadModel(NamedFunctions functions)
    {
        (var losses, Losses) = LossReader.Read(Symbol, Outputs, functions, Findings);
        var weights = WeightsReader.Read(Weights, Members, Findings);
        if (Declaration is null || losses is not { } known || Input.Shape is not { } shape || Findings.Any(f => f.IsError)
            || Layers.Any(l => l.Part is null)) return;
        var rows = Input.Rows is null ? null : RowsReader.Match(Symbol.Name, Input.Rows, Outputs, Findings);
        if (rows is null && Input.Rows is not null) return;
        Draft = new ModelSpec(Declaration, shape, Parts.SelectMany(part => part.Layers).ToEquatableArray(), known)
        {
            Parts = Parts,
            Inputs = Input.Inputs,
            Rows = rows,
            InputAxes = Input.Axes,
            Derivatives = Traits.Derivatives,
            Weights = weights,
            IsExported = OnnxReader.IsExported(Symbol),
            HasText = Members.Any(MemberReader.IsText),
            HasJson = Symbol.GetAttributes().Any(MemberReader.IsJson),
        };
    }

    private void CheckName()
    {
        var what = RecordReader.IsModel(Symbol) ? GeneratedMembers.IsGenerated(Symbol.Name, Traits) ? "A model" : null : GeneratedMembers.OfBlocks.Contains(Symbol.Name) ? "A block" : null;
        if (what is not null) Findings.Add(Finding.Of(Rules.OwnName, new Anchor(Place.Model), what, Symbol.Name));
    }

    private void CheckCount()
    {
        var count = 0L;
        for (var i = 0; i < Parts.Count; i++)
        {
            if (count > MostLayers) return;
            count += Parts[i].Count;
            if (count <= MostLayers) continue;
            Layers = Layers.SetItem(i, Layers[i] with { Part = null });
            Parts = Parts.Items.SetItem(i, new UnreadPart(Parts[i].Name)).ToEquatableArray();
            Findings.Add(Finding.Of(
                Rules.RepeatCount, new Anchor(Place.Repeat, i, "count"), Parts[i].Name, "too many", $"'{Symbol.Name}' would have {Literal.Of((int)Math.Min(count, int.MaxValue))} layers, more than {Literal.Of(MostLayers)}"));
        }
    }

    private void CheckWithoutMethod()
    {
        // The generated half declares repeated layers itself, to count them.
        for (var i = 0; i < Members.Length; i++)
        {
            if (Parts.Any(part => part is RepeatedPart && part.Name == Members[i].Name))
                Findings.Add(Finding.Of(Rules.RedeclaredLayer, new Anchor(Place.Member, i), Members[i].Name));
        }
        if (Input.Inputs.Count == 0) return;
        var inputs = string.Join(" and ", Input.Inputs.Select(i => i.Name));
        Findings.Add(Finding.Of(Rules.InputsWithoutForward, new Anchor(Place.Model), Symbol.Name, inputs,
            InputReader.Elements(Input.Inputs)));
    }
}

/// <summary>A parameter that could not be read. The fault is reported.</summary>
internal sealed record UnreadPart(string Name) : PartSpec(Name)
{
    public override int Count => 0;

    public override IEnumerable<LayerSpec> Layers => [];
}
