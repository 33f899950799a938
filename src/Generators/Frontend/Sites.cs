using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Diagnostics;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// The places in methods that findings point at, by number, and the calls and loops through which a method reached each place.
/// </summary>
internal sealed class Sites
{
    /// <summary>A place: an expression with its named arguments, or only a location.</summary>
    private sealed record Site(Location Whole, SyntaxNode? Syntax, ImmutableArray<(string Name, SyntaxNode Syntax)> Arguments);

    private readonly List<Site> sites = [];
    private readonly Dictionary<SyntaxNode, int> numbers = [];
    private readonly List<(SyntaxNode At, int Outer)> ways = [];
    private readonly Dictionary<(SyntaxNode At, int Outer), int> numbersOfWays = [];

    /// <summary>Adds a place that is no expression, and returns its number.</summary>
    public int Add(Location location)
    {
        sites.Add(new Site(location, null, []));
        return sites.Count - 1;
    }

    /// <summary>Returns the number of an expression or a statement. It is the same for every caller.</summary>
    public int Add(SyntaxNode syntax)
    {
        if (numbers.TryGetValue(syntax, out var number)) return number;
        sites.Add(new Site(Squiggle.Of(syntax), syntax, []));
        return numbers[syntax] = sites.Count - 1;
    }

    /// <summary>Returns the number of an operation, so that findings can point at its arguments.</summary>
    public int Add(IOperation operation)
    {
        var number = Add(operation.Syntax);
        if (operation is IInvocationOperation call && sites[number].Arguments.IsEmpty)
            sites[number] = sites[number] with
            {
                Arguments =
                [.. call.Arguments.Where(a => !a.IsImplicit && a.Parameter is not null).Select(a => (a.Parameter!.Name, a.Value.Syntax))]
            };
        return number;
    }

    /// <summary>Returns the number of a way to a place: through a call or an iteration of a loop, after another way.</summary>
    public int Way(SyntaxNode at, int outer)
    {
        if (numbersOfWays.TryGetValue((at, outer), out var number)) return number;
        ways.Add((at, outer));
        return numbersOfWays[(at, outer)] = ways.Count;
    }

    public Location Locate(Anchor anchor)
    {
        var site = sites[anchor.Index];
        var part = site.Syntax is null ? null
            : anchor.Part > 0 ? Squiggle.Argument(site.Syntax, anchor.Part - 1)
            : anchor.Argument.Length == 0 ? null
            : site.Arguments.FirstOrDefault(argument => argument.Name == anchor.Argument).Syntax
                ?? Squiggle.Side(site.Syntax, anchor.Argument);
        return part is null ? site.Whole : part.GetLocation();
    }

    /// <summary>Returns the calls and loops through which a place was reached, the nearest first.</summary>
    public IEnumerable<Location> Around(Anchor anchor)
    {
        for (var way = anchor.Way; way > 0; way = ways[way - 1].Outer) yield return Squiggle.Of(ways[way - 1].At);
    }

    /// <summary>Returns the diagnostic for a finding in a method that belongs to no record.</summary>
    public Diagnostic Diagnose(Finding finding) => Diagnostic.Create(
        finding.Rule, Locate(finding.Anchor), [.. finding.Others.Select(Locate), .. Around(finding.Anchor)], [.. finding.Arguments]);
}
