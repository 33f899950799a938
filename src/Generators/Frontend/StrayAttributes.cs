using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Weights;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend;

/// <summary>Finds records with layers, inputs or a loss whose author forgot [Model]. Without it nothing would happen, silently.</summary>
internal static class StrayAttributes
{
    /// <summary>
    /// Returns true when a node may lack [Model], judged by its own text. For most nodes this is false, and asking the compiler for the
    /// meaning of each node costs as much as reading the models. (A <c>[Model]</c> of another library counts as ours here.)
    /// </summary>
    public static bool MayBe(SyntaxNode node) =>
        (node as TypeDeclarationSyntax ?? (node as ParameterSyntax)?.Parent?.Parent as TypeDeclarationSyntax) is { } type
        && !type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => NameOf(attribute.Name) is "Model" or "ModelAttribute");

    /// <summary>
    /// Reads a loss or an input on a type, or a layer on a parameter. It returns null when all is right, or when another attribute of the
    /// type reports it.
    /// </summary>
    public static Diagnostic? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var (type, declaration, what) = context.TargetSymbol switch
        {
            INamedTypeSymbol symbol when context.TargetNode is TypeDeclarationSyntax node => (symbol, node, What(context.Attributes[0])),
            IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } method } parameter
                when context.TargetNode.Parent?.Parent is TypeDeclarationSyntax node && IsFirst(parameter, method) => (method.ContainingType, node, "layers"),
            _ => default,
        };
        if (type is null || declaration.Identifier.IsMissing) return null;

        var attributes = type.GetAttributes();
        if (RecordReader.IsModel(type) || RecordReader.IsImported(type) || (what == "layers" && RecordReader.IsBlock(type))
            || AttributeReader.AnyUnknown(attributes)) return null;
        var losses = attributes.Where(a => LossTable.ByAttribute(MetadataNames.Ours(a.AttributeClass)) is not null).ToArray();
        var inputs = attributes.Where(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Input)).ToArray();
        var told = what switch
        {
            "a loss" => losses[0].AttributeClass!.Equals(context.Attributes[0].AttributeClass, SymbolEqualityComparer.Default),
            "inputs" => losses.Length == 0 && inputs[0].Equals(context.Attributes[0]),
            Weights => losses.Length + inputs.Length == 0,
            Export => losses.Length + inputs.Length == 0 && WeightsReader.AttributeOf(type) is null,
            _ => losses.Length + inputs.Length == 0 && WeightsReader.AttributeOf(type) is null && !OnnxReader.IsExported(type),
        };
        var attribute = inputs.Length > 0 ? "[Model]" : MissingModel;
        return told ? Diagnostic.Create(Rules.NotModel, declaration.Identifier.GetLocation(), type.Name, what, attribute) : null;
    }

    /// <summary>Reads a migration; null when it is a model's, or when another message says what is wrong.</summary>
    public static Diagnostic? ReadMigration(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = context.TargetSymbol.ContainingType;
        if (type is null || context.TargetSymbol.Name.Length == 0) return null;
        if (RecordReader.IsModel(type) || RecordReader.IsImported(type) || AttributeReader.AnyUnknown(type.GetAttributes())) return null;
        return Diagnostic.Create(Rules.NotModel, context.TargetSymbol.Locations[0], type.Name, "a migration", MissingModel);
    }

    private const string MissingModel = "[Model(…)] with the shape of one sample";
    private const string Weights = "weights";
    private const string Export = "[Onnx]";

    private static string What(AttributeData attribute) => MetadataNames.Is(attribute.AttributeClass, MetadataNames.Input) ? "inputs"
        : MetadataNames.Is(attribute.AttributeClass, MetadataNames.Weights) ? Weights
        : MetadataNames.Is(attribute.AttributeClass, MetadataNames.Onnx) ? Export
        : "a loss";

    /// <summary>Returns the last part of a name.</summary>
    public static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private static bool IsFirst(IParameterSymbol parameter, IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(
        parameter,
        method.Parameters.First(p => p.GetAttributes().Any(a => LayerTable.ByAttribute(MetadataNames.Ours(a.AttributeClass)) is not null)));
}
