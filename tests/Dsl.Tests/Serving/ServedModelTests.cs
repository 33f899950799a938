using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Tests.Engines;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Serving;

/// <summary>A model that is replaced while it answers.</summary>
[Collection(nameof(ServingMetricsTests))]
public sealed class ServedModelTests : IDisposable
{
    private static readonly float[] Sample = [1f, -2f];
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Path => System.IO.Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_newer_file_becomes_the_next_version()
    {
        using var served = Open(seed: 1);
        Assert.Equal((1, served.Version), (served.Version.Number, Ask(served, seed: 1)));
        Save(2);
        Assert.Equal(1, Ask(served, seed: 1).Number);
        var second = served.Reload().ThrowIfFail();
        Assert.Equal((2, second), (second.Number, Ask(served, seed: 2)));
        Assert.NotEqual(second.Content, Open(seed: 1).Version.Content);
        Assert.Equal(Model.Initialize(2), served.Model);
    }

    [Fact]
    public void The_same_bytes_are_the_same_version()
    {
        using var served = Open(seed: 1);
        var first = served.Version;
        Save(1);
        Assert.Same(first, served.Reload().ThrowIfFail());
        Assert.Same(first, served.Replace(Model.Initialize(1)).ThrowIfFail());
        Assert.Equal(2, served.Replace(Model.Initialize(3)).ThrowIfFail().Number);
        Assert.Equal(first.Content, served.Reload().ThrowIfFail().Content);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "half", "bytes follow" }, { "text", "not a safetensors file" }, { "misfit", "Output.Kernel" }, { "missing", "can't be read" },
        { "infinite", "finite" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_file_is_refused_and_the_model_stays(string kind, string says)
    {
        using var served = Open(seed: 1);
        var before = served.Version;
        Spoil(kind);
        Assert.Contains(says, Fault(served.Reload()), StringComparison.Ordinal);
        Assert.Contains(says, served.Fault.Match(fault => fault.Message, () => ""), StringComparison.Ordinal);
        Assert.Same(before, Ask(served, seed: 1));
        Save(2);
        Assert.Equal(2, served.Reload().ThrowIfFail().Number);
        Assert.True(served.Fault.IsNone);
        Ask(served, seed: 2);
    }

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_file_is_not_opened(string kind, string says)
    {
        Save(1);
        Spoil(kind);
        Assert.Contains(says, Fault(ServedModel<Model>.Open(Path)), StringComparison.Ordinal);
    }

    /// <summary>A file that is being copied has another stamp in each look.</summary>
    [Fact]
    public void The_watch_waits_until_a_file_is_at_rest_and_reads_a_broken_one_once()
    {
        using var served = Open(seed: 1, new ServingOptions { Watch = TimeSpan.FromHours(1) });
        var newer = Model.Initialize(2).ToBytes().ThrowIfFail();
        File.WriteAllBytes(Path, newer[..^9]);
        served.Look();
        File.WriteAllBytes(Path, newer[..^5]);
        served.Look();
        Assert.True(served.Fault.IsNone);
        served.Look();
        Assert.Contains("bytes follow", served.Fault.Match(fault => fault.Message, () => ""), StringComparison.Ordinal);
        var refused = served.Fault;
        served.Look();
        served.Look();
        Assert.Same(refused.Match<object?>(fault => fault, () => null), served.Fault.Match<object?>(fault => fault, () => null));
        File.WriteAllBytes(Path, newer);
        served.Look();
        Ask(served, seed: 1);
        served.Look();
        Assert.Equal((2, true), (Ask(served, seed: 2).Number, served.Fault.IsNone));
        served.Look();
        Assert.Equal(2, served.Version.Number);
    }

    [Fact]
    public void The_watch_looks_by_itself()
    {
        using var served = Open(seed: 1, new ServingOptions { Watch = TimeSpan.FromMilliseconds(20) });
        Save(2);
        Assert.True(SpinWait.SpinUntil(() => served.Version.Number == 2, TimeSpan.FromSeconds(30)));
        Ask(served, seed: 2);
    }

    /// <summary>Deployments in containers exchange the target of a link.</summary>
    [Fact]
    public void A_link_to_another_file_is_a_newer_file()
    {
        if (OperatingSystem.IsWindows()) return;
        var (one, two) = (System.IO.Path.Combine(folder, "1"), System.IO.Path.Combine(folder, "two"));
        Model.Initialize(1).Save(one).ThrowIfFail();
        Model.Initialize(2).Save(two).ThrowIfFail();
        File.SetLastWriteTimeUtc(two, DateTime.UtcNow.AddDays(-1));
        File.CreateSymbolicLink(Path, one);
        using var served = ServedModel<Model>.Open(Path, new ServingOptions { Watch = TimeSpan.FromHours(1) }).ThrowIfFail();
        File.Delete(Path);
        File.CreateSymbolicLink(Path, two);
        served.Look();
        served.Look();
        Ask(served, seed: 2);
    }

    [Fact]
    public void A_request_ends_on_the_model_with_which_it_began()
    {
        using var served = Open(seed: 1);
        var answer = served.Predict(model =>
        {
            served.Replace(Model.Initialize(2)).ThrowIfFail();
            Assert.Equal(2, Ask(served, seed: 2).Number);
            return Fin<Model>.Succ(model);
        }).ThrowIfFail();
        Assert.Equal((Model.Initialize(1), 1), (answer.Value, answer.Version.Number));
    }

    [Fact]
    public void Replaced_while_many_threads_ask_each_answer_is_of_the_version_that_it_names()
    {
        using var served = Open(seed: 0);
        var expected = Enumerable.Range(0, 40).Select(Answer).ToArray();
        var wrong = 0;
        var isDone = false;
        SideBySide.Run(5, thread =>
        {
            if (thread == 0)
            {
                for (var seed = 1; seed < expected.Length; seed++)
                {
                    Assert.Equal(seed + 1, served.Replace(Model.Initialize(seed)).ThrowIfFail().Number);
                    Thread.Sleep(1);
                }
                Volatile.Write(ref isDone, true);
                return;
            }
            var actual = new float[3];
            while (!Volatile.Read(ref isDone))
            {
                var number = thread % 2 == 0
                    ? served.Predict(Sample, actual).Number
                    : served.Predict(model => model.Predict(Tensor.Create([1, 2], Sample))).Map(answer =>
                    {
                        answer.Value.ToArray().CopyTo(actual, 0);
                        return answer.Version.Number;
                    }).ThrowIfFail();
                if (!actual.AsSpan().SequenceEqual(expected[number - 1])) Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal((0, expected.Length), (wrong, served.Version.Number));
    }

    [Fact]
    public void After_its_end_it_says_so()
    {
        var served = Open(seed: 1);
        served.Dispose();
        served.Dispose();
        Action[] calls =
        [
            () => served.Predict(Sample, new float[3]), () => served.Reload(), () => _ = served.Version,
            () => served.Predict(_ => Fin<int>.Succ(1)),
        ];
        Assert.All(calls, call => Assert.Contains("was disposed", Assert.Throws<ObjectDisposedException>(call).Message, StringComparison.Ordinal));
        Assert.EndsWith("disposed", served.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_use_says_what_to_do()
    {
        Assert.Contains("Replace(model)", Fault(ServedModel<Model>.Of(Model.Initialize(1)).ThrowIfFail().Reload()), StringComparison.Ordinal);
        Assert.Contains("Replace(model)", Fault(ServedModel<Model>.Of(Model.Initialize(1), new() { Watch = TimeSpan.FromSeconds(1) })), StringComparison.Ordinal);
        Save(1);
        Assert.Contains("a millisecond to a day", Fault(ServedModel<Model>.Open(Path, new() { Watch = TimeSpan.Zero })), StringComparison.Ordinal);
        using var served = Open(seed: 1);
        Assert.Contains("was given 3", Assert.Throws<ArgumentException>(() => served.Predict(new float[3], new float[3])).Message, StringComparison.Ordinal);
        Assert.Equal("No.", Fault(served.Predict(_ => Fin<int>.Fail(Error.New("No.")))));
    }

    [Fact]
    public void An_answer_allocates_nothing()
    {
        using var served = Open(seed: 1);
        var prediction = new float[3];
        for (var i = 0; i < 100; i++) served.Predict(Sample, prediction);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) served.Predict(Sample, prediction);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Asks, and checks that the model of this seed answers.</summary>
    private static ModelVersion Ask(ServedModel<Model> served, int seed)
    {
        var prediction = new float[3];
        var version = served.Predict(Sample, prediction);
        Assert.Equal(Answer(seed), prediction);
        return version;
    }

    private static float[] Answer(int seed) => ModelCalls.Forward(Model.Initialize(seed), Tensor.Create([1, 2], Sample)).ToArray();

    private static string Fault<T>(Fin<T> result) => result.Match(_ => "", fault => fault.Message);

    private ServedModel<Model> Open(int seed, ServingOptions? options = null)
    {
        Save(seed);
        return ServedModel<Model>.Open(Path, options).ThrowIfFail();
    }

    private void Save(int seed) => Model.Initialize(seed).Save(Path).ThrowIfFail();

    private void Spoil(string kind)
    {
        var bytes = File.ReadAllBytes(Path);
        if (kind == "half") File.WriteAllBytes(Path, bytes[..^7]);
        else if (kind == "text") File.WriteAllText(Path, "a model");
        else if (kind == "misfit") LinearModel<WideSpec>.Initialize(1).Save(Path).ThrowIfFail();
        else if (kind == "missing") File.Delete(Path);
        else
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.PositiveInfinity);
            File.WriteAllBytes(Path, bytes);
        }
    }

    private sealed class WideSpec : ILinearSpec
    {
        public static int Inputs => 5;
        public static int Outputs => 3;
        public static LossKind Loss => LossKind.SparseCategoricalCrossentropy;
    }
}
