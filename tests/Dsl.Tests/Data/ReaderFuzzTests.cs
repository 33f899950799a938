using System.Text;
using ModelDsl.Data;

namespace ModelDsl.Tests.Data;

/// <summary>
/// Files with random damage, the same in each run. A reader returns a data set with the right numbers, or a readable error that names the
/// file.
/// </summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private const int Files = 500;
    private const int LongestMessage = 2000;

    private readonly TemporaryFolder folder = new();
    private readonly Random random = new(20170828);

    public void Dispose() => folder.Dispose();

    private static readonly string[] CsvPieces =
        ["1", "-2.5e3", "x", "setosa", "\"", "\"\"", ",", ";", " ", "\t", "\n", "\r\n", "\r", "\u00A0", "ü", "", "NaN", "1e400", "\0", "\uFEFF", "|"];

    private static readonly string[] Delimiters = [",", ";", " ", "\t", "|", "||", "  ", "\u00A0"];

    [Fact]
    public void Csv_of_any_text_and_any_bytes_is_a_data_set_or_an_error()
    {
        for (var i = 0; i < Files; i++)
        {
            var delimiter = Pick(Delimiters);
            var text = new StringBuilder($"a{delimiter}b{delimiter}l\n");
            if (i % 2 == 0) for (var row = random.Next(5); row >= 0; row--) text.Append($"{row}{delimiter}2{delimiter}x{row % 2}\n");
            for (var piece = random.Next(12); piece > 0; piece--) text.Insert(random.Next(text.Length + 1), Pick(CsvPieces));
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (i % 3 == 0) Damage(ref bytes);
            var options = new CsvOptions
            {
                Delimiter = delimiter,
                HasHeader = random.Next(4) > 0,
                Labels = (CsvLabels)random.Next(4),
                Ignore = random.Next(3) == 0 ? ["b"] : [],
                Label = random.Next(3) == 0 ? "l" : null,
            };
            Right(Csv.Load(folder.Write("fuzz.csv", bytes), options), "fuzz.csv");
        }
    }

    [Fact]
    public void Idx_of_any_bytes_is_an_array_or_an_error()
    {
        for (var i = 0; i < Files; i++)
        {
            var type = Pick(Enum.GetValues<IdxType>());
            int[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5))];
            var bytes = IdxTests.File(type, shape, Samples.Bytes(shape.Aggregate(IdxArray.SizeOf(type), (size, d) => size * d), i));
            Damage(ref bytes);
            var path = folder.Write("fuzz.idx", i % 2 == 0 ? bytes : IdxTests.Gzip(bytes));
            var labels = folder.Write("labels.idx", IdxTests.File(IdxType.UInt8, [2], 0, 1));
            Idx.Read(path).Match(array => Assert.Equal(array.Shape.Size, array.ToFloats().Length), error => Readable(error.Message, "fuzz.idx"));
            Right(Idx.Load(path, labels), "fuzz.idx");
            if (i % 2 == 0) Right(Idx.Map([new IdxPart(path)]), "fuzz.idx", isOnDisk: true);
        }
    }

    [Fact]
    public void Npy_of_any_bytes_is_an_array_or_an_error()
    {
        for (var i = 0; i < Files; i++)
        {
            var type = Pick<string>(["|u1", "<i2", ">f4", "<f8", "|b1", "<i8"]);
            int[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5))];
            var bytes = NpyTests.File(
                NpyTests.Header(type, $"({string.Concat(shape.Select(d => $"{d}, "))})", Pick<string>(["True", "False"])),
                Samples.Bytes(shape.Aggregate(type[2] - '0', (size, d) => size * d), i));
            Damage(ref bytes);
            var path = folder.Write("fuzz.npy", bytes);
            Npy.Read(path).Match(array => Assert.Equal(array.Shape.Size, array.ToFloats().Length), error => Readable(error.Message, "fuzz.npy"));
            Right(Npy.Load(path, null), "fuzz.npy");
            Right(Npy.Load(path, path), "fuzz.npy");
        }
    }

    [Fact]
    public void Damaged_gzip_is_what_it_was_or_an_error()
    {
        var content = Samples.Bytes(300, 1);
        var whole = IdxTests.Gzip(IdxTests.File(IdxType.UInt8, [300], content));
        for (var i = 0; i < Files; i++)
        {
            var bytes = whole;
            Damage(ref bytes);
            // The fields of gzip's own header (time, system) may hold anything; the numbers may not.
            Idx.Read(folder.Write("fuzz.gz", bytes)).Match(
                array => Assert.Equal(content.Select(b => (float)b), array.ToFloats()), error => Readable(error.Message, "fuzz.gz"));
        }
    }

    private void Right(LanguageExt.Fin<Dataset> loaded, string file, bool isOnDisk = false) => loaded.Match(
        data =>
        {
            Assert.True(data.Count > 0);
            if (isOnDisk) return;
            Assert.All(data.Numbers(), number => Assert.True(float.IsFinite(number)));
            if (data.HasLabels && data.LabelKind == LabelKind.ClassIndices && !data.ClassNames.IsEmpty)
            {
                Assert.All(data.Labels(), label => Assert.InRange(label, 0, data.ClassNames.Count - 1));
                Assert.All(data.ClassNames, name => Assert.Equal(CsvText.Name(name), name));
                Assert.Equal(data.ClassNames.Count, data.ClassNames.Distinct().Count());
            }
        },
        error => Readable(error.Message, file));

    private static void Readable(string message, string file)
    {
        Assert.True(message.Length < LongestMessage, message);
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    /// <summary>Changes, cuts off, doubles or appends some bytes.</summary>
    private void Damage(ref byte[] bytes)
    {
        bytes = [.. bytes];
        for (var times = random.Next(4); times > 0; times--)
        {
            if (bytes.Length == 0) return;
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = Pick<byte>([0, 1, 0x7F, 0x80, 0xFF]); break;
                case 2:
                    bytes = random.Next(2) == 0 ? bytes[..at]
                    : [.. bytes[..at], .. bytes[Math.Min(at + random.Next(9), bytes.Length)..]]; break;
                default: bytes = [.. bytes, .. bytes[..Math.Min(random.Next(9), bytes.Length)]]; break;
            }
        }
    }
}
