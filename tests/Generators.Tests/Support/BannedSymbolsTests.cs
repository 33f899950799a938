using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>
/// The list of members that the library must not use (src/Dsl/BannedSymbols.txt). The analyzer ignores a name that does not exist, so a
/// wrong name would ban nothing.
/// </summary>
public class BannedSymbolsTests
{
    private static readonly Compilation Compilation = GeneratorHarness.Compile("");

    private static readonly string[] Banned = [.. Repository.Read("src/Dsl/BannedSymbols.txt").TrimEnd().Split('\n').Select(line => line.Split(';')[0])];

    [Fact]
    public void Each_name_is_a_member() =>
        Assert.All(Banned, id => Assert.NotEmpty(DocumentationCommentId.GetSymbolsForDeclarationId(id, Compilation)));

    /// <summary>All joins of Seq, and all calls with an index that count with IntegerRange.</summary>
    [Fact]
    public void No_join_and_no_indexed_map_is_forgotten()
    {
        var joins = Members("LanguageExt.Seq`1", "Concat", "op_Addition")
            .Concat(Members("LanguageExt.Seq", "append")).Concat(Members("SeqExtensions", "Append"));
        var indexed = Members("LanguageExt.List", "map", "choose").Concat(Members("ListExtensions", "Map", "Choose"))
            .Concat(Members("LanguageExt.Seq", "map", "choose")).Concat(Members("SeqExtensions", "Map", "Choose"))
            .Where(method =>
                method.Parameters is [_, { Type: INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Int32 }, _, _] } }]);
        var ranges = Members("LanguageExt.Prelude", "Range").Where(method => method.Parameters.Length > 0);
        Assert.Empty(joins.Concat(indexed).Concat(ranges).Select(method => method.GetDocumentationCommentId()!).Except(Banned));
    }

    private static IEnumerable<IMethodSymbol> Members(string type, params string[] names) =>
        Compilation.GetTypeByMetadataName(type)!.GetMembers().OfType<IMethodSymbol>()
            .Where(method => names.Contains(method.Name) && method.DeclaredAccessibility == Accessibility.Public);
}
