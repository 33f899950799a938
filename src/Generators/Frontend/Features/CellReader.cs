using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>Reads types of parameters: which kind of value a cell of a table holds.</summary>
internal static class CellReader
{
    private static readonly SymbolDisplayFormat Readable = SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Returns the type of a value. A type that no cell can have is <see cref="CellKind.Other"/>.</summary>
    public static CellSpec Of(ITypeSymbol type)
    {
        var plain = Plain(type);
        var isOptional = !SymbolEqualityComparer.Default.Equals(plain, type) || type.NullableAnnotation == NullableAnnotation.Annotated;
        var kind = KindOf(plain);
        return new CellSpec(kind, plain.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), isOptional)
        {
            Members = kind == CellKind.Enumeration ? MembersOf((INamedTypeSymbol)plain) : [],
            NeedsCast = plain.SpecialType == SpecialType.System_Decimal || IsOfSystem(plain, "Half"),
        };
    }

    /// <summary>Returns a type that is not nullable.</summary>
    public static ITypeSymbol Plain(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] }
            ? value : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>Returns the type of an array's items; null for another type.</summary>
    public static ITypeSymbol? ItemOf(ITypeSymbol type) =>
        type is IArrayTypeSymbol { IsSZArray: true, ElementType: var item } ? item : null;

    /// <summary>Returns a type as its author writes it.</summary>
    public static string Text(ITypeSymbol type) => type.ToDisplayString(Readable);

    /// <summary>Returns true for an enumeration whose values are sets of its members.</summary>
    public static bool IsFlags(ITypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass is { } attribute && IsOfSystem(attribute, "FlagsAttribute"));

    private static CellKind KindOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
            or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => CellKind.Number,
        SpecialType.System_Boolean => CellKind.Boolean,
        SpecialType.System_String => CellKind.Text,
        SpecialType.System_DateTime => CellKind.DateTime,
        _ when type.TypeKind == TypeKind.Enum => CellKind.Enumeration,
        _ when IsOfSystem(type, "Half") => CellKind.Number,
        _ when IsOfSystem(type, "DateTimeOffset") => CellKind.DateTimeOffset,
        _ when IsOfSystem(type, "DateOnly") => CellKind.DateOnly,
        _ when IsOfSystem(type, "TimeOnly") => CellKind.TimeOnly,
        _ => CellKind.Other,
    };

    private static bool IsOfSystem(ITypeSymbol type, string name) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } && type.MetadataName == name;

    /// <summary>Returns the members of an enumeration. Several members with one value are one, with the name of the first.</summary>
    private static EquatableArray<MemberSpec> MembersOf(INamedTypeSymbol type)
    {
        var source = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue && field.Name.Length > 0)
            .GroupBy(field => field.ConstantValue).Select(same => same.First())
            .Select(field => new MemberSpec(SourceOf(field, source), NameOf(field))).ToEquatableArray();
    }

    /// <summary>Returns a member, as C#. Code can't name a member that is obsolete with an error, but it can name its value.</summary>
    private static string SourceOf(IFieldSymbol field, string type) => ObsoleteParts.IsForbidden(field)
        ? $"({type})({SymbolDisplay.FormatPrimitive(field.ConstantValue!, quoteStrings: true, useHexadecimalNumbers: false)})"
        : $"{type}.{Naming.Escape(field.Name)}";

    /// <summary>Returns the name in tables: the one in <c>[EnumMember]</c>, otherwise the member's own.</summary>
    private static string NameOf(IFieldSymbol field) => field.GetAttributes()
        .Where(a => a.AttributeClass?.ToDisplayString() == "System.Runtime.Serialization.EnumMemberAttribute")
        .SelectMany(a => a.NamedArguments).FirstOrDefault(argument => argument.Key == "Value").Value.Value as string ?? field.Name;
}
