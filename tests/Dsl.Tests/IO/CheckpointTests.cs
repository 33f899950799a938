using LanguageExt;
using LanguageExt.Common;
using ModelDsl.IO;
using ModelDsl.Tests.Data;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>Checkpoints that are damaged, old, or of impossible runs.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder["run"];

    public void Dispose() => folder.Dispose();

    private FitOptions Options(params Callback[] callbacks) => new()
    {
        Epochs = 4,
        BatchSize = 16,
        Seed = 3,
        Optimizer = new RmsProp(0.01, Momentum: 0.9),
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(20, seed: 9),
        Callbacks = [.. callbacks, new BackupAndRestore(Path, deleteCheckpoint: false)],
    };

    private static Fin<Fitted<Model>> Fit(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(60), options);

    private static CallbackFailed<Model> Refused(FitOptions options) => Assert.IsType<CallbackFailed<Model>>(Fit(options).Case);

    /// <summary>Writes the checkpoint again with a right checksum, like a user who edits it by hand.</summary>
    private void Rewrite(Func<SafetensorsFile, SafetensorsFile> change) =>
        Safetensors.WriteExactly(Path, change(Safetensors.ReadDoubles(Path).ThrowIfFail())).ThrowIfFail();

    private void RewriteTensor(string name, Func<double[], double[]> change) => Rewrite(file => file with
    {
        Tensors = file.Tensors.Map(
            t => t.Name != name ? t : t with { Tensor = Tensor.Create(t.Tensor.Shape, change(t.Tensor.ToDoubles()), Engine.Reference) })
                .Strict(),
    });

    [Fact]
    public void A_flipped_bit_anywhere_is_an_error()
    {
        Fit(Options()).ThrowIfFail();
        var bytes = File.ReadAllBytes(Path);
        var chance = new System.Random(1);
        var header = 8 + (int)BitConverter.ToInt64(bytes);
        int[] places = [.. Enumerable.Range(0, 96), .. Enumerable.Range(0, 60).Select(_ => chance.Next(header)),
            .. Enumerable.Range(header, bytes.Length - header)];
        foreach (var place in places)
        {
            var bit = (byte)(1 << chance.Next(8));
            bytes[place] ^= bit;
            File.WriteAllBytes(Path, bytes);
            Assert.True(Safetensors.ReadDoubles(Path).IsFail, $"byte {place}, bit {bit}");
            bytes[place] ^= bit;
        }
        File.WriteAllBytes(Path, [.. bytes, 0]);
        Assert.True(Safetensors.ReadDoubles(Path).IsFail);
        File.WriteAllBytes(Path, bytes);
        Assert.True(Fit(Options()).IsSucc);
    }

    [Fact]
    public void A_damaged_checkpoint_is_told_and_left_alone()
    {
        Fit(Options()).ThrowIfFail();
        var bytes = File.ReadAllBytes(Path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(Path, bytes);
        var error = Refused(Options());
        Assert.Contains($"{Path} is not a safetensors file that can be read: it is damaged: it does not agree with its checksum. Delete it to begin again.", error.Message);
        Assert.Equal(Model.Initialize(1), error.Model);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
    }

    /// <summary>Without a checksum, nothing shows that a number of an older file was changed.</summary>
    [Fact]
    public void A_checkpoint_without_a_checksum_is_refused()
    {
        Fit(Options()).ThrowIfFail();
        Safetensors.Write(Path, Safetensors.ReadDoubles(Path).ThrowIfFail()).ThrowIfFail();
        Assert.Contains("does not begin with a checksum: an older version of ModelDsl wrote it, or it is damaged. Delete it to begin again.", Refused(Options()).Message);
    }

    [Fact]
    public void The_checksum_is_no_metadata_of_the_checkpoint_but_may_be_one_of_other_files()
    {
        Fit(Options()).ThrowIfFail();
        Assert.False(Safetensors.ReadDoubles(Path).ThrowIfFail().Metadata.ContainsKey(FileChecksum.Key));
        Safetensors.Write(Path, new SafetensorsFile(default, LanguageExt.HashMap.create((FileChecksum.Key, "mine")))).ThrowIfFail();
        Assert.Equal("mine", Safetensors.Read(Path).ThrowIfFail().Metadata[FileChecksum.Key]);
    }

    [Theory]
    [InlineData("step", "15", "its step is 15, but after 4 epochs it must be 16")]
    [InlineData("step", "17", "its step is 17, but after 4 epochs it must be 16")]
    [InlineData("step", "9223372036854775807", "its step is 9223372036854775807, but")]
    [InlineData("step", "9223372036854775808", "its step is not a number of 1 or more")]
    [InlineData("epoch", "5", "it has made 5 epochs, but this run's Epochs is 4")]
    [InlineData("epoch", "2147483647", "it has made 2147483647 epochs, but this run's Epochs is 4")]
    [InlineData("epoch", "3", "history is [4, 6], but must be [3, 6]")]
    [InlineData("epoch_step", "4", "it is in epoch 5, but this run's Epochs is 4")]
    public void A_position_that_no_run_has_is_refused(string key, string value, string said)
    {
        Fit(Options()).ThrowIfFail();
        Rewrite(file => file with { Metadata = file.Metadata.AddOrUpdate(key, value) });
        Assert.Contains(said, Refused(Options()).Message);
    }

    [Fact]
    public void A_run_that_was_stopped_within_an_epoch_has_fewer_steps()
    {
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 3, Step: 2 }) c.Stop("enough"); });
        var whole = Fit(Options(stop)).ThrowIfFail();
        Assert.Equal("10", Safetensors.ReadDoubles(Path).ThrowIfFail().Metadata["step"]);
        Assert.Equal(whole.Model, Fit(Options(stop)).ThrowIfFail().Model);
        Rewrite(file => file with { Metadata = file.Metadata.AddOrUpdate("step", "8") });
        Assert.Contains("its step is 8", Refused(Options(stop)).Message);
    }

    [Theory]
    [InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(1e300)]
    public void Numbers_that_are_not_finite_do_not_come_into_the_model(double number)
    {
        Fit(Options()).ThrowIfFail();
        foreach (var name in (string[])["Output.Kernel", "optimizer/velocity"])
        {
            var before = File.ReadAllBytes(Path);
            RewriteTensor(name, values => [number, .. values[1..]]);
            var error = Refused(Options());
            Assert.Contains("it holds numbers that are not finite", error.Message);
            Assert.Equal(Model.Initialize(1), error.Model);
            File.WriteAllBytes(Path, before);
        }
    }

    [Theory]
    [InlineData(0, double.NaN), InlineData(1, -1.0), InlineData(1, double.PositiveInfinity), InlineData(2, double.NaN), InlineData(2,
        -0.5), InlineData(2, 1e300)]
    public void A_history_that_no_run_has_is_refused(int column, double number)
    {
        Fit(Options()).ThrowIfFail();
        RewriteTensor("history", values =>
        {
            values[6 + column] = number;
            return values;
        });
        Assert.Contains("history holds numbers that no epoch has", Refused(Options()).Message);
    }

    [Fact]
    public void Errors_are_short_whatever_stands_in_the_checkpoint()
    {
        Fit(Options()).ThrowIfFail();
        Rewrite(file => file with { Metadata = file.Metadata.AddOrUpdate("run/seed", new string('7', 1_000_000)).AddOrUpdate("epoch", new string('1', 100_000)) });
        Assert.InRange(Refused(Options()).Message.Length, 100, 3000);
    }

    [Fact]
    public void A_checkpoint_in_a_linked_place_is_deleted_there()
    {
        File.CreateSymbolicLink(folder["link"], "there");
        var options = Options() with { Callbacks = [new BackupAndRestore(folder["link"])] };
        using var source = new CancellationTokenSource();
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 3 }) source.Cancel(); });
        Fit(options with { Callbacks = [stop, .. options.Callbacks], Cancellation = source.Token }).ThrowIfFail();
        Assert.True(File.Exists(folder["there"]));
        Fit(options with { Callbacks = [new LambdaCallback(), .. options.Callbacks] }).ThrowIfFail();
        Assert.False(File.Exists(folder["there"]));
    }
}
