using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads the layers from the parameters of a record and their attributes.</summary>
internal static class LayerReader
{
    public readonly record struct Parameter(IParameterSymbol Symbol, ParameterSyntax Syntax);

    /// <summary>
    /// A parameter as far as it could be read, with the attribute that declares its layer and the attributes of its initializers.
    /// </summary>
    public readonly record struct Layer(PartSpec? Part, AttributeData? Attribute, ImmutableArray<AttributeData> Initializers)
    {
        public AttributeData? Repeat { get; init; }

        public AttributeData? Frozen { get; init; }

        public AttributeData? Directions { get; init; }
    }

    /// <summary>Returns the parameters of the record's primary constructor, in any part of the record.</summary>
    public static ImmutableArray<Parameter> ParametersOf(INamedTypeSymbol symbol, CancellationToken cancellation)
    {
        foreach (var constructor in symbol.InstanceConstructors)
        {
            foreach (var reference in constructor.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax { ParameterList.Parameters: var syntax })
                    return [.. constructor.Parameters.Zip(syntax, (p, s) => new Parameter(p, s))];
            }
        }
        // A type of another project has no syntax: take the constructor whose parameters are the properties.
        var properties = new HashSet<string>(symbol.GetMembers().OfType<IPropertySymbol>().Select(p => p.Name));
        var primary = symbol.InstanceConstructors.FirstOrDefault(
            c => c.Parameters.Length > 0 && c.Parameters.All(p => properties.Contains(p.Name)));
        return symbol.DeclaringSyntaxReferences.IsEmpty && primary is not null
            ? [.. primary.Parameters.Select(p => new Parameter(p, null!))] : [];
    }

    public static ImmutableArray<Layer> Read(
        INamedTypeSymbol model, ImmutableArray<Parameter> parameters, ModelTraits traits, RecordReader records, NamedFunctions functions,
        List<Finding> findings)
    {
        if (parameters.Length == 0 && model.IsRecord) findings.Add(Finding.Of(Rules.NoLayers, new Anchor(Place.Model), model.Name));
        var names = new HashSet<string>();
        return [.. parameters.Select((parameter, index) =>
        {
            CheckName(model, parameter.Symbol.Name, index, names, traits, findings);
            return ReadParameter(parameter.Symbol, index, records, functions, findings);
        })];
    }

    private static Layer ReadParameter(
        IParameterSymbol parameter, int index, RecordReader records, NamedFunctions functions, List<Finding> findings)
    {
        // The name is still missing: the compiler reports that already.
        if (parameter.Name.Length == 0) return default;
        var modifiers = PartModifiers.Read(parameter, index, findings);
        var directions = BothDirections.Read(parameter, modifiers.Type, index, findings);
        var each = EachStep.Read(parameter, directions.Type, index, findings);
        var layer = each.Type is { } type ? ReadLayer(parameter, type, index, records, functions, findings) : default;
        return layer with
        {
            Part = layer.Part is { } part && each.Apply(part, index, findings) is { } step
                && directions.Apply(step, index, findings) is { } whole ? modifiers.Apply(whole, index, findings) : null,
            Directions = directions.Attribute,
            Repeat = modifiers.Repeat,
            Frozen = modifiers.Frozen,
        };
    }

    private static void CheckName(
        INamedTypeSymbol model, string name, int index, HashSet<string> names, ModelTraits traits, List<Finding> findings)
    {
        if (!names.Add(name)) findings.Add(Finding.Of(Rules.DuplicateName, new Anchor(Place.Layer, index), model.Name, name));
        if (WhoHas(name) is { } reason) findings.Add(Finding.Of(Rules.ReservedName, new Anchor(Place.Layer, index), name, reason, "A layer"));

        string? WhoHas(string layer) =>
            layer == model.Name ? "the model itself has this name"
            : RecordReader.IsBlock(model) && !RecordReader.IsModel(model) ? GeneratedMembers.OfBlocks.Contains(layer) ? "every block has a member of this name" : OfRecord(layer)
            : GeneratedMembers.IsGenerated(layer, traits) ? "the generated half of the model has a member of this name"
            : OfRecord(layer);

        static string? OfRecord(string layer) => GeneratedMembers.OfRecords.Contains(layer) ? "every record has a member of this name" : null;
    }

    private static Layer ReadLayer(
        IParameterSymbol parameter, ITypeSymbol type, int index, RecordReader records, NamedFunctions functions, List<Finding> findings)
    {
        var attributes = parameter.GetAttributes()
            .Select(a => (Attribute: a, Layer: LayerTable.ByAttribute(MetadataNames.Ours(a.AttributeClass))))
            .Where(a => a.Layer is not null)
            .ToImmutableArray();
        if (attributes.Length == 0)
        {
            if (RecordReader.IsModel(type) || RecordReader.IsBlock(type))
                return ReadRecord(parameter, (INamedTypeSymbol)type, index, records, findings);
            if (RecordReader.IsImported(type))
            {
                findings.Add(Finding.Of(Rules.OnnxInside, new Anchor(Place.LayerType, index), parameter.Name, type.Name));
                return default;
            }
            if (RecordReader.IsUndeclared(type))
            {
                findings.Add(Finding.Of(Rules.UndeclaredRecord, new Anchor(Place.LayerType, index), parameter.Name, type.Name));
                return default;
            }
            if (type.TypeKind == TypeKind.Error || AttributeReader.AnyUnknown(parameter.GetAttributes())) return default;
            var fitting = LayerTable.ByType(MetadataNames.Ours(type)) ?? LayerTable.Dense;
            findings.Add(Finding.Of(Rules.NoLayerAttribute, new Anchor(Place.Layer, index), parameter.Name, fitting.Example, fitting.Name));
            return default;
        }
        if (attributes.Length > 1)
        {
            if (attributes.All(a => a.Layer == attributes[0].Layer)) return new Layer(null, attributes[1].Attribute, []);
            var list = string.Join(" and ", attributes.Select(a => $"[{a.Layer!.Name}]"));
            findings.Add(Finding.Of(Rules.SeveralLayerAttributes, new Anchor(Place.LayerAttribute, index), parameter.Name, list));
            return new Layer(null, attributes[1].Attribute, []);
        }

        var (attribute, layer) = attributes[0];
        var known = type.TypeKind != TypeKind.Error;
        if (known && (MetadataNames.Ours(type) != layer!.Name || type.NullableAnnotation == NullableAnnotation.Annotated))
        {
            var (declared, needed) = TypeTexts(type, layer);
            findings.Add(Finding.Of(Rules.WrongLayerType, new Anchor(Place.LayerType, index), parameter.Name, declared,
                layer.Name, needed));
        }
        var reader = new AttributeReader(attribute, Place.LayerAttribute, index, findings);
        ImmutableArray<AttributeData> initializers =
            [.. parameter.GetAttributes().Where(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Initialize))];
        reader.UntakenInitializers.AddRange(
            initializers.Select((data, part) => new AttributeReader(data, Place.Initialize, index, findings, part)));
        if (reader.HasErrors || reader.UntakenInitializers.Any(initialize => initialize.HasErrors))
            return new Layer(null, attribute, initializers);

        var spec = layer!.Read(parameter.Name, reader);
        if (spec is not null)
        {
            spec = spec with { Activity = WeightReader.Penalty(parameter.Name, reader, "Activity"), Axis = AxisReader.Name(parameter.Name, reader) };
            InitializerReader.ReportOthers(parameter.Name, reader);
            spec = Activated(spec, attribute, reader, functions);
        }
        return new Layer(known && spec is not null ? new LayerPart(spec) : null, attribute, initializers);
    }

    private static Layer ReadRecord(
        IParameterSymbol parameter, INamedTypeSymbol type, int index, RecordReader records, List<Finding> findings)
    {
        if (type.NullableAnnotation == NullableAnnotation.Annotated)
        {
            var kind = RecordReader.IsModel(type) ? "Model" : "Block";
            findings.Add(Finding.Of(Rules.WrongLayerType, new Anchor(Place.LayerType, index), parameter.Name, type.Name + "?", kind, type.Name));
            return default;
        }
        return new Layer(records.Read(parameter, type, index, findings), null, []);
    }

    /// <summary>
    /// Returns the layer with the author's function as its activation, when the attribute names one; null when that function cannot be
    /// used.
    /// </summary>
    private static LayerSpec? Activated(LayerSpec spec, AttributeData attribute, AttributeReader reader, NamedFunctions functions)
    {
        var argument = reader.IsGiven("Activate") ? "Activate" : "activate";
        if (!reader.IsGiven(argument)) return spec;
        if (reader.Activation(spec.Name, "activation") is { } activation and not ActivationTable.Linear)
        {
            reader.Report(Rules.TwoActivations, argument, spec.Name, activation.ToLowerInvariant(), reader.String(argument) ?? "null");
            return null;
        }
        return functions.Activation(spec.Name, attribute, reader, argument) is { } function ? spec with { Function = function } : null;
    }

    /// <summary>Returns the types in the form of declarations; with full names when they look alike.</summary>
    private static (string Declared, string Needed) TypeTexts(ITypeSymbol type, LayerDefinition layer)
    {
        var text = type.ToDisplayString(
            SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(
                SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));
        return text == layer.Name ? (type.ToDisplayString(), layer.LayerName) : (text, layer.Name);
    }
}
