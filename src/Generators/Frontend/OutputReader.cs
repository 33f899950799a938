using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads what a model predicts: one tensor, or several by name, as the result of its forward method says.</summary>
internal static class OutputReader
{
    /// <summary>Names of a model's outputs, where there are several; none where there is one. Wrong names are among them, and reported.</summary>
    /// <param name="model">The model.</param>
    /// <param name="members">Its author's own members.</param>
    /// <param name="sites">The places in methods that findings point at.</param>
    /// <param name="findings">Where findings go.</param>
    public static EquatableArray<string> Read(INamedTypeSymbol model, ImmutableArray<ISymbol> members, Sites sites, List<Finding> findings)
    {
        if (members.FirstOrDefault(ForwardReader.IsForward) is not IMethodSymbol { ReturnType: INamedTypeSymbol type } method) return [];
        var names = NamesOf(type);
        var first = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            if (!first.ContainsKey(name)) first[name] = i;
            var wrong = TupleNames.IsNumber(name) ? "has no name: name each, as in '(Tensor Digit, Tensor Box)'"
                : TupleNames.IsReserved(name) ? "has a name that tuples keep for themselves: choose another"
                : first[name] < i ? "is there twice: give each a name of its own, not only by upper case"
                : null;
            if (wrong is null) continue;
            findings.Add(Finding.Of(Rules.NamedOutput, At(i), name, model.Name, wrong) with { Others = first[name] < i ? [At(first[name])] : [] });
        }
        return names.ToEquatableArray();

        Anchor At(int output) => new(Place.Expression, sites.Add(PlaceOf(method, output)));
    }

    /// <summary>
    /// An output's name in a method's declaration; its type where it has none; the type of the result where that is no tuple, which names it elsewhere.
    /// </summary>
    private static Location PlaceOf(IMethodSymbol method, int output)
    {
        var result = SignatureParts.Result(method)!;
        if (result is not TupleTypeSyntax tuple) return result.GetLocation();
        var element = tuple.Elements[output];
        return element.Identifier.RawKind == 0 ? element.Type.GetLocation() : element.Identifier.GetLocation();
    }

    /// <summary>Whether a constructor is that of a record which is made of tensors, and several.</summary>
    public static bool IsOfTensors(IMethodSymbol constructor) =>
        constructor is { ContainingType.Arity: 0, Parameters.Length: > 1 } && constructor.Parameters.All(p => ForwardReader.IsTensor(p.Type)) && RecordValues.Keeps(constructor);

    private static string[] NamesOf(INamedTypeSymbol type) =>
        type.IsTupleType ? type.TupleElements.All(element => ForwardReader.IsTensor(element.Type)) ? [.. type.TupleElements.Select(element => element.Name)] : []
        : type.InstanceConstructors.FirstOrDefault(IsOfTensors) is { } made ? [.. made.Parameters.Select(p => p.Name)]
        : [];
}
