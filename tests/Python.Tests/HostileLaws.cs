using System.IO.Compression;
using FsCheck.Xunit;
using ModelDsl.Pickles;

namespace ModelDsl.Python.Tests;

/// <summary>A damaged or hostile file gives an error or weights: no other exception, and no memory for what it merely claims.</summary>
public sealed class HostileLaws : IDisposable
{
    private const long Allowed = 64 << 20;

    private static readonly byte[] Zip = File.ReadAllBytes(Fixture.At("checkpoint.pt"));
    private static readonly byte[] Hdf5 = File.ReadAllBytes(Fixture.At("keras_lstm.weights.h5"));
    private static readonly byte[] Pickle = PickleOf("checkpoint.pt");

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Property(MaxTest = 3000)]
    public void Changed_pickles(uint seed) => WithoutPanic(() =>
    {
        try
        {
            StateDict.Tensors(PickleReader.Read(Changed(Pickle, seed)));
        }
        catch (Exception fault) when (fault is PickleFault or Files.FileFault)
        {
        }
    });

    [Property(MaxTest = 400)]
    public void Changed_files_of_PyTorch(uint seed)
    {
        File.WriteAllBytes(file, Changed(Zip, seed));
        WithoutPanic(() => Mlp.LoadTorch(file));
    }

    /// <summary>A zip whose pickle is changed is a right zip: its tensors are read as far as they can be.</summary>
    [Property(MaxTest = 1000)]
    public void Changed_pickles_in_right_zips(uint seed)
    {
        Write(file, "mlp.pt", Changed(PickleOf("mlp.pt"), seed));
        WithoutPanic(() =>
        {
            var opened = ForeignWeights.OpenTorch(file);
            if (opened.IsFail) return;
            using var weights = opened.Value();
            foreach (var tensor in weights.Tensors.Take(20)) weights.Read(tensor);
        });
    }

    [Property(MaxTest = 300)]
    public void Changed_files_of_Keras(uint seed)
    {
        File.WriteAllBytes(file, Changed(Hdf5, seed));
        WithoutPanic(() => KerasLstm.LoadKeras(file));
    }

    /// <summary>An empty dictionary that becomes its own value, and the same by way of a tuple.</summary>
    [Fact]
    public void A_dictionary_in_itself_is_an_error()
    {
        byte[] itself = [0x80, 2, .. "}q\0X\u0001\0\0\0ah\0s."u8], tuple = [0x80, 2, .. "}q\0X\u0001\0\0\0ah\0"u8, 0x85, .. "s."u8];
        Assert.Throws<Files.FileFault>(() => StateDict.Tensors(PickleReader.Read(itself)));
        Assert.Throws<Files.FileFault>(() => StateDict.Tensors(PickleReader.Read(tuple)));
    }

    /// <summary>A tensor of 10 MB in a file of 2 KB: strides of 0 repeat one number.</summary>
    [Fact]
    public void A_tensor_that_repeats_its_numbers_is_an_error()
    {
        using var weights = ForeignWeights.OpenTorch(Fixture.At("expanded.pt")).Value();
        Assert.Equal("expanded.pt can't be read: weight repeats its numbers by a stride of 0. Save it in Python after tensor.contiguous().", weights.Read(weights.Tensors[0]).Fault());
    }

    /// <summary>A compressed entry of zeros, 1,000 times larger than the file.</summary>
    [Fact]
    public void A_zip_bomb_is_not_unpacked()
    {
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Update))
        {
            using var stream = zip.CreateEntry("mlp/data.pkl", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 80; i++) stream.Write(zeros);
        }
        WithoutPanic(() => Assert.Contains("has the entry mlp/data.pkl of 83886080 bytes, but at most 67108864 are read", Mlp.LoadTorch(file).Fault(), StringComparison.Ordinal));
    }

    private static void WithoutPanic(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowed);
    }

    /// <summary>Changes, drops or repeats a few bytes.</summary>
    private static byte[] Changed(byte[] bytes, uint seed)
    {
        var random = new Random((int)seed);
        var changed = bytes.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(5))
            {
                case 0: changed[at] = (byte)random.Next(256); break;
                case 1: changed[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: changed.RemoveRange(at, Math.Min(random.Next(1, 20), changed.Count - at)); break;
                case 3: changed.InsertRange(at, changed.GetRange(at, Math.Min(random.Next(1, 20), changed.Count - at))); break;
                default: changed[at] = 0xff; break;
            }
            if (changed.Count == 0) break;
        }
        return [.. changed];
    }

    private static byte[] PickleOf(string name)
    {
        using var zip = ZipFile.OpenRead(Fixture.At(name));
        using var stream = zip.Entries.First(entry => entry.Name == "data.pkl").Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static void Write(string target, string name, byte[] pickle)
    {
        using var source = ZipFile.OpenRead(Fixture.At(name));
        using var stream = new FileStream(target, FileMode.Create);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var entry in source.Entries)
        {
            using var made = zip.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
            if (entry.Name == "data.pkl") made.Write(pickle);
            else
            {
                using var old = entry.Open();
                old.CopyTo(made);
            }
        }
    }
}
