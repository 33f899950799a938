using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads the layers from the parameters of a record and their attributes.</summary>
internal static class LayerReader
{
    public readonly record struct Parameter(IParameterSymbol Symbol, ParameterSyntax Syntax);

    /// <summary>A layer as far as it could be read, with the attribute that declares it.</summary>
    public readonly record struct Layer(LayerSpec? Spec, AttributeData? Attribute);

    /// <summary>The parameters of the record's primary constructor, in whichever part of it they stand.</summary>
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
        return [];
    }

    public static ImmutableArray<Layer> Read(INamedTypeSymbol model, ImmutableArray<Parameter> parameters, List<Finding> findings)
    {
        if (parameters.Length == 0) findings.Add(Finding.Of(Rules.NoLayers, new Anchor(Place.Model), model.Name));
        var names = new HashSet<string>();
        return [.. parameters.Select((parameter, index) =>
        {
            CheckName(model, parameter.Symbol.Name, index, names, findings);
            return ReadLayer(parameter.Symbol, index, findings);
        })];
    }

    private static void CheckName(INamedTypeSymbol model, string name, int index, HashSet<string> names, List<Finding> findings)
    {
        if (!names.Add(name)) findings.Add(Finding.Of(Rules.DuplicateName, new Anchor(Place.Layer, index), model.Name, name));
        if (GeneratedMembers.Reserved.Contains(name) || name == model.Name)
            findings.Add(Finding.Of(Rules.ReservedName, new Anchor(Place.Layer, index), name));
    }

    private static Layer ReadLayer(IParameterSymbol parameter, int index, List<Finding> findings)
    {
        var attributes = parameter.GetAttributes()
            .Select(a => (Attribute: a, Layer: LayerTable.ByAttribute(a.AttributeClass?.ToDisplayString() ?? "")))
            .Where(a => a.Layer is not null)
            .ToImmutableArray();
        var type = parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (attributes.Length == 0)
        {
            var fitting = LayerTable.ByType(type.ToDisplayString()) ?? LayerTable.All[1];
            findings.Add(Finding.Of(Rules.NoLayerAttribute, new Anchor(Place.Layer, index), parameter.Name, fitting.Example, fitting.Name));
            return default;
        }
        if (attributes.Length > 1)
        {
            var list = string.Join(" and ", attributes.Select(a => $"[{a.Layer!.Name}]"));
            findings.Add(Finding.Of(Rules.SeveralLayerAttributes, new Anchor(Place.LayerAttribute, index), parameter.Name, list));
            return new Layer(null, attributes[1].Attribute);
        }

        var (attribute, layer) = attributes[0];
        if (type.TypeKind != TypeKind.Error && type.ToDisplayString() != layer!.LayerName)
            findings.Add(Finding.Of(Rules.WrongLayerType, new Anchor(Place.LayerType, index), parameter.Name, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), layer.Name));
        return new Layer(layer!.Read(parameter.Name, new AttributeReader(attribute, Place.LayerAttribute, index, findings)), attribute);
    }
}
