using System.Globalization;

namespace ModelDsl.Data;

/// <summary>Formats counts in texts.</summary>
internal static class Words
{
    /// <summary>Returns a count of things: <c>1 sample</c>, <c>3 samples</c>.</summary>
    internal static string Counted(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : thing.EndsWith('s') ? "es" : "s")}");
}
