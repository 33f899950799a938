using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Engines;

public class ThreadTeamTests
{
    /// <summary>Counts how often each item was done, and on which threads.</summary>
    private readonly struct Counting(int[] counts, HashSet<int> threads) : IRangeWork
    {
        public void Run(nuint start, nuint end)
        {
            lock (threads) threads.Add(Environment.CurrentManagedThreadId);
            for (var i = (int)start; i < (int)end; i++) Interlocked.Increment(ref counts[i]);
        }
    }

    private readonly struct Failing : IRangeWork
    {
        public void Run(nuint start, nuint end)
        {
            if (start > 0) throw new DivideByZeroException("a piece failed");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_item_is_done_once_whatever_the_number_of_threads(int threads)
    {
        using var team = ThreadTeam.Enter(threads);
        var random = new Random(threads);
        for (var round = 0; round < 2000; round++)
        {
            var counts = new int[1 + random.Next(100)];
            ThreadTeam.Run(new Counting(counts, []), (nuint)counts.Length, (nuint)(1 + random.Next(5)));
            Assert.All(counts, c => Assert.Equal(1, c));
        }
    }

    [Fact]
    public void Elements_are_cut_at_cache_lines_and_none_is_left_out()
    {
        using var team = ThreadTeam.Enter(3);
        foreach (var count in new[] { 32, 33, 47, 48, 100, 1000 })
        {
            var counts = new int[count];
            ThreadTeam.RunAligned(new Counting(counts, []), (nuint)count, 16);
            Assert.All(counts, c => Assert.Equal(1, c));
        }
    }

    [Fact]
    public void Outside_of_a_scope_and_for_little_work_a_thread_works_alone()
    {
        var threads = new HashSet<int>();
        ThreadTeam.Run(new Counting(new int[100], threads), 100, 1);
        using var team = ThreadTeam.Enter(4);
        ThreadTeam.Run(new Counting(new int[100], threads), 100, 51);
        using (ThreadTeam.Enter(1)) ThreadTeam.Run(new Counting(new int[100], threads), 100, 1);
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void A_scope_allows_no_more_threads_than_the_one_around_it()
    {
        using (ThreadTeam.Enter(1))
        using (ThreadTeam.Enter(8)) Assert.False(ThreadTeam.IsOpen);
        using (ThreadTeam.Enter(2))
        {
            using (ThreadTeam.Enter(1)) Assert.False(ThreadTeam.IsOpen);
            Assert.True(ThreadTeam.IsOpen);
        }
        Assert.False(ThreadTeam.IsOpen);
    }

    [Fact]
    public void What_a_helper_throws_is_thrown_by_its_leader_and_the_team_goes_on()
    {
        using var team = ThreadTeam.Enter(3);
        for (var i = 0; i < 20; i++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => ThreadTeam.Run(new Failing(), 3, 1));
            Assert.IsType<DivideByZeroException>(thrown.InnerException);
            var counts = new int[30];
            ThreadTeam.Run(new Counting(counts, []), 30, 1);
            Assert.All(counts, c => Assert.Equal(1, c));
        }
    }

    /// <summary>The sizes are large enough to be shared; the rows and columns fill neither vectors nor blocks.</summary>
    [Theory]
    [InlineData(Transpose.None, 190, 301, 133)]
    [InlineData(Transpose.Left, 190, 301, 133)]
    [InlineData(Transpose.Right, 190, 301, 133)]
    [InlineData(Transpose.Both, 190, 301, 133)]
    [InlineData(Transpose.None, 70, 500, 1001)]
    [InlineData(Transpose.None, 3001, 70, 37)]
    [InlineData(Transpose.Right, 3001, 700, 11)]
    [InlineData(Transpose.None, 190, 2500, 133)]
    [InlineData(Transpose.Left, 300, 2500, 64)]
    public void A_product_has_the_same_bits_on_any_number_of_threads(Transpose transpose, int rows, int steps, int columns)
    {
        var random = new Random(rows);
        var a = Filled(transpose is Transpose.Left or Transpose.Both ? [steps, rows] : [rows, steps]);
        var b = Filled(transpose is Transpose.Right or Transpose.Both ? [columns, steps] : [steps, columns]);
        var (bias, c) = (Filled([columns]), Filled([rows, columns]));
        float[][] alone = [.. Results(1)];
        foreach (var threads in new[] { 2, 3, 8 }) Assert.Equal(alone, Results(threads));

        IEnumerable<float[]> Results(int threads)
        {
            using var team = ThreadTeam.Enter(threads);
            var to = Engine.Cpu.Allocate(ElementType.Float, [rows, columns]);
            float[] Numbers()
            {
                var numbers = new float[to.Count];
                Engine.Cpu.Read(to, numbers);
                return numbers;
            }
            var results = new List<float[]>();
            Engine.Cpu.MatMul(a, b, transpose, to);
            results.Add(Numbers());
            Engine.Cpu.MatMulAdd(a, b, transpose, c, 0.5, to);
            results.Add(Numbers());
            if (transpose is Transpose.None or Transpose.Right)
            {
                Engine.Cpu.Dense(a, b, transpose, bias, ActivationKind.Tanh, to);
                results.Add(Numbers());
            }
            return results;
        }

        TensorBuffer Filled(int[] shape)
        {
            var buffer = Engine.Cpu.Allocate(ElementType.Float, Shape.Create(shape));
            Engine.Cpu.Write(Enumerable.Range(0, buffer.Count).Select(_ => random.NextSingle() - 0.5f).ToArray().AsSpan(), buffer);
            return buffer;
        }
    }

    [Fact]
    public void Products_of_a_batch_have_the_same_bits_on_any_number_of_threads()
    {
        var random = new Random(3);
        TensorBuffer Filled(Shape shape)
        {
            var buffer = Engine.Cpu.Allocate(ElementType.Float, shape);
            Engine.Cpu.Write(Enumerable.Range(0, buffer.Count).Select(_ => random.NextSingle() - 0.5f).ToArray().AsSpan(), buffer);
            return buffer;
        }
        var (a, b) = (Filled([7, 90, 70]), Filled([7, 70, 75]));
        var alone = Result(1);
        Assert.Equal(alone, Result(2));
        Assert.Equal(alone, Result(5));

        float[] Result(int threads)
        {
            using var team = ThreadTeam.Enter(threads);
            var to = Engine.Cpu.Allocate(ElementType.Float, [7, 90, 75]);
            Engine.Cpu.BatchMatMul(a, b, Transpose.None, to);
            var numbers = new float[to.Count];
            Engine.Cpu.Read(to, numbers);
            return numbers;
        }
    }

    [Fact]
    public void Many_runs_leave_no_more_threads_than_one()
    {
        var data = ToyData.Clouds(50);
        Fit();
        var before = System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
        for (var run = 0; run < 50; run++) Fit();
        Assert.InRange(System.Diagnostics.Process.GetCurrentProcess().Threads.Count, 0, before + 10);

        void Fit()
        {
            Model.Initialize(1).Fit(data, new FitOptions { Threads = 4 }).ThrowIfFail();
            using var team = ThreadTeam.Enter(4);
            ThreadTeam.Run(new Counting(new int[64], []), 64, 1);
        }
    }

    /// <summary>Threads belong to a pool, not to a team. With teams, 488 threads were left after fits with 14 numbers of threads.</summary>
    [Fact]
    public void Teams_of_many_sizes_leave_no_more_threads_than_the_largest()
    {
        var data = ToyData.Clouds(50);
        Use(24);
        var before = System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
        for (var round = 0; round < 3; round++)
            for (var threads = 2; threads <= 24; threads++) Use(threads);
        Assert.InRange(System.Diagnostics.Process.GetCurrentProcess().Threads.Count, 0, before + 30);

        void Use(int threads)
        {
            Model.Initialize(1).Fit(data, new FitOptions { Threads = threads }).ThrowIfFail();
            using var team = ThreadTeam.Enter(threads);
            ThreadTeam.Run(new Counting(new int[64], []), 64, 1);
        }
    }

    [Fact]
    public void A_helper_that_nobody_needs_ends_and_one_in_a_team_does_not()
    {
        var pool = new HelperPool(TimeSpan.FromMilliseconds(20));
        var helpers = Enumerable.Range(0, 5).Select(_ => pool.Take()!).ToArray();
        Assert.Equal(5, pool.Count);
        pool.Return(helpers[0]);
        Assert.Same(helpers[0], pool.Take());
        foreach (var helper in helpers[1..]) pool.Return(helper);
        // Even on a slow machine the threads end at last.
        Assert.True(SpinWait.SpinUntil(() => pool.Count == 1, TimeSpan.FromSeconds(60)));
        Assert.False(pool.TryRemove(helpers[0]));
        Assert.NotSame(helpers[1], pool.Take());
        Assert.Equal(2, pool.Count);
    }

    [Theory]
    [InlineData(1025), InlineData(100_000), InlineData(int.MaxValue)]
    public void More_threads_than_a_process_bears_are_an_error(int threads)
    {
        var refused = Model.Initialize(1).Fit(ToyData.Clouds(50), new FitOptions { Threads = threads });
        Assert.Contains($"Threads is {threads}, but must be at most 1024", Assert.IsType<InvalidFit>(refused.Case).Message);
        var folds = Model.CrossValidate(ToyData.Clouds(50), new FitOptions { Threads = threads, BatchSize = 8 }, folds: 2);
        Assert.Contains("but must be at most 1024", Assert.IsAssignableFrom<LanguageExt.Common.Error>(folds.Case).Message);
    }
}
