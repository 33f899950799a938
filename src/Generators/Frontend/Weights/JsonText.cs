using System.Globalization;
using System.Text;

namespace ModelDsl.Generators.Frontend.Weights;

/// <summary>A value of JSON.</summary>
internal abstract record JsonValue;

/// <summary>An object: its members in order. A name may occur twice.</summary>
internal sealed record JsonObject(IReadOnlyList<(string Name, JsonValue Value)> Members) : JsonValue;

/// <summary>An array.</summary>
internal sealed record JsonArray(IReadOnlyList<JsonValue> Items) : JsonValue;

/// <summary>A string.</summary>
internal sealed record JsonString(string Text) : JsonValue;

/// <summary>A number, as it is written, or one of the words true, false and null.</summary>
internal sealed record JsonWord(string Text) : JsonValue;

/// <summary>Reads JSON strictly, as RFC 8259 defines it: no comments, no commas at an end.</summary>
internal sealed class JsonText
{
    private const int Deepest = 4;

    private readonly string text;
    private int at;

    private JsonText(string text) => this.text = text;

    /// <summary>Returns the value, and the position after it; blanks are not skipped there.</summary>
    /// <exception cref="FormatException">The text does not begin with a value of JSON, or nests more than four deep.</exception>
    public static (JsonValue Value, int End) Read(string text)
    {
        var reader = new JsonText(text);
        var value = reader.Value(1);
        return (value, reader.at);
    }

    /// <summary>Returns false for a string that holds half of a surrogate pair: JSON can write it, but it is no text.</summary>
    public static bool IsWhole(string read)
    {
        for (var i = 0; i < read.Length; i++)
        {
            if (!char.IsSurrogate(read[i])) continue;
            if (!char.IsSurrogatePair(read, i)) return false;
            i++;
        }
        return true;
    }

    private char Next => at < text.Length ? text[at] : '\0';

    private JsonValue Value(int depth)
    {
        Skip();
        return Next switch
        {
            '{' => new JsonObject(Items('}', depth, Member)),
            '[' => new JsonArray(Items(']', depth, Value)),
            '"' => new JsonString(String()),
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            _ => Number(),
        };
    }

    private (string Name, JsonValue Value) Member(int depth)
    {
        Skip();
        var name = String();
        Skip();
        Take(':');
        return (name, Value(depth));
    }

    private List<T> Items<T>(char end, int depth, Func<int, T> item)
    {
        if (depth > Deepest) throw Fault();
        at++;
        var items = new List<T>();
        Skip();
        if (TryTake(end)) return items;
        while (true)
        {
            items.Add(item(depth + 1));
            Skip();
            if (TryTake(end)) return items;
            Take(',');
        }
    }

    private JsonWord Word(string word)
    {
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) throw Fault();
        at += word.Length;
        return new JsonWord(word);
    }

    private JsonWord Number()
    {
        var begin = at;
        TryTake('-');
        if (!TryTake('0')) Digits();
        if (TryTake('.')) Digits();
        if (TryTake('e') || TryTake('E'))
        {
            if (!TryTake('+')) TryTake('-');
            Digits();
        }
        return new JsonWord(text.Substring(begin, at - begin));
    }

    private void Digits()
    {
        if (Next is not (>= '0' and <= '9')) throw Fault();
        while (Next is >= '0' and <= '9') at++;
    }

    private string String()
    {
        Take('"');
        var result = new StringBuilder();
        while (Next != '"')
        {
            if (at >= text.Length || text[at] < ' ') throw Fault();
            result.Append(text[at++] is var letter && letter == '\\' ? Escaped() : letter);
        }
        at++;
        return result.ToString();
    }

    private char Escaped()
    {
        var letter = Next;
        at++;
        const string Letters = "\"\\/bfnrt", Meanings = "\"\\/\b\f\n\r\t";
        if (Letters.IndexOf(letter) is >= 0 and var known) return Meanings[known];
        if (letter != 'u' || at + 4 > text.Length || !text.Substring(at, 4).All(IsHex)) throw Fault();
        at += 4;
        return (char)int.Parse(text.Substring(at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static bool IsHex(char letter) => letter is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F';

    private void Skip()
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or '\n' or '\r')) at++;
    }

    private bool TryTake(char letter)
    {
        if (at >= text.Length || text[at] != letter) return false;
        at++;
        return true;
    }

    private void Take(char letter)
    {
        if (!TryTake(letter)) throw Fault();
    }

    private FormatException Fault() => new($"character {at + 1} is not expected");
}
