using System.Reflection;
using ILGPU;
using ModelDsl.Engines;
using ModelDsl.Torch.Tests;

namespace ModelDsl.Gpu.Tests;

/// <summary>Recorded programs do what they do without a recording. The launches of a recording are started one by one here.</summary>
[Collection(TestDevice.Alone)]
public sealed class RecordingTests : IDisposable
{
    private static readonly IlgpuEngine Gpu = TestDevice.Second;
    private readonly List<CountedGraph> graphs = [];

    public RecordingTests() => Gpu.Device.Graphs = (device, launches) =>
    {
        graphs.Add(new CountedGraph(device, launches));
        return graphs[^1];
    };

    public void Dispose() => Gpu.Device.Graphs = null;

    private static readonly FitOptions Options = new()
    {
        Epochs = 3,
        BatchSize = 7,
        Seed = 8,
        Optimizer = new Adam(0.01),
        Metrics = [Metric.Accuracy],
        Validation = SmallData.Of(25),
    };

    /// <summary>With dropout, whose random numbers have another key in each step.</summary>
    [Fact]
    public void A_recorded_run_gives_the_same_bits()
    {
        var options = Options with { Engine = Gpu };
        var (data, first) = (SmallData.Of(60), SmallNetwork.Initialize(seed: 3));
        var before = Gpu.Device.Launches;
        var actual = first.Fit(data, options).ThrowIfFail();
        var launches = Gpu.Device.Launches - before;
        Gpu.Device.Graphs = null;
        var expected = first.Fit(data, options).ThrowIfFail();
        Assert.Equal(expected.Model, actual.Model);
        Assert.Equal(expected.History.Map(e => (e.Loss, e.Metrics, e.Validation)),
            actual.History.Map(e => (e.Loss, e.Metrics, e.Validation)));
        // Full and last batches of the training and of the validation. Each was launched once before it was started together.
        Assert.Equal([3 * 8 - 1, 3 * 1 - 1, 3 * 1 - 1], graphs.Select(graph => graph.Starts));
        Assert.All(graphs, graph => Assert.True(graph.IsDisposed));
        Assert.Equal(Gpu.Device.Launches - before, 2 * launches);
    }

    /// <summary>In a step of training only the key of the dropout changes, forward and backward; a prediction changes nothing.</summary>
    [Fact]
    public void Only_arguments_that_change_are_set_again()
    {
        SmallNetwork.Initialize(seed: 3).Fit(SmallData.Of(28), Options with { Engine = Gpu, Validation = null }).ThrowIfFail();
        var graph = Assert.Single(graphs);
        Assert.Equal(11, graph.Starts);
        Assert.Equal(22, graph.Changes.Count);
        Assert.Equal(2, graph.Changes.Distinct().Count());
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        using var predictor = SmallNetwork.Initialize(seed: 3).To(Gpu).Predictor().ThrowIfFail();
        for (var i = 0; i < 5; i++) predictor.Predict(new float[36], new float[3]);
        Assert.Equal((4, 0), (graphs[1].Starts, graphs[1].Changes.Count));
    }

    [Fact]
    public void A_program_that_does_something_else_is_launched_as_it_comes()
    {
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        ITensorEngine tensors = Gpu;
        var (one, sum, host) = (Gpu.Allocate(ElementType.Float, [3]), Gpu.Allocate(ElementType.Float, [3]), new float[3]);
        Gpu.Write([1f, 2f, 4f], one);
        var turn = 0;
        void Program(RandomKey key)
        {
            tensors.AddScaled(sum, one, 1, sum);
            if (turn == 3) tensors.AddScaled(sum, one, 10, sum);
            if (turn == 4) Gpu.Read(sum, host);
            if (turn != 5) tensors.AddScaled(sum, one, 100, sum);
        }
        foreach (var other in new[] { 3, 4, 5 })
        {
            Gpu.Write([0f, 0f, 0f], sum);
            var recording = Gpu.NewRecording()!;
            for (turn = 0; turn < 3; turn++) recording.Run(Program, default);
            turn = other;
            recording.Run(Program, default);
            turn = 0;
            recording.Run(Program, default);
            Gpu.Read(sum, host);
            var factor = 4 * 101 + other switch { 3 => 111, 4 => 101, _ => 1 };
            Assert.Equal([factor, 2f * factor, 4f * factor], host);
            Assert.Equal(2, graphs[^1].Starts);
        }
    }

    /// <summary>Each program differs from the recorded one in one thing only, and does it once.</summary>
    [Fact]
    public void A_launch_of_another_kernel_size_or_memory_is_not_taken_for_the_recorded_one()
    {
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        ITensorEngine tensors = Gpu;
        var (x, other) = (Gpu.Allocate(ElementType.Float, [6, 2]), Gpu.Allocate(ElementType.Float, [6, 2]));
        var (sums, result) = (Gpu.Allocate(ElementType.Float, [6]), Gpu.Allocate(ElementType.Float, [6, 2]));
        Gpu.Write([.. Enumerable.Range(1, 12).Select(i => (float)i)], x);
        Gpu.Write([.. Enumerable.Range(1, 12).Select(i => i * i / 10f)], other);
        Check(() => tensors.SumColumns(Gpu.View(x, 0, [2, 2]), 1, Gpu.View(sums, 0, [2])), () => tensors.SumColumns(x, 1, sums), sums);
        Check(() => tensors.Softmax(x, result), () => tensors.LogSoftmax(x, result), result);
        Check(() => tensors.Softmax(x, result), () => tensors.Softmax(other, result), result);
        Check(() => tensors.SumColumns(x, 1, sums), () => tensors.SumColumns(x, 2, sums), sums);

        void Check(Action recorded, Action later, TensorBuffer written)
        {
            later();
            var (expected, actual) = (new float[written.Count], new float[written.Count]);
            Gpu.Read(written, expected);
            Gpu.Write(actual, written);
            var recording = Gpu.NewRecording()!;
            var program = recorded;
            for (var run = 0; run < 3; run++)
            {
                if (run == 2) program = later;
                recording.Run(_ => program(), default);
            }
            Gpu.Read(written, actual);
            Assert.Equal(expected, actual);
        }
    }

