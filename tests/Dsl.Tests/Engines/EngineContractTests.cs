using System.Reflection;
using System.Runtime.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

public class EngineContractTests
{
    [Fact]
    public void Every_instruction_of_the_contract_is_tried_on_every_engine()
    {
        var members = typeof(ITensorEngine).GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(m => !m.IsSpecialName);
        var composed = typeof(Instructions).GetMethods(BindingFlags.Public | BindingFlags.Static);
        var contract = members.Concat(composed).Select(m => m.Name).Distinct().Order();
        Assert.Equal(contract, InstructionTable.All.Select(i => i.Method).Distinct().Order());
    }

    /// <summary>A new engine needs to write only a few members; the others are composed of them.</summary>
    [Fact]
    public void The_contract_is_small()
    {
        var members = typeof(ITensorEngine).GetMethods(BindingFlags.Public | BindingFlags.Instance);
        Assert.InRange(members.Length, 1, 70);
        Assert.InRange(members.Count(m => m.IsAbstract), 1, 45);
    }

    [Fact]
    public void Names_of_instructions_in_the_table_are_unique() =>
        Assert.Equal(InstructionTable.All.Length, InstructionTable.All.Select(i => i.ToString()).Distinct().Count());

    [Fact]
    public void Engines_are_singletons_with_names()
    {
        Assert.Same(Engine.Cpu, Engine.Cpu);
        Assert.Same(Engine.Reference, Engine.Reference);
        Assert.Equal(("cpu", "reference"), (Engine.Cpu.Name, Engine.Reference.Name));
    }

    [Fact]
    public void Cpu_instructions_allocate_nothing_once_warm()
    {
        var trial = new Trial(33, 50, 70, 1);
        string[] memory = ["Allocate", "View", "Write", "Read", "TryGetSpan"];
        foreach (var instruction in InstructionTable.All.Where(i => !memory.Contains(i.Method)))
        {
            var call = instruction.Prepare(new GuardedMemory(Engine.Cpu, trial.Seed), trial);
            Assert.True(AllocatesNothing(call), $"{instruction} allocates.");
        }
    }

    [Fact]
    public void Writing_and_reading_batches_on_the_cpu_allocates_nothing()
    {
        var (x, labels) = (Engine.Cpu.Allocate(ElementType.Float, [70]), Engine.Cpu.Allocate(ElementType.Int32, [70]));
        var (floats, doubles, ints) = (new float[70], new double[70], new int[70]);
        Assert.True(AllocatesNothing(Transfer));

        void Transfer()
        {
            Engine.Cpu.Write(floats, x);
            Engine.Cpu.Write(doubles, x);
            Engine.Cpu.Write(ints, labels);
            Engine.Cpu.Read(x, floats);
            Engine.Cpu.Read(x, doubles);
            Engine.Cpu.Read(labels, ints);
            Assert.True(Engine.Cpu.TryGetSpan(x, out _));
        }
    }

    [Fact]
    public void Large_buffers_of_the_cpu_begin_at_a_cache_line()
    {
        for (var i = 0; i < 20; i++)
        {
            var buffer = (CpuBuffer)Engine.Cpu.Allocate(ElementType.Float, [1024 + i]);
            Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref buffer.First) % 64);
            Assert.All(buffer.Floats.ToArray(), x => Assert.Equal(0f, x));
        }
    }

    [Fact]
    public void Two_threads_compute_at_once_what_one_does()
    {
        var trial = new Trial(40, 60, 70, 5);
        foreach (var instruction in InstructionTable.All.Where(i => i.Method == nameof(ITensorEngine.MatMul)))
        {
            var expected = Run();
            var results = new double[8][][];
            Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => results[i] = Run());
            Assert.All(results, r => Assert.Equal(expected, r));

            double[][] Run()
            {
                var memory = new GuardedMemory(Engine.Cpu, trial.Seed);
                var call = instruction.Prepare(memory, trial);
                for (var i = 0; i < 20; i++) call();
                return memory.Results();
            }
        }
    }

    [Fact]
    public void Engines_refuse_what_does_not_fit()
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            var x = engine.Allocate(ElementType.Float, [2, 3]);
            Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => engine.Write(new float[5], x)).Message);
            Assert.Throws<ArgumentException>(() => engine.Write(new int[6], x));
            Assert.Throws<ArgumentException>(() => engine.Read(x, new double[7]));
            Assert.Throws<ArgumentException>(() => engine.View(x, 4, [3]));
            Assert.Throws<ArgumentException>(() => engine.View(x, -1, [3]));
            Assert.Throws<ArgumentOutOfRangeException>(() => engine.Activate(ActivationKind.Softmax, x, x));
            Assert.Throws<ArgumentOutOfRangeException>(() => engine.ActivateGradient(ActivationKind.Linear, x, x, x));
        }
    }

    [Fact]
    public void The_host_sees_float_memory_of_the_cpu_in_place()
    {
        var storage = Engine.Cpu.Allocate(ElementType.Float, [10]);
        Assert.True(Engine.Cpu.TryGetSpan(Engine.Cpu.View(storage, 4, [3]), out var span));
        span.Fill(2f);
        var values = new float[10];
        Engine.Cpu.Read(storage, values);
        Assert.Equal([0, 0, 0, 0, 2, 2, 2, 0, 0, 0], values);
        Assert.False(Engine.Cpu.TryGetSpan(Engine.Cpu.Allocate(ElementType.Int32, [3]), out _));
        Assert.False(Engine.Reference.TryGetSpan(Engine.Reference.Allocate(ElementType.Float, [3]), out _));
    }

    /// <summary>Tries several rounds, because the JIT may allocate once when it replaces warm code.</summary>
    private static bool AllocatesNothing(Action call)
    {
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++) call();
            if (GC.GetAllocatedBytesForCurrentThread() == before) return true;
        }
        return false;
    }
}
