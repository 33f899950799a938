using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Imported;

/// <summary>
/// Makes the half of a record from an imported file of C#. The half has the record's name and place. It has no accessibility, which the
/// author's half declares.
/// </summary>
internal static class ImportedCode
{
    /// <summary>Returns the half as it was imported, with its loss; null when the file has no model. The reader reads this one.</summary>
    public static string? Read(ImportedHalf half, string code) => Half(half, code, keepLosses: true, weights: null);

    /// <summary>
    /// Returns the half to compile; null when the file has no model. It has no loss if the author's half has one, and it names the imported
    /// weights if the author's half names none.
    /// </summary>
    public static string? Write(ImportedHalf half, ImportedFile file) =>
        Half(half, file.Code ?? "", keepLosses: !half.HasLosses, half.HasWeights ? null : file.Weights);

    /// <summary>Returns the model of a file; null when it has none.</summary>
    public static RecordDeclarationSyntax? ModelIn(SyntaxNode root) => root.DescendantNodes(node => node is not RecordDeclarationSyntax)
        .OfType<RecordDeclarationSyntax>().FirstOrDefault(record => Attributes(record).Any(attribute => NameOf(attribute) == "Model"));

    private static string? Half(ImportedHalf half, string code, bool keepLosses, string? weights)
    {
        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.CSharp14)).GetCompilationUnitRoot();
        if (ModelIn(root) is not { } model) return null;
        var usings = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>().Select(directive => directive.WithoutTrivia().ToString());
        var comments = Lines(root.GetLeadingTrivia())
            .Select(line => line.Replace($"// {model.Identifier.ValueText} is ", $"// {half.Type.Name} is ")).ToArray();
        var documentation = Lines(model.GetLeadingTrivia()).ToArray();
        model = Renamed(model.WithoutLeadingTrivia(), half.Type.Name);
        if (!keepLosses) model = WithoutLosses(model);
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        model = model.WithModifiers([partial]).WithoutTrailingTrivia();
        return TypeFrame.Around(half.Type, comments.Concat(usings), writer =>
        {
            foreach (var line in documentation) writer.Line(line);
            if (weights is not null) writer.Line($"[global::ModelDsl.Weights({Literal.Of(weights)})]");
            writer.Line(model.ToString());
        });
    }

    private static RecordDeclarationSyntax Renamed(RecordDeclarationSyntax model, string name)
    {
        var old = model.Identifier.ValueText;
        var tokens = model.DescendantTokens(descendIntoTrivia: true)
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == old);
        var escaped = Naming.Escape(name);
        return model.ReplaceTokens(tokens, (token, _) => SyntaxFactory.Identifier(token.LeadingTrivia, escaped, token.TrailingTrivia));
    }

    private static RecordDeclarationSyntax WithoutLosses(RecordDeclarationSyntax model)
    {
        var losses = Attributes(model).Where(attribute => LossTable.ByAttribute(NameOf(attribute) + "Attribute") is not null).ToArray();
        var lists = losses.Select(loss => (AttributeListSyntax)loss.Parent!).Distinct().Where(list => list.Attributes.All(losses.Contains));
        return model.RemoveNodes([.. lists, .. losses.Where(loss => !lists.Contains(loss.Parent))], SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static IEnumerable<string> Lines(SyntaxTriviaList comments) =>
        comments.ToFullString().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static IEnumerable<AttributeSyntax> Attributes(RecordDeclarationSyntax record) =>
        record.AttributeLists.SelectMany(list => list.Attributes);

    private static string NameOf(AttributeSyntax attribute) => StrayAttributes.NameOf(attribute.Name);
}
