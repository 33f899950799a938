using FsCheck.Xunit;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Tests.Data;
using ModelDsl.Tests.Training;

namespace ModelDsl.Tests.IO;

/// <summary>An older file becomes a file of the model, by pure functions; a file that fits is never touched.</summary>
public sealed class MigrationTests
{
    private sealed class Migrating : ILinearSpec
    {
        public static Func<SafetensorsFile, Fin<SafetensorsFile>>? Change;
        public static int Calls;

        public static int Inputs => 2;

        public static int Outputs => 3;

        public static LossKind Loss => LossKind.SparseCategoricalCrossentropy;

        public static Func<SafetensorsFile, Fin<SafetensorsFile>>? Migration => Change is null ? null : file =>
        {
            Calls++;
            return Change(file);
        };
    }

    private static readonly SafetensorsFile File = new(
        Prelude.Seq(new NamedTensor("Head.Kernel", Range(2, 3)), new NamedTensor("Head.Bias", Range(3)), new NamedTensor("Header", Range(1))),
        LanguageExt.HashMap.create(("model", "Old")))
    { Unread = Prelude.Seq1(new UnreadTensor("steps", "I64", [])) };

    private static Tensor Range(params int[] shape) =>
        Tensor.Create([.. shape], [.. Enumerable.Range(1, shape.Aggregate((a, b) => a * b)).Select(i => (float)i)]);

    private static Fin<LinearModel<Migrating>> Load(SafetensorsFile file, Func<SafetensorsFile, Fin<SafetensorsFile>>? migration)
    {
        (Migrating.Change, Migrating.Calls) = (migration, 0);
        return LinearModel<Migrating>.Load(Safetensors.ToBytes(file).Value(), "old");
    }

    private static readonly SafetensorsFile Old = new(
        Prelude.Seq(new NamedTensor("Head.Kernel", Range(2, 3)), new NamedTensor("Head.Bias", Range(2))), LanguageExt.HashMap.create(("model", "Old")));

    [Fact]
    public void An_older_file_is_migrated_once_and_then_checked()
    {
        var model = Load(Old, old => old.Rename("Head", "Output").Pad("Output.Bias", [3], 7)).Value();
        Assert.Equal(1, Migrating.Calls);
        Assert.Equal([1, 2, 3, 4, 5, 6], model.Kernel.ToArray());
        Assert.Equal([1, 2, 7], model.Bias.ToArray());
        Assert.Equal("old does not fit Migrating after its migration: Output.Bias is [2], but must be [3].", Load(Old, old => old.Rename("Head", "Output")).Message());
        Assert.Equal(1, Migrating.Calls);
    }

