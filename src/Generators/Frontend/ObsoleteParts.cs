using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// Finds parts that generated code could not use, because they are <c>[Obsolete]</c> with <c>error: true</c>: no pragma can suppress that
/// error. Within a record that is itself obsolete, the compiler allows their use.
/// </summary>
internal static class ObsoleteParts
{
    public static bool IsObsolete(ISymbol symbol) => Attribute(symbol) is not null;

    /// <summary>Returns true when each use is an error.</summary>
    public static bool IsForbidden(ISymbol symbol) => Attribute(symbol) is { ConstructorArguments: [_, { Value: true }, ..] };

    /// <summary>
    /// Returns true when generated code inside a type can't name another type. The compiler has reported the author's own use of it.
    /// </summary>
    public static bool IsForbidden(ITypeSymbol used, INamedTypeSymbol inside) =>
        DeclarationReader.Around(used as INamedTypeSymbol).Any(IsForbidden) && !DeclarationReader.Around(inside).Any(IsObsolete);

    /// <summary>Reports the parts of a record that its generated half could not use.</summary>
    /// <returns>
    /// The parameters that cannot be parts. The compiler reports a type in the declaration; this method reports deeper types.
    /// </returns>
    public static IReadOnlyCollection<int> Check(RecordReading reading)
    {
        var wrong = new HashSet<int>();
        if (DeclarationReader.Around(reading.Symbol).Any(IsObsolete)) return wrong;
        if (reading.Symbol.InstanceConstructors.FirstOrDefault(IsPrimary) is { } constructor && IsForbidden(constructor))
            Report(reading.Symbol.Name, new Anchor(Place.Model));
        for (var i = 0; i < reading.Members.Length; i++)
            if (ForwardReader.IsForward(reading.Members[i]) && IsForbidden(reading.Members[i]) && !RecordReader.IsModel(reading.Symbol))
                Report(reading.Members[i].Name, new Anchor(Place.Member, i));
        for (var i = 0; i < reading.Parameters.Length; i++)
        {
            var (parameter, type) = (reading.Parameters[i].Symbol, TypeOf(reading.Parameters[i].Symbol));
            if (DeclarationReader.Around(type).Any(IsForbidden)) wrong.Add(i);
            else if (PropertyOf(reading.Symbol, parameter) is { } property && IsForbidden(property)
                || (property = Inside(type, [])) is not null)
            {
                Report(property.Name, new Anchor(Place.Layer, i));
                wrong.Add(i);
            }
        }
        return wrong;

        void Report(string name, Anchor at) => reading.Findings.Add(Finding.Of(Rules.ForbiddenPart, at, name, reading.Symbol.Name));
        bool IsPrimary(IMethodSymbol c) =>
            reading.Parameters.Length > 0 && SymbolEqualityComparer.Default.Equals(c, reading.Parameters[0].Symbol.ContainingSymbol);
    }

    /// <summary>
    /// Returns a forbidden part inside a record of layers; null when there is none. For a record that is not obsolete, its own check
    /// reports it.
    /// </summary>
    private static ISymbol? Inside(INamedTypeSymbol? record, HashSet<INamedTypeSymbol> seen)
    {
        if (record is null || !(RecordReader.IsModel(record) || RecordReader.IsBlock(record)) || !seen.Add(record)) return null;
        if (!DeclarationReader.Around(record).Any(IsObsolete)) return null;
        foreach (var (parameter, _) in LayerReader.ParametersOf(record, default))
        {
            ISymbol?[] used = [parameter.ContainingSymbol, PropertyOf(record, parameter), .. DeclarationReader.Around(TypeOf(parameter))];
            if ((used.FirstOrDefault(symbol => symbol is not null && IsForbidden(symbol))
                ?? Inside(TypeOf(parameter), seen)) is { } found) return found;
        }
        return null;
    }

    private static ISymbol? PropertyOf(INamedTypeSymbol record, IParameterSymbol parameter) =>
        record.GetMembers(parameter.Name).FirstOrDefault(member => member is IPropertySymbol);

    private static INamedTypeSymbol? TypeOf(IParameterSymbol parameter) =>
        (PartModifiers.ElementOf(parameter.Type) ?? parameter.Type) as INamedTypeSymbol;

    private static AttributeData? Attribute(ISymbol symbol) => symbol.GetAttributes().FirstOrDefault(a =>
        a.AttributeClass is { Name: "ObsoleteAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
}
