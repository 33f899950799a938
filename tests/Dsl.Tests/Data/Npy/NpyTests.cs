using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using ModelDsl.Data;

namespace ModelDsl.Tests.Data;

/// <summary>Arrays that NumPy wrote (fixtures.py), and files that are not as they should be.</summary>
public sealed class NpyTests : IDisposable
{
    private static readonly string[] Archives = ["stored.npz", "compressed.npz"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "Npy", name);

    /// <summary>Writes a file of version 1.0.</summary>
    internal static byte[] File(string header, params byte[] content) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. content];

    internal static string Header(string type, string shape, string order = "False") =>
        $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}\n";

    private LanguageExt.Fin<NpyArray> Read(string header, params byte[] content) => Npy.Read(folder.Write("a.npy", File(header, content)));

    public static TheoryData<string> Kinds => [.. from kind in Enum.GetNames<NpyType>() select kind];

    [Theory, MemberData(nameof(Kinds))]
    public void EveryTypeInEveryOrderIsRead(string type)
    {
        var kind = Enum.Parse<NpyType>(type);
        var letter = kind == NpyType.Bool ? "b" : type.StartsWith("UInt", StringComparison.Ordinal) ? "u" : char.ToLowerInvariant(type[0]).ToString();
        var name = letter + NpyArray.SizeOf(kind);
        float[] expected = letter switch
        {
            "b" => [0, 1, 0, 1, 0, 1],
            "u" => [1, 2, 3, 100, 5, 6],
            "i" => [-1, -2, -3, -100, -5, -6],
            _ => [-.5f, -1, -1.5f, -50, -2.5f, -3],
        };
        foreach (var archive in Archives)
        {
            string[] forms = NpyArray.SizeOf(kind) == 1 ? ["", "_columns"] : ["", "_columns", "_big", "_big_columns"];
            foreach (var form in forms)
            {
                var array = Npz.Read(Fixture(archive), name + form).Value();
                Assert.Equal(kind, array.Type);
                Assert.Equal(expected, array.ToFloats());
                Assert.Equal([2, 3], array.Shape);
                Assert.Equal(letter == "f" ? null : expected.Select(x => (int)x), array.ToIntegers());
            }
        }
    }

    [Fact]
    public void ThreeAxesAScalarAndNothingAreRead()
    {
        var cube = Npz.Read(Fixture("stored.npz"), "cube").Value();
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), cube.ToFloats());
        Assert.Equal("Float32 [2, 3, 4]", cube.ToString());
        Assert.Equal([2.5f], Npz.Read(Fixture("stored.npz"), "scalar").Value().ToFloats());
        Assert.Equal("Float32 [0, 3]", Npz.Read(Fixture("stored.npz"), "empty").Value().ToString());
        Assert.Equal([7], Npz.Read(Fixture("stored.npz"), "row").Value().ToIntegers()!);
    }

    [Fact]
    public void AnArchiveTellsItsNames() =>
        Assert.Equal(["b1", "b1_columns", "i1"], Npz.Names(Fixture("compressed.npz")).Value().Take(3).ToArray());

    [Theory]
    [InlineData("text", "the type '<U1', which can't be read: integers, float16")]
    [InlineData("complex", "the type '<c16', which can't be read")]
    [InlineData("objects", "objects of Python, which only Python can read: save an array of numbers")]
    [InlineData("records", "the type [('a', '<i4'), ('b', '<f8')], which can't be read")]
    [InlineData("nothing", "there is no array nothing; there are b1, b1_columns, i1")]
    public void WhatIsNotNumbersIsRefused(string name, string why)
    {
        var message = Npz.Read(Fixture("stored.npz"), name).Message();
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.Contains("stored.npz", message, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesAndIntegersAreASetOfClasses()
    {
        var data = Npz.Load(Fixture("compressed.npz"), "x_train", "y_train", classNames: ["a", "b", "c"]).Value();
        Assert.Equal([2, 2], data.SampleShape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), data.Numbers());
        Assert.Equal([2, 0, 1], data.Labels());
        Assert.Equal("compressed.npz, x_train", data.Name);
        Assert.Equal(4, data.RowBytes);
    }

    [Fact]
    public void OtherNumbersAreTargetsAndTheKindMayBeGiven()
    {
        Assert.Equal([1], Npz.Load(Fixture("stored.npz"), "x_train", "y_mean").Value().LabelShape);
        var asked = Npz.Load(Fixture("stored.npz"), "x_train", "y_train", LabelKind.Values).Value();
        Assert.Equal((LabelKind.Values, 1), (asked.LabelKind, asked.LabelShape[0]));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), asked.Numbers());
        Assert.False(Npz.Load(Fixture("stored.npz"), "x_train", null).Value().HasLabels);
        Assert.Contains("y_mean: class indices are integers, but these are Float64",
            Npz.Load(Fixture("stored.npz"), "x_train", "y_mean", LabelKind.ClassIndices).Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsThatDoNotFitNameTheirArray()
    {
        Assert.Contains("x_train has 3 samples, but ", Npz.Load(Fixture("stored.npz"), "x_train", "row").Message(), StringComparison.Ordinal);
        Assert.Contains("huge: a label has more than 32 bits", Npz.Load(Fixture("stored.npz"), "i2", "huge").Message(), StringComparison.Ordinal);
        Assert.Contains("scalar: one number is not a set of samples", Npz.Load(Fixture("stored.npz"), "scalar", null).Message(), StringComparison.Ordinal);
        Assert.Contains("empty: there are no samples", Npz.Load(Fixture("stored.npz"), "empty", null).Message(), StringComparison.Ordinal);
        var samples = folder.Write("x.npy", File(Header("<f4", "(1, 1)"), 0, 0, 0, 0));
        var labels = folder.Write("y.npy", File(Header("<f4", "(1,)"), 0, 0, 192, 127));
        Assert.EndsWith("y.npy: the target of sample 0 at [0] is NaN.", Npy.Load(samples, labels).Message(), StringComparison.Ordinal);
        Assert.EndsWith("y.npy: sample 0 is NaN.", Npy.Load(labels, null).Message(), StringComparison.Ordinal);
        var wrong = folder.Write("c.npy", File(Header("|u1", "(1,)"), 3));
        Assert.EndsWith("c.npy: the label of sample 0 is 3, but there are names for the classes 0 … 1 only.",
            Npy.Load(samples, wrong, classNames: ["a", "b"]).Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'descr': '|u1', 'shape': (2,), 'fortran_order': False}")]
    [InlineData("{\"descr\":\"|u1\",\"fortran_order\":False,\"shape\":(2L,)}   \n")]
    [InlineData("  { 'shape' : ( 2 , ) , 'fortran_order' : False , 'descr' : '|u1' , }")]
    public void AnyDictionaryOfPythonWithTheThreeKeysIsRead(string header) => Assert.Equal([3f, 4f], Read(header, 3, 4).Value().ToFloats());

    [Theory]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': 0, 'shape': (2,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (-2,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,,2)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': [2]}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'more': 1}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'shape': (2,)}")]
    [InlineData("{'descr: '|u1', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2,)")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2,}")]
    [InlineData("")]
    public void AnotherHeaderIsAnErrorThatShowsIt(string header) =>
        Assert.Contains("a.npy: its header is not that of an array: ", Read(header, 3, 4).Message(), StringComparison.Ordinal);

    [Fact]
    public void AFileIsNotBelieved()
    {
        Assert.Contains("an array of shape [3] needs 3 bytes, but there are 2", Read(Header("|u1", "(3,)"), 1, 2).Message(), StringComparison.Ordinal);
        Assert.Contains("too long: bytes follow the 1", Read(Header("|u1", "(1,)"), 1, 2).Message(), StringComparison.Ordinal);
        Assert.Contains("too large for any memory", Read(Header("<f8", "(99999999, 99999999)")).Message(), StringComparison.Ordinal);
        Assert.Contains("needs 2000000000 bytes, but there are 0", Read(Header("|u1", "(2000000000,)")).Message(), StringComparison.Ordinal);
        Assert.Contains("not an .npy file: it begins with 504B", Npy.Read(Fixture("stored.npz")).Message(), StringComparison.Ordinal);
        Assert.Contains("of version 9.0", Npy.Read(folder.Write("v", [0x93, .. "NUMPY"u8, 9, 0, 1, 0])).Message(), StringComparison.Ordinal);
        byte[] long2 = [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255];
        Assert.Contains("its header has 4294967295 bytes", Npy.Read(folder.Write("l", long2)).Message(), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Npy.Read(folder["missing"]).Message(), StringComparison.Ordinal);
        Assert.Contains("not an .npz file", Npz.Read(folder.Write("z", 1, 2, 3), "a").Message(), StringComparison.Ordinal);
    }

    [Property(MaxTest = 30)]
    public bool ACompressedArrayWithAnyByteChangedIsAnErrorOrTheSame(ushort where, byte bits)
    {
        var whole = System.IO.File.ReadAllBytes(Fixture("stored.npz"));
        // The content of the first array, behind its two headers.
        var first = whole.AsSpan().IndexOf("NUMPY"u8) - 1;
        var at = first + where % 134;
        whole[at] ^= (byte)(bits | 1);
        return Npz.Read(folder.Write("damaged.npz", whole), "b1").IsFail;
    }

    [Property(MaxTest = 50)]
    public bool AFileCutAnywhereIsAnErrorThatNamesIt(ushort where)
    {
        var whole = File(Header("<i2", "(3, 2)"), new byte[12]);
        return Npy.Read(folder.Write("cut.npy", whole[..(where % whole.Length)])).Message().Contains("cut.npy", StringComparison.Ordinal);
    }

    [Fact]
    public void AnArchiveMayNotFillTheMemory()
    {
        var header = File(Header("|u1", "(100000000,)"));
        using (var zip = System.IO.Compression.ZipFile.Open(folder["bomb.npz"], System.IO.Compression.ZipArchiveMode.Create))
        using (var stream = zip.CreateEntry("zeros.npy").Open())
        {
            stream.Write(header);
            for (var i = 0; i < 100; i++) stream.Write(new byte[1_000_000]);
        }
        Assert.Contains("has 100000000 bytes, more than the 67108864 that a compressed file of this length may have here",
            Npz.Read(folder["bomb.npz"], "zeros").Message(), StringComparison.Ordinal);
        Assert.Equal(100_000_000, Npz.Read(folder["bomb.npz"], "zeros", mostBytes: 100_000_000).Value().Shape.Size);
    }

    [Fact]
    public void LargeIntegersAreRounded()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (1UL << 24) + 1);
        var array = Read(Header("<u8", "(2,)"), bytes).Value();
        Assert.Equal([18446744073709551616f, 16777216f], array.ToFloats());
        Assert.Null(array.ToIntegers());
    }
}