    [Fact]
    public void A_file_that_fits_is_never_migrated()
    {
        var fresh = LinearModel<Migrating>.Initialize(4);
        Migrating.Change = _ => throw new InvalidOperationException("It was called.");
        Assert.Equal(fresh, LinearModel<Migrating>.Load(fresh.ToBytes().Value()).Value());
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_first_reason_and_its_own()
    {
        const string Misfit = "old does not fit Migrating: Output.Kernel [2, 3] is missing; Output.Bias [3] is missing; Head.Kernel [2, 3] is extra; Head.Bias [2] is extra.";
        Assert.Equal(Misfit, Load(Old, null).Message());
        Assert.Equal($"{Misfit} Its migration failed: there is no tensor and no layer Tail; there are Head.Kernel; Head.Bias.", Load(Old, old => old.Drop("Tail")).Message());
        Assert.Equal($"{Misfit} Its migration failed: No.", Load(Old, _ => throw new InvalidOperationException("No.")).Message());
        Assert.Equal($"{Misfit} Its migration failed: too old.", Load(Old, _ => Error.New("too old")).Message());
        Assert.StartsWith($"{Misfit} Its migration failed: ", Load(Old, _ => Fin<SafetensorsFile>.Succ(null!)).Message());
        var twice = Old with { Tensors = Prelude.Seq(Old.Tensors[0], Old.Tensors[0]) };
        Assert.Equal("old does not fit Migrating after its migration: names must be unique and not __metadata__, but Head.Kernel is not.", Load(Old, _ => twice).Message());
        var wrong = new SafetensorsFile(Prelude.Seq(new NamedTensor("Output.Kernel", Range(2, 3)), new NamedTensor("Output.Bias", Tensor.Create([3], [1, 2, 3]))), default);
        Assert.Contains("Output.Bias holds class indices, but must hold real numbers", Load(Old, _ => wrong).Message());
    }

    /// <summary>The names of classes are kept beside tensors: two models must not have one tensor.</summary>
    [Fact]
    public void A_tensor_that_a_migration_adds_to_two_models_keeps_the_names_of_each()
    {
        var shared = Range(3);
        var one = Old with { Metadata = LanguageExt.HashMap.create(("modeldsl.classes", """[{"classes":["a","b","c"]}]""")) };
        Func<SafetensorsFile, Fin<SafetensorsFile>> migration = old => old.Rename("Head", "Output").Drop("Output.Bias").Add("Output.Bias", shared);
        var first = Load(one, migration).Value();
        var second = Load(one with { Metadata = LanguageExt.HashMap.create(("modeldsl.classes", """[{"classes":["x","y","z"]}]""")) }, migration).Value();
        Assert.Contains("\"a\"", Safetensors.Read(first.ToBytes().Value()).Value().Metadata["modeldsl.classes"]);
        Assert.Contains("\"x\"", Safetensors.Read(second.ToBytes().Value()).Value().Metadata["modeldsl.classes"]);
    }

    [Fact]
    public void A_tensor_or_a_whole_layer_is_renamed_or_left_out()
    {
        Assert.Equal(["Output.Kernel", "Output.Bias", "Header"], Names(File.Rename("Head", "Output")));
        Assert.Equal(["Head.Weight", "Head.Bias", "Header"], Names(File.Rename("Head.Kernel", "Head.Weight")));
        Assert.Equal(["Header"], Names(File.Drop("Head")));
        Assert.Equal(["Head.Kernel", "Header"], Names(File.Drop("Head.Bias")));
        Assert.Equal(["Head.Kernel", "Head.Bias", "Header", "New"], Names(File.Add("New", Range(2))));
        Assert.Equal("names must be unique and not __metadata__, but Header is not", File.Rename("Head.Kernel", "Header").Message());
        Assert.Equal("names must be unique and not __metadata__, but Header is not", File.Add("Header", Range(1)).Message());
        Assert.Equal("steps is of type I64, which is not read", File.Drop("steps").Message());
        // Neither metadata nor the tensors that were not read get lost.
        var renamed = File.Rename("Head", "Output").Value();
        Assert.Equal((File.Metadata, File.Unread), (renamed.Metadata, renamed.Unread));
        Assert.True(File.Find("Header").IsSome);
        Assert.True(File.Find("Head").IsNone);
    }

    [Fact]
    public void A_tensor_is_split_joined_padded_and_changed()
    {
        var split = File.Split("Head.Kernel", -1, ("A", 1), ("B", 2)).Value();
        Assert.Equal(["A", "B", "Head.Bias", "Header"], Names(split));
        Assert.Equal([1f, 4], split.Tensors[0].Tensor.ToArray());
        Assert.Equal([2f, 3, 5, 6], split.Tensors[1].Tensor.ToArray());
        Assert.Equal([2, 1], split.Tensors[0].Tensor.Shape);
        Assert.Equal(File.Tensors[0].Tensor, split.Join("Head.Kernel", 1, "A", "B").Value().Tensors[0].Tensor);
        var padded = File.Pad("Head.Kernel", [3, 4], 9).Value().Tensors[0].Tensor;
        Assert.Equal([1f, 2, 3, 9, 4, 5, 6, 9, 9, 9, 9, 9], padded.ToArray());
        Assert.Equal(File, File.Pad("Head.Kernel", [2, 3]).Value());
        Assert.Equal([1f, 4, 2, 5, 3, 6], File.Change("Head.Kernel", kernel => kernel.Transpose()).Value().Tensors[0].Tensor.ToArray());
        Assert.Equal(["A.Kernel", "B", "Header"], Names(File.Drop("Head.Bias").Split("Head.Kernel", 0, ("A.Kernel", 1), ("B", 1)).Change("B", b => -1f * b)));
    }

    [Fact]
    public void A_change_that_does_not_fit_says_what_does_not()
    {
        Assert.Equal("Head.Kernel [2, 3] has no axis 2", File.Split("Head.Kernel", 2, ("A", 1)).Message());
        Assert.Equal("Head.Kernel [2, 3] can't be split along axis 1 into 1 + 1: positive sizes must sum to 3", File.Split("Head.Kernel", 1, ("A", 1), ("B", 1)).Message());
        Assert.True(File.Split("Head.Kernel", 1, ("A", 4), ("B", -1)).IsFail);
        Assert.True(File.Split("Head.Kernel", 1, ("A", int.MaxValue), ("B", int.MaxValue), ("C", 5)).IsFail);
        Assert.True(File.Split("Head.Kernel", 1, ("A", 1), ("A", 2)).IsFail);
        Assert.Equal("Head.Kernel [2, 3] can't be padded to [2, 2]: the number of axes must stay, and no axis may become shorter", File.Pad("Head.Kernel", [2, 2]).Message());
        Assert.True(File.Pad("Head.Kernel", [2, 3, 1]).IsFail);
        Assert.StartsWith("All can't be joined: Concat along axis 0 needs tensors", File.Join("All", 0, "Head.Kernel", "Head.Bias").Message());
        Assert.Equal("All can't be joined: name each part once", File.Join("All", 0, "Header", "Header").Message());
        Assert.StartsWith("there is no tensor and no layer Tail; there are ", File.Join("All", 0, "Header", "Tail").Message());
        Assert.StartsWith("Head.Bias [3] can't be changed: ", File.Change("Head.Bias", bias => bias.Reshape(2, 2)).Message());
        Assert.StartsWith("Head.Bias [3] can't be changed: ", File.Change("Head.Bias", _ => null!).Message());
        Assert.StartsWith("there is no tensor and no layer Head;", File.Change("Head", head => head).Message());
        // The first error ends a chain.
        Assert.StartsWith("there is no tensor and no layer X;", File.Drop("X").Add("Y", Range(1)).Rename("Z", "W").Join("J", 0, "K").Pad("P", [1]).Message());
    }

    [Property]
    public bool A_split_tensor_joins_again(byte rows, byte first, byte second, bool along)
    {
        var (n, sizes) = (1 + rows % 4, new[] { 1 + first % 5, 1 + second % 5 });
        var tensor = along ? Range(n, sizes.Sum()) : Range(sizes.Sum(), n);
        var file = new SafetensorsFile(Prelude.Seq(new NamedTensor("w", tensor), new NamedTensor("v", Range(2))), default);
        var axis = along ? 1 : 0;
        return file.Split("w", axis, ("w", sizes[0]), ("u", sizes[1])).Join("w", axis, "w", "u").Value() == file
            && file.Rename("w", "x").Rename("x", "w").Value() == file && file.Add("z", tensor).Drop("z").Value() == file;
    }

    private static string[] Names(Fin<SafetensorsFile> file) => [.. file.Value().Tensors.Map(t => t.Name)];
}
