using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// A generator sees the project without generated code, where <c>x | m.Encoder</c> means nothing yet. So a method of a model with records inside is bound in a copy of
/// the project that has the signatures which their generated halves will bring.
/// </summary>
internal static class GeneratedSignatures
{
    private const string Tensor = "global::" + MetadataNames.Tensor;

    /// <summary>The project, and the method in it; the same where the model has no records inside.</summary>
    public static (Compilation Compilation, IMethodSymbol Method) Bind(
        Compilation compilation, INamedTypeSymbol model, IMethodSymbol method, CancellationToken cancellation)
    {
        var records = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        Collect(compilation, model, records, cancellation);
        var declaration = method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<MethodDeclarationSyntax>().FirstOrDefault();
        if (records.Count == 0 || declaration is null) return (compilation, method);

        var options = (CSharpParseOptions)declaration.SyntaxTree.Options;
        var bound = compilation.AddSyntaxTrees(records.Select(record => CSharpSyntaxTree.ParseText(Signatures(record), options, cancellationToken: cancellation)));
        var same = bound.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation);
        return same is null ? (compilation, method) : (bound, same);
    }

    /// <summary>The records of this project among the parameters of a record, and of those.</summary>
    private static void Collect(Compilation compilation, INamedTypeSymbol record, HashSet<INamedTypeSymbol> found, CancellationToken cancellation)
    {
        foreach (var parameter in LayerReader.ParametersOf(record, cancellation))
        {
            var type = PartModifiers.ElementOf(parameter.Symbol.Type) ?? parameter.Symbol.Type;
            if (!(RecordReader.IsModel(type) || RecordReader.IsBlock(type)) || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)) continue;
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