    /// <summary>A number is added, then replaced, and added again: in every run, or only in later ones.</summary>
    [Theory]
    [InlineData(0), InlineData(2)]
    public void Reads_writes_and_copies_in_a_recorded_program_take_their_turn(int first)
    {
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        ITensorEngine tensors = Gpu;
        var (added, sum, host) = (Gpu.Allocate(ElementType.Float, [1]), Gpu.Allocate(ElementType.Float, [1]), new float[1]);
        var staging = Gpu.NewStaging(added);
        Action<float>[] works =
        [
            before =>
            {
                Gpu.Read(sum, host);
                Assert.Equal(before + 1, host[0]);
                Gpu.Write([10f], added);
            },
            _ => Gpu.Write([10f], added),
            _ =>
            {
                staging.Numbers[0] = 10f;
                staging.Send();
            },
        ];
        foreach (var work in works)
        {
            var (expected, recording) = (0f, Gpu.NewRecording()!);
            Gpu.Write([0f], sum);
            for (var run = 0; run < 5; run++)
            {
                Gpu.Write([1f], added);
                recording.Run(_ =>
                {
                    tensors.AddScaled(sum, added, 1, sum);
                    if (run >= first) work(expected);
                    tensors.AddScaled(sum, added, 1, sum);
                }, default);
                expected += run >= first ? 11 : 2;
                Gpu.Read(sum, host);
                Assert.Equal(expected, host[0]);
            }
        }
    }

    /// <summary>The bits of a number count: NaN is the same as NaN, and −0 is not 0.</summary>
    [Fact]
    public void Numbers_of_arguments_are_the_same_if_their_bits_are()
    {
        static SumArguments With(float factor) => new() { Factor = factor };
        Assert.True(Arguments<SumArguments>.AreSame(With(float.NaN), With(float.NaN)));
        Assert.False(Arguments<SumArguments>.AreSame(With(0f), With(-0f)));
    }

    /// <summary>
    /// A first run launches at once, so what it launched before it threw is done. A later run holds its launches back, so none is done.
    /// Nothing is done again.
    /// </summary>
    [Theory]
    [InlineData(0, 1), InlineData(1, 1), InlineData(2, 2)]
    public void A_program_that_throws_leaves_the_engine_usable(int runs, float done)
    {
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        ITensorEngine tensors = Gpu;
        var (one, sum, host) = (Gpu.Allocate(ElementType.Float, [1]), Gpu.Allocate(ElementType.Float, [1]), new float[1]);
        Gpu.Write([1f], one);
        var throws = false;
        void Program(RandomKey key)
        {
            tensors.AddScaled(sum, one, 1, sum);
            if (throws) throw new InvalidOperationException("It throws.");
        }
        var recording = Gpu.NewRecording()!;
        for (var run = 0; run < runs; run++) recording.Run(Program, default);
        throws = true;
        Assert.Throws<InvalidOperationException>(() => recording.Run(Program, default));
        throws = false;
        Gpu.Read(sum, host);
        Assert.Equal(done, host[0]);
        recording.Run(Program, default);
        Gpu.Read(sum, host);
        Assert.Equal(done + 1, host[0]);
    }

    public static TheoryData<string> Structs => new(typeof(GpuEngine).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Arguments", StringComparison.Ordinal) && type.IsValueType && !type.ContainsGenericParameters)
        .Select(type => type.Name));

    /// <summary>Each number and each view of the arguments is compared.</summary>
    [Theory]
    [MemberData(nameof(Structs))]
    public void Arguments_differ_if_one_field_does(string name)
    {
        var type = typeof(GpuEngine).Assembly.GetTypes().Single(t => t.Name == name);
        typeof(RecordingTests).GetMethod(nameof(Differ),
            BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null);
    }

    private static void Differ<T>() where T : struct
    {
        Assert.True(Arguments<T>.AreSame(default, default));
        foreach (var path in Paths(typeof(T), []))
        {
            object changed = default(T);
            Set(changed, path, 0);
            Assert.False(Arguments<T>.AreSame(default, (T)changed), string.Join('.', path.Select(field => field.Name)));
            Assert.True(Arguments<T>.AreSame((T)changed, (T)changed));
        }
    }

    private static IEnumerable<FieldInfo[]> Paths(Type type, FieldInfo[] before) =>
        from field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        from path in field.FieldType.IsPrimitive ? [[.. before, field]]
            : field.FieldType.IsValueType ? Paths(field.FieldType, [.. before, field]) : []
        select path;

    private static void Set(object owner, FieldInfo[] path, int at)
    {
        if (at == path.Length - 1)
        {
            path[at].SetValue(owner, Convert.ChangeType(1, path[at].FieldType, null));
            return;
        }
        var inner = path[at].GetValue(owner)!;
        Set(inner, path, at + 1);
        path[at].SetValue(owner, inner);
    }

    private sealed class CountedGraph(GpuDevice device, IReadOnlyList<IRecordedLaunch> launches) : ILaunchGraph
    {
        public int Starts { get; private set; }

        public List<int> Changes { get; } = [];

        public bool IsDisposed { get; private set; }

        public void Set(int launch) => Changes.Add(launch);

        public void Start()
        {
            Starts++;
            foreach (var launch in launches) launch.Start(device, device.Compute);
        }

        public void Dispose() => IsDisposed = true;
    }
}
