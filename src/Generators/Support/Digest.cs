using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelDsl.Generators.Support;

/// <summary>A short text that distinguishes long ones: the first 16 hexadecimal digits of their SHA-256.</summary>
internal static class Digest
{
    private const int Bytes = 8;

    public static string Of(string text)
    {
        using var sha = SHA256.Create();
        var digest = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
        return string.Concat(digest.Take(Bytes).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
