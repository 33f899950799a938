using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>
/// The contract of engines is divided into families, a file each: <c>ITensorEngine.Images.cs</c>. Every engine has the same families: it
/// implements a member in <c>CpuEngine.Images.cs</c>, or in a part of the family: <c>CpuEngine.Images.Depthwise.cs</c>.
/// </summary>
public class FamiliesTests
{
    private const string Contract = "ITensorEngine";
    private static readonly string[] Engines = ["CpuEngine", "ReferenceEngine", "LibtorchEngine", "DiffTensorEngine", "IlgpuEngine", "Compositions"];

    [Fact]
    public void Every_engine_implements_a_member_in_a_file_of_its_family()
    {
        var families = FilesOf(Contract).SelectMany(file => file.Members, (file, member) => (member, file.Family)).Distinct()
            .ToDictionary(pair => pair.member, pair => pair.Family);
        Assert.True(families.Values.Distinct().Count() > 8, "The files of the contract are not found.");
        Assert.Empty(
            from engine in Engines
            from file in FilesOf(engine)
            from member in file.Members
            where families.TryGetValue(member, out var family) && family != file.Family
            select $"{file.Name} implements {member}, which is of {Contract}.{families[member]}.cs");
        Assert.All(Engines, engine => Assert.NotEmpty(FilesOf(engine)));
    }

    /// <summary>The files of a type, the family that each one's name says, and the names of its public methods.</summary>
    private static IEnumerable<(string Name, string Family, string[] Members)> FilesOf(string type) =>
        from path in Repository.SourceFiles
        let name = Path.GetFileNameWithoutExtension(path)
        let parts = name.Split('.')
        where parts[0] == type && path.StartsWith("src", StringComparison.Ordinal)
        let declared = CSharpSyntaxTree.ParseText(Repository.Read(path)).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().First()
        let methods = declared.Members.OfType<MethodDeclarationSyntax>()
            .Where(method => type == Contract || method.Modifiers.Any(SyntaxKind.PublicKeyword))
        select (name, parts.ElementAtOrDefault(1) ?? "", methods.Select(method => method.Identifier.Text).Distinct().ToArray());
}
