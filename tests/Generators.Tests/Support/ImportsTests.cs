using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>
/// Imports are in order. Among the checks of <c>dotnet format</c>, only this one is done neither by the compiler nor by the check of white
/// space (.ci/run).
/// </summary>
public class ImportsTests
{
    [Fact]
    public void Imports_of_every_file_are_in_order() => Assert.Empty(
        from file in Repository.SourceFiles
        from fault in OutOfOrder(Repository.Read(file))
        select $"{file}: {fault}");

    [Theory]
    [InlineData("using System.Text; using System.IO;", "System.IO")]
    [InlineData("using ModelDsl; using System;", "System")]
    [InlineData("using static System.Math; using ModelDsl;", "ModelDsl")]
    [InlineData("using A = System.Text; using static System.Math;", "System.Math")]
    [InlineData("using System; using System.IO; using LanguageExt; using ModelDsl; using ModelDsl.Engines; using static System.Math; using A = System.Text;")]
    public void An_import_that_stands_too_late_is_found(string source, params string[] late) => Assert.Equal(late, OutOfOrder(source));

    /// <summary>
    /// The order is: namespaces, then static types, then other names. System's namespaces come first. Names are compared part by part,
    /// alphabetically.
    /// </summary>
    private static IEnumerable<string> OutOfOrder(string source)
    {
        var imports = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot().Usings.Where(import => import.GlobalKeyword.RawKind == 0)
            .Select(import =>
            (Kind: import.Alias is not null ? 2 : import.StaticKeyword.RawKind != 0 ? 1 : 0,
                Name: (import.Alias?.Name ?? import.NamespaceOrType).ToString())).ToArray();
        return imports.Zip(imports.Skip(1)).Where(pair => Compare(pair.Item1, pair.Item2) > 0).Select(pair => pair.Item2.Name);

        static int Compare((int Kind, string Name) a, (int Kind, string Name) b)
        {
            if (a.Kind != b.Kind) return a.Kind.CompareTo(b.Kind);
            var (left, right) = (a.Name.Split('.'), b.Name.Split('.'));
            if (a.Kind < 2 && (left[0] == "System") != (right[0] == "System")) return left[0] == "System" ? -1 : 1;
            var differing = left.Zip(right).Select(pair => string.Compare(pair.Item1, pair.Item2, StringComparison.OrdinalIgnoreCase))
                .FirstOrDefault(order => order != 0);
            return differing != 0 ? differing : left.Length.CompareTo(right.Length);
        }
    }
}
