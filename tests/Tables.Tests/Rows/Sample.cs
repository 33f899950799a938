namespace ModelDsl.Tables.Tests;

/// <summary>Rows without an empty cell.</summary>
internal static class Sample
{
    internal static Everything Row(int i) => new((sbyte)i, (short)-i, i, -i, (byte)i, (ushort)i, (uint)i, (ulong)i,
        (Half)i, i / 8f, i / 3.0, i / 16m, i % 2 == 0, $"row {i}", DateTime.UnixEpoch.AddHours(i), DateTimeOffset.UnixEpoch.AddMinutes(i), new DateOnly(2026, 11, 1).AddDays(i),
        new TimeOnly(8, 0).AddMinutes(i));
}
