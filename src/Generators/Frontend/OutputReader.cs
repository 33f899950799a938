using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads the outputs of a model from the result type of its forward method: one tensor, or several with names.</summary>
internal static class OutputReader
{
    /// <summary>
    /// Returns the names of a model's outputs when there are several, and none when there is one. Wrong names are included, and reported.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="members">The author's own members.</param>
    /// <param name="sites">The places in methods that findings point at.</param>
    /// <param name="findings">The list to which findings are added.</param>
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
                : TupleNames.IsReserved(name) ? "has a name that is reserved for tuples: choose another"
                : first[name] < i ? "is there twice: give each its own name, which must differ in more than upper case"
                : null;
            if (wrong is null) continue;
            findings.Add(Finding.Of(Rules.NamedOutput, At(i), name, model.Name,
                wrong) with
            { Others = first[name] < i ? [At(first[name])] : [] });
        }
        return names.ToEquatableArray();

        Anchor At(int output) => new(Place.Expression, sites.Add(PlaceOf(method, output)));
    }

    /// <summary>
    /// Returns the place of an output's name in a method's declaration. An output without a name has the place of its type there. When the
    /// result is no tuple, its type declares the names elsewhere, so the place is that type.
    /// </summary>
    private static Location PlaceOf(IMethodSymbol method, int output)
    {
        var result = SignatureParts.Result(method)!;
        if (result is not TupleTypeSyntax tuple) return result.GetLocation();
        var element = tuple.Elements[output];
        return element.Identifier.RawKind == 0 ? element.Type.GetLocation() : element.Identifier.GetLocation();
    }

    /// <summary>Returns true when a constructor makes a record of several tensors, and of nothing else.</summary>
    public static bool IsOfTensors(IMethodSymbol constructor) =>
        constructor is { ContainingType.Arity: 0, Parameters.Length: > 1 }
            && constructor.Parameters.All(p => ForwardReader.IsTensor(p.Type)) && RecordValues.Keeps(constructor);

    private static string[] NamesOf(INamedTypeSymbol type) =>
        type.IsTupleType ? type.TupleElements.All(element => ForwardReader.IsTensor(element.Type))
            ? [.. type.TupleElements.Select(element => element.Name)] : []
        : type.InstanceConstructors.FirstOrDefault(IsOfTensors) is { } made ? [.. made.Parameters.Select(p => p.Name)]
        : [];
}
