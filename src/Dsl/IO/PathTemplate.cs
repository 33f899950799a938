using System.Text;
using System.Text.RegularExpressions;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Formatting;

namespace ModelDsl.IO;

/// <summary>
/// A path with fields in braces, in the syntax of Python's <c>str.format</c>: <c>weights.{epoch:02d}-{val_loss:.2f}.safetensors</c>. A
/// field is a name; a format may follow after a colon. The format has a zero for filling, a width, digits after the point, and <c>d</c>
/// (whole), <c>f</c> (decimal) or <c>e</c> (exponent). Two braces mean one literal brace.
/// </summary>
internal sealed partial class PathTemplate
{
    private readonly Part[] parts;

    private PathTemplate(Part[] parts) => this.parts = parts;

    /// <summary>Names of the fields.</summary>
    public IEnumerable<string> Fields => parts.Where(p => p.IsField).Select(p => p.Text);

    /// <summary>Names of fields that must be whole numbers.</summary>
    public IEnumerable<string> WholeFields => parts.Where(p => p is { IsField: true, Type: 'd' }).Select(p => p.Text);

    /// <summary>Reads a template; an error says which part can't be understood.</summary>
    public static Fin<PathTemplate> Parse(string path)
    {
        var parts = new List<Part>();
        var end = 0;
        foreach (Match match in Piece().Matches(path))
        {
            if (match.Index != end) break;
            end += match.Length;
            if (!match.Groups["name"].Success) parts.Add(new Part(match.Value is "{{" or "}}" ? match.Value[..1] : match.Value));
            else
            {
                parts.Add(new Part(
                    match.Groups["name"].Value, true, match.Groups["zero"].Success, Number(match.Groups["width"]) ?? 0,
                    Number(match.Groups["precision"]), match.Groups["type"].Success ? match.Groups["type"].Value[0] : null));
            }
        }
        if (end < path.Length) return Error.New($"at \"{path[end..]}\" there is no field like {{epoch}}, {{epoch:02d}} or {{val_loss:.2f}}");
        var wrong = parts.Find(p => p.Precision is not null && p.Type is not ('f' or 'e'));
        return wrong is null
            ? new PathTemplate([.. parts])
            : Error.New($"the field {wrong.Text} has digits after the point, so it must end with f or e, as in {{val_loss:.2f}}");
    }

    /// <summary>Returns the path with the fields' values.</summary>
    public string Format(Func<string, double> value)
    {
        var path = new StringBuilder();
        foreach (var part in parts) path.Append(part.IsField ? part.Format(value(part.Text)) : part.Text);
        return path.ToString();
    }

    /// <summary>Returns whether this template could have made a path.</summary>
    public bool CouldBe(string path) => Regex.IsMatch(
        path, @"\A" + string.Concat(parts.Select(p => p.IsField ? AnyNumber : Regex.Escape(p.Text))) + @"\z", RegexOptions.CultureInvariant);

    private const string AnyNumber = @" *(-?[0-9]+(\.[0-9]+)?([eE][-+][0-9]+)?|nan|-?inf)";

    private static int? Number(Group group) => group.Success ? int.Parse(group.ValueSpan, provider: null) : null;

    [GeneratedRegex(
        @"\{\{|\}\}|[^{}]+|\{(?<name>[^{}:]+)(:(?<zero>0)?(?<width>[1-9][0-9]?)?(\.(?<precision>[0-9]{1,2}))?(?<type>[dfe])?)?\}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Piece();

    private sealed record Part(
        string Text, bool IsField = false, bool Zeros = false, int Width = 0, int? Precision = null, char? Type = null)
    {
        public string Format(double value)
        {
            var digits = new string('0', Precision ?? 6);
            var text = NumberText.Of(value, Type switch
            {
                'd' => "F0",
                'f' => "F" + (Precision ?? 6),
                'e' => (digits.Length == 0 ? "0" : "0." + digits) + "e+00",
                _ => "R",
            });
            if (!Zeros || !double.IsFinite(value)) return text.PadLeft(Width);
            return text.StartsWith('-') ? "-" + text[1..].PadLeft(Width - 1, '0') : text.PadLeft(Width, '0');
        }
    }
}
