using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelDsl.Tests.Reports;

/// <summary>
/// Printing never throws: a value of any public type becomes short text and JSON, the same in every culture, without type names.
/// </summary>
public class PrintingLaws
{
    private const int LongestText = 1200;
    private const int LongestJson = 4000;

    public static TheoryData<string> Names => [.. PublicValues.All.Keys.Select(type => type.FullName!).Order(StringComparer.Ordinal)];

    private static object Value(string name) => PublicValues.All.Single(pair => pair.Key.FullName == name).Value;

    [Fact]
    public void Every_public_type_has_a_value_here_or_a_reason_why_not() => Assert.Equal(
        PublicValues.Types.Select(type => type.FullName).Order(StringComparer.Ordinal),
        PublicValues.All.Keys.Concat(PublicValues.Without.Keys).Where(PublicValues.Types.Contains).Select(type => type.FullName)
            .Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void Its_text_is_short_and_says_what_it_is(string name)
    {
        var (value, text) = (Value(name), Value(name).ToString());
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.InRange(text.Length, 1, LongestText);
        Plain(text);
        Assert.Equal(value is ConfusionMatrix, text.Contains('\n'));
        Assert.DoesNotContain(" = ,", text);
        Assert.NotEqual(typeof(object), value.GetType().GetMethod(nameof(ToString), [])!.DeclaringType);
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_JSON_is_short_and_well_formed(string name)
    {
        var value = Value(name);
        foreach (var options in (JsonSerializerOptions[])[JsonSerializerOptions.Default, JsonSerializerOptions.Web])
        {
            var json = JsonSerializer.Serialize(value, value.GetType(), options);
            Assert.InRange(json.Length, 2, LongestJson);
            Plain(json);
            using var read = JsonDocument.Parse(json);
            // A layer without tensors has only its kind.
            Assert.True(json != "{}" || value is Layer);
        }
    }

    [Theory]
    [InlineData("de-DE"), InlineData("fi-FI"), InlineData("tr-TR"), InlineData("ar-SA")]
    public void Every_culture_gives_the_same(string culture)
    {
        Assert.All(PublicValues.All.Values, value =>
        {
            var (text, json) = (value.ToString(), JsonSerializer.Serialize(value, value.GetType()));
            var before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            try
            {
                Assert.Equal(text, value.ToString());
                Assert.Equal(json, JsonSerializer.Serialize(value, value.GetType()));
                Assert.Equal(culture, CultureInfo.CurrentCulture.Name);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        });
    }

    /// <summary>
    /// Checks what a debugger shows for a type with a display attribute: the members in braces exist and do not throw. Other types show
    /// their text.
    /// </summary>
    [Theory, MemberData(nameof(Names))]
    public void What_a_debugger_shows_does_not_throw(string name)
    {
        var value = Value(name);
        foreach (var shown in value.GetType().GetCustomAttributes<DebuggerDisplayAttribute>())
        {
            foreach (Match expression in Regex.Matches(shown.Value ?? "", @"\{([^},]+)"))
            {
                var member = expression.Groups[1].Value.Trim().TrimEnd('(', ')');
                const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
                var read = value.GetType().GetProperty(member, Any)?.GetMethod ?? value.GetType().GetMethod(member, Any, []);
                Assert.NotNull(read);
                Plain($"{read.Invoke(value, [])}");
            }
        }
    }

    /// <summary>Checks that a text has no names of types or namespaces, and no stand-in for a list without its items.</summary>
    private static void Plain(string text) => Assert.All(
        ["System.", "LanguageExt", "ModelDsl.", "`", "AnonymousType", "NullReference"], name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
}
