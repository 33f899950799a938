using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>Reads the names of categories and classes: those of a string's attribute, of an enum's members, or of false and true.</summary>
internal static class CategoryNames
{
    /// <summary>Returns the names; none for a number. It is null when something is wrong, which is reported.</summary>
    /// <param name="feature">The attribute.</param>
    /// <param name="least">The smallest number of names.</param>
    public static EquatableArray<string>? Read(FeatureArguments feature, int least)
    {
        var given = feature.Reader.Strings("names") ?? [];
        if (given.Count > 0 && feature.Cell.Kind != CellKind.Text)
        {
            feature.ReportItem(Rules.CategoryNames, 0, feature.Cell.Kind switch
            {
                CellKind.Enumeration => "names its categories, but those of an enum are its members: remove the names (for other names in tables, write [EnumMember(Value = \"…\")] before a member)",
                CellKind.Boolean => "names its categories, but those of a bool are false and true: remove the names",
                _ => "names its classes, but a number has none: remove the names, or make the parameter a string",
            });
            return null;
        }
        return feature.Cell.Kind switch
        {
            CellKind.Text => OfText(feature, given, least),
            CellKind.Enumeration => OfMembers(feature, least),
            CellKind.Boolean => ["False", "True"],
            _ => [],
        };
    }

    private static EquatableArray<string>? OfText(FeatureArguments feature, EquatableArray<string> names, int least)
    {
        var (example, other) = feature.Kind == "Label" ? ("classes", "") : ("categories", ", or [Vocabulary(1000)] to learn them");
        if (names.Count == 0)
            feature.Report(Rules.CategoryNames, "", $"does not name its {example}: write them, as in [{feature.Kind}(\"red\", \"green\")]{other}");
        else if (names.Count < least) feature.ReportItem(Rules.CategoryNames, 0, $"has one class, '{names[0]}', so there is nothing to learn: name at least two");
        for (var i = 0; i < names.Count; i++)
        {
            var fault = names[i].Trim().Length == 0 ? "has a category without a name: write one, or make the parameter nullable for empty cells"
                : names.Items.IndexOf(names[i]) < i ? $"names '{names[i]}' twice: remove one" : null;
            if (fault is null) continue;
            feature.ReportItem(Rules.CategoryNames, i, fault);
            return null;
        }
        return names.Count < least ? null : names;
    }

    private static EquatableArray<string>? OfMembers(FeatureArguments feature, int least)
    {
        var members = feature.Cell.Members;
        var type = feature.Cell.Source.Substring(feature.Cell.Source.LastIndexOfAny(['.', ':']) + 1);
        var twice = members.GroupBy(member => member.Name.Trim(), StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Count() > 1);
        var fault = members.Count == 0 ? $"has no categories, because the enum '{type}' has no members: give it some"
            : members.Count < least ? $"has one class, because the enum '{type}' has one member, so there is nothing to learn: give it another"
            : twice is not null ? $"has two members of '{type}' with the name '{twice.Key}' in tables: they must differ in more than upper case"
            : null;
        if (fault is null) return members.Select(member => member.Name).ToEquatableArray();
        feature.Report(Rules.CategoryNames, "", fault);
        return null;
    }
}
