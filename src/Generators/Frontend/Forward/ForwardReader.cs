using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Finds a model's forward method and reads it, by running it on tensors of which nothing is known but their number.</summary>
internal static class ForwardReader
{
    /// <summary>What was read, and the expressions that findings point at.</summary>
    /// <param name="HasMethod">Whether the model has such a method at all.</param>
    /// <param name="Spec">What it does; null where something is wrong with it.</param>
    /// <param name="Expressions">Locations of expressions, by number.</param>
    public readonly record struct Reading(bool HasMethod, ForwardSpec? Spec, IReadOnlyList<Location> Expressions);

    public static bool IsForward(ISymbol member) =>
        member is IMethodSymbol && member.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == MetadataNames.Forward);

    /// <param name="model">The model.</param>
    /// <param name="parts">Its parameters.</param>
    /// <param name="members">Its author's own members.</param>
    /// <param name="compilation">Where bodies of methods are looked up.</param>
    /// <param name="findings">Where findings go.</param>
    /// <param name="cancellation">Ends the work when something else is typed.</param>
    public static Reading Read(
        INamedTypeSymbol model, EquatableArray<PartSpec> parts, ImmutableArray<ISymbol> members, Compilation compilation, List<Finding> findings,
        CancellationToken cancellation)
    {
        var expressions = new List<Location>();
        var methods = members.Select((member, index) => (Method: member as IMethodSymbol, Index: index)).Where(m => m.Method is not null && IsForward(m.Method)).ToArray();
        if (methods.Length == 0) return new Reading(false, null, expressions);
        var (method, member) = (methods[0].Method!, methods[0].Index);
        if (methods.Length > 1)
        {
            var names = string.Join(" and ", methods.Select(m => m.Method!.Name));
            findings.Add(Finding.Of(Rules.SeveralForwards, new Anchor(Place.Member, methods[1].Index), model.Name, names));
            return new Reading(true, null, expressions);
        }
        for (var i = 0; i < members.Length; i++)
        {
            if (parts.Any(part => part.Name == members[i].Name)) findings.Add(Finding.Of(Rules.RedeclaredLayer, new Anchor(Place.Member, i), members[i].Name));
        }
        if (Fault(model, method) is { } fault)
        {
            if (fault.Length > 0) findings.Add(Finding.Of(Rules.ForwardSignature, new Anchor(Place.Member, member), method.Name, fault, model.Name));
            return new Reading(true, null, expressions);
        }

        (compilation, method) = GeneratedSignatures.Bind(compilation, model, method, cancellation);
        var prediction = Trace(training: false);
        var training = prediction is not null && (method.Parameters.Length == 3 || parts.Any(Inlining.IsRecord)) ? Trace(training: true) : prediction;
        var spec = prediction is null || training is null ? null : new ForwardSpec(method.Name, prediction, training) { AsksForTraining = method.Parameters.Length == 3 };
        return new Reading(true, spec, expressions);

        TensorTrace? Trace(bool training) => new Evaluator(parts, training, compilation, expressions, findings, cancellation).Run(method);
    }

    /// <summary>What is wrong with a signature; empty where the compiler has said it, null where nothing is.</summary>
    private static string? Fault(INamedTypeSymbol model, IMethodSymbol method)
    {
        var types = method.Parameters.Select(p => p.Type).ToArray();
        if (types.Append(method.ReturnType).Any(t => t.TypeKind == TypeKind.Error)) return "";
        return !method.IsStatic ? "is an instance method, but the gradient is taken by the model that it is given"
            : method.Arity > 0 ? "is generic, but shapes are fixed at compile time"
            : method.IsAsync || method.Parameters.Any(p => p.RefKind != RefKind.None) ? "is async or takes references, but a prediction is one value of its arguments"
            : !IsTensor(method.ReturnType) ? $"returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}', not a Tensor"
            : types.Length is < 2 or > 3 || !SymbolEqualityComparer.Default.Equals(types[0], model) || !IsTensor(types[1]) ? "does not take the model and a Tensor"
            : types.Length == 3 && types[2].SpecialType != SpecialType.System_Boolean ? "has a third parameter that is no bool"
            : method.DeclaringSyntaxReferences.All(r => r.GetSyntax() is MethodDeclarationSyntax { Body: null, ExpressionBody: null }) ? "has no body"
            : null;
    }

    private static bool IsTensor(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString() == MetadataNames.Tensor;
}
