using System.Text;

namespace ModelDsl.Tests.Data;

/// <summary>CSV as text: encodings, white space, delimiters, lines.</summary>
public sealed class CsvTextTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private LanguageExt.Fin<Dataset> Load(string text, CsvOptions? options = null) => Csv.Load(folder.Write("data.csv", text), options);

    [Fact]
    public void LatinOneIsAnErrorThatNamesLineAndByteAndSaysWhatToDo()
    {
        var text = "a,farbe\n1,Rot\n2,Grün\n3,Grön\n";
        var message = Csv.Load(folder.Write("data.csv", Encoding.Latin1.GetBytes(text))).Message();
        Assert.StartsWith($"{folder["data.csv"]}, line 3: the byte 0xFC at position 18 is not UTF-8", message);
        Assert.Contains("iconv -f WINDOWS-1252 -t UTF-8", message);
        Assert.Equal(["Grön", "Grün", "Rot"], Load(text).Value().ClassNames.ToArray());
    }

    [Fact]
    public void AByteThatIsNoTextIsFoundWhereverItStands()
    {
        // The positions lie around the borders of the blocks in which the file is read. Some lie in the middle of a character, and one at
        // the last byte.
        foreach (var at in (int[])[0, 5, 65534, 65535, 65536, 65537, 131071, 140000])
        {
            var bytes = Encoding.UTF8.GetBytes("a,farbe\n" + string.Concat(Enumerable.Repeat("1,Grün\r\n", 20000)))[..140000];
            while ((bytes[^1] & 0x80) != 0) bytes = bytes[..^1];
            var position = Math.Min(at, bytes.Length - 1);
            if ((bytes[position] & 0xC0) == 0x80) position++;
            bytes[position] = 0xFF;
            // A CR that has lost its LF also ends a line.
            var line = 1 + bytes.Take(position).Count(b => b == '\n') + (position > 0 && bytes[position - 1] == '\r' ? 1 : 0);
            Assert.StartsWith($"{folder["data.csv"]}, line {line}: the byte 0x", Csv.Load(folder.Write("data.csv", bytes)).Message());
        }
    }

    [Fact]
    public void AByteOrderMarkIsNoPartOfTheFirstName()
    {
        foreach (var header in (string[])["a,l", "\"a\",l"])
        {
            var data = Load($"\uFEFF{header}\n1,x\n2,y\n", new CsvOptions { Ignore = [], Label = "l" }).Value();
            Assert.Equal([1f, 2f], data.Numbers());
            Assert.Contains("line 2, column a", Load($"\uFEFF{header}\nz,x\n").Message());
        }
    }

    [Fact]
    public void AnotherUnicodeEncodingIsAnErrorThatNamesIt()
    {
        byte[] marked = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a,l\n1,x\n")];
        Assert.Contains("line 1: the byte 0xFF at position 0 is not UTF-8. Save the file as UTF-8; `iconv -f UTF-16", Csv.Load(folder.Write("data.csv", marked)).Message());
        Assert.EndsWith("compressed by gzip. Decompress it first: `gunzip` does that.", Csv.Load(folder.Write("data.csv", [0x1F, 0x8B, 8, 0])).Message());
        Assert.Contains("line 1: it holds a NUL character", Csv.Load(folder.Write("data.csv", Encoding.Unicode.GetBytes("a,l\n1,x\n"))).Message());
    }

    [Theory]
    [InlineData(" "), InlineData("\t"), InlineData("\u00A0"), InlineData("\u3000"), InlineData("\u2003"), InlineData("\u0085"), InlineData("\u200B"),
     InlineData("\u200E"), InlineData("\u200F"), InlineData("\u202A"), InlineData("\u202C"), InlineData("\u00AD"), InlineData("\u061C"), InlineData("\u2066"), InlineData("\u200D"),
     InlineData("\uFEFF"), InlineData("\u2060"), InlineData("\v"), InlineData(" \t\u00A0 ")]
    public void WhiteSpaceOfEveryKindIsTrimmedAlike(string white)
    {
        var data = Load($"a{white},{white}l{white}\n1{white},x{white}\n{white}2,{white}x\n3,{white}\"x{white}\"{white}\n4,y\n{white}\n", new CsvOptions { Label = "l" }).Value();
        Assert.Equal([1f, 2f, 3f, 4f], data.Numbers());
        Assert.Equal(["x", "y"], data.ClassNames.ToArray());
    }

    [Fact]
    public void ANameIsTheSameInBothFormsOfUnicode()
    {
        var data = Load("größe,art\n1,Gr\u00FCn\n2,Gru\u0308n\n".Normalize(NormalizationForm.FormC).Replace("1,", "1, "), new CsvOptions { Label = "art" }).Value();
        Assert.Single(data.ClassNames);
        var decomposed = Load("art,gro\u0308ße\nx,1\n", new CsvOptions { Label = "art", Ignore = [] }).Value();
        Assert.Equal([1f], decomposed.Numbers());
        Assert.Equal(["Gr\u00FCn"], Load("l,a\nGru\u0308n,1\n", new CsvOptions { Label = "l" }).Value().ClassNames.ToArray());
        Assert.Contains("not one of the classes", Load("l,a\nGru\u0308n,1\n", new CsvOptions { Label = "l", Classes = ["Rot"] }).Message());
        Assert.True(Load("l,a\nGru\u0308n,1\n", new CsvOptions { Label = "l", Classes = ["Rot", "Gr\u00FCn"] }).IsSucc);
    }

    [Theory]
    [InlineData(","), InlineData(";"), InlineData("\t"), InlineData("|"), InlineData("||"), InlineData("::"), InlineData(" | "), InlineData(", "), InlineData(" "),
     InlineData("   "), InlineData("\u00A0"), InlineData("\u3000"), InlineData("->"), InlineData("§"), InlineData("'")]
    public void DelimitersOfEveryKindWork(string delimiter)
    {
        var options = new CsvOptions { Delimiter = delimiter };
        var lines = (string[])["a b", "1 x", "\"2\" \"y\"", "3 \"x\""];
        var data = Load(string.Join('\n', lines.Select(line => line.Replace(" ", delimiter))), options).Value();
        Assert.Equal([1f, 2f, 3f], data.Numbers());
        Assert.Equal([0, 1, 0], data.Labels());
        if (string.IsNullOrWhiteSpace(delimiter)) return;
        var quoted = Load($"a{delimiter}b\n1{delimiter}\"p{delimiter}q\"\n2{delimiter}\n", options).Message();
        Assert.Contains("line 3, column b: the cell is empty", quoted);
    }

    [Fact]
    public void ColumnsMayStandUnderEachOtherByBlanks()
    {
        var data = Load("  length   width  name\n    1.5       2  setosa \n   13         4\t virginica\n\n", new CsvOptions { Delimiter = " " }).Value();
        Assert.Equal([1.5f, 2, 13, 4], data.Numbers());
        Assert.Equal(["setosa", "virginica"], data.ClassNames.ToArray());
        var cities = Load("x  city\n1  New York\n2    Rome\n", new CsvOptions { Delimiter = "  " }).Value();
        Assert.Equal(["New York", "Rome"], cities.ClassNames.ToArray());
    }

    [Fact]
    public void AnEmptyCellBetweenTabsIsMissing() =>
        Assert.Contains("line 2, column b: the cell is empty", Load("a\tb\tl\n1\t\tx\n", new CsvOptions { Delimiter = "\t" }).Message());

    [Theory]
    [InlineData(null, "empty"), InlineData("", "empty"), InlineData("\"", "quotation marks"), InlineData("\n", "line break"), InlineData("a\r", "line break"), InlineData("a\0", "NUL")]
    public void ADelimiterThatCannotBeIsAnError(string? delimiter, string expected)
    {
        var message = Load("a,l\n1,x\n", new CsvOptions { Delimiter = delimiter! }).Message();
        Assert.StartsWith(folder["data.csv"], message);
        Assert.Contains("delimiter", message);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("\n"), InlineData("\r\n"), InlineData("\r")]
    public void ARecordOverSeveralLinesIsNamedByTheLineWhereItsCellBegins(string end)
    {
        string Lines(params string[] lines) => string.Join(end, lines);
        Assert.Contains("line 3, column a: 'x\\u000ay' is not a number", Load(Lines("a,b,l", "1,2,p", "\"x", "y\",2,p")).Message());
        Assert.Contains("line 4, column b: 'bad'", Load(Lines("a,b,l", "1,2,p", "\"1", "\",bad,p")).Message());
        Assert.Contains("line 3: it has 2 columns", Load(Lines("a,b,l", "1,2,p", "1,\"p", "q\"")).Message());
        Assert.Contains("line 6, column a: 'no'", Load(Lines("a,l", "1,\"p", "q\"", "", "2,\"x\"", "no,y")).Message());
        Assert.Equal(["p\nq"], Load(Lines("a,l", "1,\"p", "q\"")).Value().ClassNames.ToArray());
    }

    [Fact]
    public void QuotationMarksThatAreNeverClosedAreNamedByTheLineThatOpensThem()
    {
        Assert.Contains("line 3: quotation marks that are opened here are never closed", Load("a,l\n1,x\n2,\"y\n3,x\n4,x\n").Message());
        Assert.Contains("line 2: quotation marks", Load("a,l\n1,\"x\"y\n").Message());
        Assert.Contains("line 1: quotation marks", Load("a,\"l").Message());
    }

    [Fact]
    public void NoErrorIsLongerThanItsReader()
    {
        var header = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"column{i}"));
        Assert.True(Load(header + "\n1\n", new CsvOptions { Label = "none" }).Message().Length < 1000);
        Assert.True(Load("a,l\n" + new string('9', 1_000_000) + "x,y\n").Message().Length < 1000);
        Assert.True(Load("a,l\n\"" + new string('\n', 100_000)).Message().Length < 1000);
        var name = new string('x', 1_000_000);
        Assert.True(Load(name + ",l\nz,y\n").Message().Length < 1000);
        Assert.True(Load(name + ",l\n1,y\n", new CsvOptions { Label = "none" }).Message().Length < 1000);
        Assert.True(Load($"a,l\n1,{name}\n").Value().ToString().Length < 1000);
    }
}
