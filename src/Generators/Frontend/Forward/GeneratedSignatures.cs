using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// Binds methods of models with records inside. A generator sees the project without generated code, in which <c>x | m.Encoder</c> has no
/// meaning yet. So such a method is bound in a copy of the project that has the signatures of the generated halves.
/// </summary>
internal static class GeneratedSignatures
{
    private const string Tensor = "global::" + MetadataNames.Tensor;

    /// <summary>Returns the project and the method in it. Both are unchanged when the model has no records inside.</summary>
    public static (Compilation Compilation, IMethodSymbol Method) Bind(
        Compilation compilation, INamedTypeSymbol model, IMethodSymbol method, CancellationToken cancellation)
    {
        var records = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        Collect(compilation, model, records, cancellation);
        var declaration = method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation))
            .OfType<MethodDeclarationSyntax>().FirstOrDefault();
        if (records.Count == 0 || declaration is null) return (compilation, method);

        var options = (CSharpParseOptions)declaration.SyntaxTree.Options;
        var bound = compilation.AddSyntaxTrees(
            records.Select(record => CSharpSyntaxTree.ParseText(Signatures(record), options, cancellationToken: cancellation)));
        var same = bound.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation);
        return same is null ? (compilation, method) : (bound, same);
    }

    /// <summary>Collects the records of this project among the parameters of a record, and among the parameters of those records.</summary>
    private static void Collect(
        Compilation compilation, INamedTypeSymbol record, HashSet<INamedTypeSymbol> found, CancellationToken cancellation)
    {
        foreach (var parameter in LayerReader.ParametersOf(record, cancellation))
        {
            var type = PartModifiers.ElementOf(parameter.Symbol.Type) ?? parameter.Symbol.Type;
            if (!(RecordReader.IsModel(type) || RecordReader.IsBlock(type))
                || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)) continue;
            if (found.Add((INamedTypeSymbol)type)) Collect(compilation, (INamedTypeSymbol)type, found, cancellation);
        }
    }

    private static string Signatures(INamedTypeSymbol record)
    {
        var (type, self) = (DeclarationReader.Of(record), Naming.Escape(record.Name));
        return RecordReader.IsBlock(record)
            ? TypeFrame.Write(type, [], $" : global::{MetadataNames.Layer}", static _ => { })
            : TypeFrame.Write(type, [], "", writer => writer
                .Line($"public static {Tensor} operator |({Tensor} x, {self} model) => throw null!;")
                .Line($"public {Tensor} Forward({Tensor} x) => throw null!;"));
    }
}
