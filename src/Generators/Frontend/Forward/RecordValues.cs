using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// Records as values of a method. Such a record only keeps the values of its parameters. A record is refused if it is derived, or has its
/// own code for a property, for copying or for <c>Deconstruct</c>: its values may differ from its parameters.
/// </summary>
internal static class RecordValues
{
    /// <summary>Returns true when a constructor makes a record that only keeps its parameters.</summary>
    public static bool Keeps(IMethodSymbol constructor) =>
        constructor is { ContainingType.IsRecord: true, Parameters.Length: > 0 } && IsPrimary(constructor) && Fault(constructor) is null;

    /// <summary>Returns why a record cannot be a value of a method; null when it can.</summary>
    public static string? WhyNot(ITypeSymbol type) => type is not INamedTypeSymbol record ? null
        : record.InstanceConstructors.FirstOrDefault(c => c.Parameters.Length > 0 && IsPrimary(c)) is { } primary
            ? Fault(primary) is { } fault ? $"'{type.Name}' {fault}: create it in a static method" : $"'{type.Name}' can be created only from its own parameters"
            : $"'{type.Name}' has no parameters after its name that list its parts: write 'record {type.Name}(Tensor A, Tensor B)'";

    private static string? Fault(IMethodSymbol constructor)
    {
        var type = constructor.ContainingType;
        if (type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }) return "is derived from another";
        if (constructor.Parameters.FirstOrDefault(
            p => p.RefKind != RefKind.None
                || !type.GetMembers(p.Name).OfType<IPropertySymbol>().Any(property => IsKept(property, p.Name))) is { } other)
            return $"computes its property '{other.Name}' with its own code";
        var own = type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(method => !method.IsImplicitlyDeclared && !method.DeclaringSyntaxReferences.IsEmpty && (method.Name == "Deconstruct"
            || (method.MethodKind == MethodKind.Constructor && method.Parameters is [{ Type: var copied }]
                && SymbolEqualityComparer.Default.Equals(copied, type))));
        return own is null ? null : own.MethodKind == MethodKind.Constructor ? "is copied by its own code" : "is deconstructed by its own code";
    }

    /// <summary>
    /// Returns true for a record's primary constructor. In a record of another project, it is the constructor whose parameters are
    /// properties.
    /// </summary>
    private static bool IsPrimary(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.IsEmpty
        ? constructor.Parameters.All(p => constructor.ContainingType.GetMembers(p.Name).Any(member => member is IPropertySymbol))
        : constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>
    /// Returns true when a property is the parameter with its name, also when the record declares the property again as a copy.
    /// </summary>
    private static bool IsKept(IPropertySymbol property, string parameter) => property.DeclaringSyntaxReferences.IsEmpty
        ? property.GetMethod is { } getter && getter.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute")
        : property.DeclaringSyntaxReferences.All(
            reference => reference.GetSyntax() is var syntax && (syntax is ParameterSyntax || IsCopy(syntax, parameter)));

    private static bool IsCopy(SyntaxNode syntax, string parameter) =>
        syntax is PropertyDeclarationSyntax
        {
            ExpressionBody: null,
            Initializer.Value: IdentifierNameSyntax { Identifier.ValueText: var kept }, AccessorList.Accessors: var accessors
        }
        && kept == parameter && accessors.All(accessor => accessor is { Body: null, ExpressionBody: null });
}
