using System.Globalization;

namespace ModelDsl.Tables;

/// <summary>Finds the zones that columns of Arrow name.</summary>
internal static class TimeZones
{
    private static readonly string[] Offsets = ["hh\\:mm", "hhmm", "hh"];

    /// <summary>Finds a zone by its name, <c>Europe/Berlin</c>, or by its distance from UTC, <c>+01:00</c>.</summary>
    internal static bool TryFind(string name, out TimeZoneInfo zone)
    {
        if (name is ['+' or '-', .. var distance])
        {
            zone = TimeZoneInfo.Utc;
            if (!TimeSpan.TryParseExact(distance, Offsets, CultureInfo.InvariantCulture, out var offset)) return false;
            if (offset > TimeSpan.FromHours(14)) return false;
            zone = TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -offset : offset, name, name);
            return true;
        }
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
        {
            zone = found;
            return true;
        }
        zone = TimeZoneInfo.Utc;
        return false;
    }
}
