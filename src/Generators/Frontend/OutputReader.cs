using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads what a model predicts: one tensor, or several by name, as the result of its forward method says.</summary>
internal static class OutputReader
{
    /// <summary>Names of a model's outputs, where there are several; none where there is one. Wrong names are among them, and reported.</summary>
    public static EquatableArray<string> Read(INamedTypeSymbol model, ImmutableArray<ISymbol> members, List<Finding> findings)
    {
        var member = members.ToList().FindIndex(ForwardReader.IsForward);
        if (member < 0 || ((IMethodSymbol)members[member]).ReturnType is not INamedTypeSymbol type) return [];
        var names = NamesOf(type);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            var wrong = TupleNames.IsNumber(name) ? "has no name: name each, as in '(Tensor Digit, Tensor Box)'"
                : TupleNames.IsReserved(name) ? "has a name that tuples keep for themselves: choose another"
                : !taken.Add(name) ? "is there twice: give each a name of its own, not only by upper case"
                : null;
            if (wrong is not null) findings.Add(Finding.Of(Rules.NamedOutput, new Anchor(Place.Member, member), name, model.Name, wrong));
        }
        return names.ToEquatableArray();
    }

    /// <summary>Whether a constructor is that of a record which is made of tensors, and several.</summary>
    public static bool IsOfTensors(IMethodSymbol constructor) =>
        constructor is { ContainingType.Arity: 0, Parameters.Length: > 1 } && constructor.Parameters.All(p => ForwardReader.IsTensor(p.Type)) && RecordValues.Keeps(constructor);

    private static string[] NamesOf(INamedTypeSymbol type) =>
        type.IsTupleType ? type.TupleElements.All(element => ForwardReader.IsTensor(element.Type)) ? [.. type.TupleElements.Select(element => element.Name)] : []
        : type.InstanceConstructors.FirstOrDefault(IsOfTensors) is { } made ? [.. made.Parameters.Select(p => p.Name)]
        : [];
}
