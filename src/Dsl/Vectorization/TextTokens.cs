using System.Buffers;
using ModelDsl.Data;

namespace ModelDsl.Vectorization;

/// <summary>Receives the tokens of a text, one after the other.</summary>
internal interface ITokenTaker
{
    /// <summary>Receives a token, which is valid during the call.</summary>
    /// <returns>Whether it wants another one.</returns>
    bool Take(scoped ReadOnlySpan<char> token);
}

/// <summary>
/// Divides texts into tokens: standardizes, splits and joins neighbours, as the options say. It allocates nothing for texts of Latin
/// letters; for others .NET allocates a little when it looks whether they are in form C.
/// </summary>
internal sealed class TextTokens(TextOptions options)
{
    /// <summary>Texts with more characters need memory of the pool.</summary>
    private const int MostOnStack = 1024;

    private const char Separator = ' ';

    private readonly bool lowers = options.Standardize is TextStandardization.LowerAndStripPunctuation or TextStandardization.Lower;

    private readonly bool strips =
        options.Standardize is TextStandardization.LowerAndStripPunctuation or TextStandardization.StripPunctuation;

    /// <summary>
    /// Count of characters between tokens, once a text is written. With a separator between them, neighbours are one piece of the text.
    /// </summary>
    private readonly int gap =
        options.Split == TextSplit.Whitespace || (options.Split == TextSplit.Character && options.Ngrams > 1) ? 1 : 0;

    /// <summary>Shows the tokens of a text to a taker: first the single ones, then pairs, and so on.</summary>
    internal void Read<TTaker>(string text, ref TTaker taker) where TTaker : struct, ITokenTaker, allows ref struct
    {
        text = WholeCharacters(text);
        var needed = options.Split == TextSplit.Character ? (1 + gap) * text.Length : text.Length;
        char[]? rented = null;
        var room = needed <= MostOnStack ? stackalloc char[MostOnStack] : rented = ArrayPool<char>.Shared.Rent(needed);
        try
        {
            var written = Write(text, room);
            for (var count = 1; count <= options.Ngrams && Show(written, count, ref taker); count++) { }
        }
        finally
        {
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// Returns a text in Unicode's form C, as all words are compared. What is no character becomes U+FFFD: half of a surrogate pair, as in
    /// UTF-8, for no file could hold it; and U+FFFE, with which .NET composes no text.
    /// </summary>
    private static string WholeCharacters(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uFFFE'); i >= 0 && i < text.Length; i++)
        {
            if (!IsNone(text, i)) continue;
            text = string.Create(text.Length, text, static (to, from) =>
            {
                for (var i = 0; i < to.Length; i++) to[i] = IsNone(from, i) ? '\uFFFD' : from[i];
            });
            break;
        }
        return CsvText.FormC(text);

        static bool IsNone(string text, int at) => text[at] == '\uFFFE' || CsvText.IsHalf(text, at);
    }

    /// <summary>Writes the standardized text, with <see cref="gap"/> separators between its tokens.</summary>
    private ReadOnlySpan<char> Write(string text, Span<char> room)
    {
        var written = room[..text.Length];
        if (lowers) text.AsSpan().ToLowerInvariant(written);
        else text.CopyTo(written);
        var splits = options.Split == TextSplit.Whitespace;
        if (strips || splits) written = written[..Compact(written, strips, splits)];
        return options.Split == TextSplit.Character && gap > 0 ? Spread(room, written.Length) : written;
    }

    /// <summary>Removes punctuation, and replaces white space by single separators. Returns how many characters are left.</summary>
    private static int Compact(Span<char> text, bool strips, bool splits)
    {
        var (length, waits) = (0, false);
        foreach (var c in text)
        {
            if (strips && IsPunctuation(c)) continue;
            if (splits && char.IsWhiteSpace(c))
            {
                waits = length > 0;
                continue;
            }
            if (waits) text[length++] = Separator;
            text[length++] = c;
            waits = false;
        }
        return length;
    }

    /// <summary>Returns whether a character is punctuation of ASCII: what is neither control, blank, digit nor letter.</summary>
    private static bool IsPunctuation(char c) => c is > ' ' and < '\u007F' && !char.IsAsciiLetterOrDigit(c);

    /// <summary>Moves characters apart, from the last to the first, so that a separator stands between them.</summary>
    private static Span<char> Spread(Span<char> room, int length)
    {
        var characters = 0;
        foreach (var c in room[..length]) if (!char.IsLowSurrogate(c)) characters++;
        var end = length + Math.Max(0, characters - 1);
        for (var (from, to) = (length - 1, end - 1); from >= 0; from--)
        {
            room[to--] = room[from];
            if (!char.IsLowSurrogate(room[to + 1]) && to >= 0) room[to--] = Separator;
        }
        return room[..end];
    }

    /// <summary>Shows all runs of so many tokens. Returns whether there may be longer ones, and the taker wants them.</summary>
    private bool Show<TTaker>(scoped ReadOnlySpan<char> text, int count, ref TTaker taker)
        where TTaker : struct, ITokenTaker, allows ref struct
    {
        if (text.IsEmpty) return false;
        var (first, end) = (0, End(text, 0));
        for (var i = 1; i < count; i++)
        {
            if (end == text.Length) return false;
            end = End(text, end + gap);
        }
        while (taker.Take(text[first..end]))
        {
            if (end == text.Length) return true;
            (first, end) = (End(text, first) + gap, End(text, end + gap));
        }
        return false;
    }

    /// <summary>Returns where the token ends that begins at a place.</summary>
    private int End(ReadOnlySpan<char> text, int first)
    {
        if (options.Split == TextSplit.None) return text.Length;
        if (options.Split == TextSplit.Character) return first + (char.IsHighSurrogate(text[first]) ? 2 : 1);
        var length = text[first..].IndexOf(Separator);
        return length < 0 ? text.Length : first + length;
    }
}
