using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>Which model gave an answer.</summary>
/// <param name="Number">1 for the model with which serving began; each newer model has the next number.</param>
/// <param name="Since">When it began to answer.</param>
/// <param name="Content">
/// The first 16 digits of the SHA-256 of the model's file, in hexadecimal. Equal files have equal contents on every machine.
/// </param>
public sealed record ModelVersion(int Number, DateTimeOffset Since, string Content)
{
    /// <summary>Returns all of it: <c>version 2 (5f0c2d1e9a7b3c44), since 2026-12-01 08:30:00Z</c>.</summary>
    public override string ToString() => ValueText.Line($"version {Number} ({Content}), since {Since.ToUniversalTime():u}");
}
