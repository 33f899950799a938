using Microsoft.CodeAnalysis.CSharp;

namespace ModelDsl.Generators.Support;

/// <summary>
/// Gives C# names to values of a program: camel-cased names of their layers. Each name is unique, and no keyword or taken name.
/// </summary>
internal sealed class Naming(IEnumerable<string> taken)
{
    private readonly HashSet<string> taken = [.. taken];

    public string Unique(string wanted)
    {
        var name = CamelCase(wanted);
        if (IsKeyword(name)) name += "Value";
        var candidate = name;
        for (var i = 2; !taken.Add(candidate); i++) candidate = name + Literal.Of(i);
        return candidate;
    }

    /// <summary>Returns the identifier in source form, with @ when it is a keyword.</summary>
    public static string Escape(string identifier) =>
        IsKeyword(identifier) ? "@" + identifier : identifier;

    private static bool IsKeyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None;

    private static string Capital(string part) => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part.Substring(1);

    private static string CamelCase(string name)
    {
        var letters = string.Concat(name.TrimStart('_', '@').Split('.').Select((part, i) => i == 0 ? part : Capital(part)));
        return letters.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(letters[0])
            ? "value" + letters
            : char.ToLowerInvariant(letters[0]) + letters.Substring(1);
    }
}
