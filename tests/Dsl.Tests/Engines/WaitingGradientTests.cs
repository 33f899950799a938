using System.Numerics;
using System.Runtime.Intrinsics;
using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

/// <summary>
/// A gradient that is delayed for gradient descent changes no bit of the parameters, nor of any other number that is read.
/// </summary>
public class WaitingGradientTests
{
    private static readonly Func<ITensorEngine>[] Engines =
        [() => new CpuEngine<WideLanes, Vector512<float>>(), () => new CpuEngine<MachineLanes, Vector<float>>(),
        () => new CpuEngine<ScalarLane, float>()];

    /// <summary>Events between a product and the step.</summary>
    public enum Between
    {
        Nothing,
        FactorsAreOverwritten,
        AllIsRead,
        OneKernelIsRead,
        OneKernelIsScaled,
        SomeNumbersAreRead,
        OthersDescend,
        ItIsComputedAgain,
    }

    /// <summary>Addends to the product of a kernel's gradient.</summary>
    public enum Addend
    {
        None,
        TheKernel,
        AnotherMatrix,
    }

    [Fact]
    public void Steps_of_a_gradient_that_waits_are_those_of_one_that_does_not() =>
        Prop.ForAll(Trials.ToArbitrary(), trial =>
        {
            foreach (var make in Engines)
                Assert.Equal(new Descent(make(), trial, waits: false).Run(), new Descent(make(), trial, waits: true).Run());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_large_kernel_is_shared_by_threads_with_the_same_bits()
    {
        var trial = new Trial([(530, 301), (3, 90)], [1, 1], [Between.Nothing, Between.Nothing], [Addend.TheKernel, Addend.None], 5);
        var alone = new Descent(Engine.Cpu, trial, waits: true).Run();
        using var team = ThreadTeam.Enter(3);
        Assert.Equal(alone, new Descent(Engine.Cpu, trial, waits: true).Run());
        Assert.Equal(alone, new Descent(Engine.Cpu, trial, waits: false).Run());
    }

    [Fact]
    public void The_gradient_of_one_sample_is_not_written()
    {
        var descent = new Descent(Engine.Cpu, new Trial([(10, 784)], [1], [Between.Nothing], [Addend.TheKernel], 1), waits: true);
        descent.Run();
        Assert.All(descent.Unwritten(), number => Assert.Equal(0, number));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var descent = new Descent(Engine.Cpu,
            new Trial([(10, 784), (40, 40)], [1], [Between.Nothing], [Addend.TheKernel, Addend.None], 1), waits: true);
        descent.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) descent.Step(1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Gen<Trial> Trials =>
        from kernels in Gen.ListOf(from rows in Gen.Choose(1, 30) from columns in Gen.Choose(1, 150) select (rows, columns), 3)
        from steps in Gen.Choose(1, 4)
        from batches in Gen.ListOf(Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Choose(2, 3))), steps)
        from between in Gen.ListOf(Gen.Elements(Enum.GetValues<Between>()), steps)
        from addends in Gen.ListOf(Gen.Elements(Enum.GetValues<Addend>()), 3)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Trial([.. kernels], [.. batches], [.. between], [.. addends], seed);

    /// <param name="Kernels">Shapes of the kernels; a bias follows each.</param>
    /// <param name="Batches">The number of samples in each step.</param>
    /// <param name="Happens">The events in each step.</param>
    /// <param name="Addends">The addend of each kernel's gradient.</param>
    /// <param name="Seed">Seed of the numbers.</param>
    private sealed record Trial((int Rows, int Columns)[] Kernels, int[] Batches, Between[] Happens, Addend[] Addends, int Seed);

    /// <summary>Gradient descent on kernels and biases whose gradients are products of random factors.</summary>
    private sealed class Descent
    {
        private readonly ITensorEngine engine;
        private readonly Trial trial;
        private readonly System.Random random;
        private readonly TensorBuffer parameters, gradient, others, frozen;
        private readonly List<(TensorBuffer Kernel, TensorBuffer Slope, TensorBuffer BiasSlope, TensorBuffer Other)> layers = [];
        private readonly Dictionary<(int Layer, int Batch), (TensorBuffer Left, TensorBuffer Right, float[] Numbers)> factors = [];
        private readonly List<float> read = [];
        private readonly TensorBuffer? samples;

        public Descent(ITensorEngine engine, Trial trial, bool waits)
        {
            (this.engine, this.trial, random) = (engine, trial, new System.Random(trial.Seed));
            var trained = trial.Kernels.Sum(k => Up(k.Rows * k.Columns) + Up(k.Columns));
            // After the trained parameters lies a kernel that is not trained, with the shape of the last one.
            var room = trained + trial.Kernels[^1].Rows * trial.Kernels[^1].Columns;
            var (allParameters, allGradient) = (engine.Allocate(ElementType.Float, [room]), engine.Allocate(ElementType.Float, [room]));
            (parameters, gradient) = (engine.View(allParameters, 0, [trained]), engine.View(allGradient, 0, [trained]));
            (others, frozen) = (engine.Allocate(ElementType.Float, [trained]),
                engine.View(allGradient, trained, [trial.Kernels[^1].Rows, trial.Kernels[^1].Columns]));
            var start = 0;
            foreach (var (rows, columns) in trial.Kernels)
            {
                var bias = start + Up(rows * columns);
                layers.Add((
                    engine.View(allParameters, start, [rows, columns]), engine.View(allGradient, start, [rows, columns]),
                    engine.View(allGradient, bias, [columns]), engine.Allocate(ElementType.Float, [rows, columns])));
                engine.Write(Numbers(rows * columns), layers[^1].Kernel);
                engine.Write(Numbers(rows * columns), layers[^1].Other);
                start = bias + Up(columns);
            }
            if (!waits) return;
            // The right factor of the first kernel (one sample) stays in memory as samples do.
            ((ILeavesToDescent)engine).LeaveToDescent(parameters, gradient, Factors(0, 1).Right);
            samples = Factors(0, 1).Right;
        }

        /// <summary>Runs the steps and returns all numbers that a caller sees, bit by bit.</summary>
        public int[] Run()
        {
            for (var step = 0; step < trial.Batches.Length; step++)
            {
                Multiply(trial.Batches[step]);
                Happen(trial.Happens[step], trial.Batches[step]);
                engine.AddScaled(parameters, gradient, -0.25, parameters);
                Read(parameters);
                Read(frozen);
                Read(others);
            }
            return [.. read.Select(BitConverter.SingleToInt32Bits)];
        }

        public void Step(int batch)
        {
            Multiply(batch);
            engine.AddScaled(parameters, gradient, -0.25, parameters);
        }

        /// <summary>
        /// Returns the memory of the first kernel's gradient after a step. At that time no delayed gradient is left for the read to
        /// compute.
        /// </summary>
        public float[] Unwritten()
        {
            Read(layers[0].Slope);
            return [.. read[^layers[0].Slope.Count..]];
        }

        private void Multiply(int batch)
        {
            for (var i = layers.Count - 1; i >= 0; i--)
            {
                var (kernel, slope, bias, other) = layers[i];
                var (left, right, numbers) = Factors(i, batch);
                for (var n = 0; n < numbers.Length; n++) numbers[n] = (float)random.NextDouble() - 0.5f;
                engine.Write(numbers.AsSpan(0, left.Count), left);
                engine.Write(numbers.AsSpan(left.Count, right.Count), right);
                engine.SumRows(right, bias);
                if (i == layers.Count - 1) engine.MatMul(left, right, Transpose.Left, frozen);
                if (trial.Addends[i] == Addend.None) engine.MatMul(left, right, Transpose.Left, slope);
                else engine.MatMulAdd(left, right, Transpose.Left, trial.Addends[i] == Addend.TheKernel ? kernel : other, 0.125, slope);
            }
        }

        private (TensorBuffer Left, TensorBuffer Right, float[] Numbers) Factors(int layer, int batch)
        {
            var (rows, columns) = trial.Kernels[layer];
            if (!factors.TryGetValue((layer, batch), out var made))
                factors[(layer, batch)] = made =
                    (engine.Allocate(ElementType.Float, [batch, rows]), engine.Allocate(ElementType.Float, [batch, columns]),
                        new float[batch * (rows + columns)]);
            return made;
        }

        private void Happen(Between what, int batch)
        {
            var (_, slope, bias, _) = layers[^1];
            switch (what)
            {
                case Between.FactorsAreOverwritten:
                    foreach (var (left, right, _) in factors.Values)
                    {
                        engine.Fill(7, left);
                        if (right != samples) engine.Fill(7, right);
                    }
                    break;
                case Between.AllIsRead: Read(gradient); break;
                case Between.OneKernelIsRead: Read(slope); break;
                case Between.OneKernelIsScaled: engine.Scale(slope, 0.5, slope); break;
                case Between.SomeNumbersAreRead: Read(engine.View(gradient, slope.Count / 2, [1])); break;
                case Between.OthersDescend: engine.AddScaled(others, gradient, -0.5, others); break;
                case Between.ItIsComputedAgain:
                    engine.Fill(3, bias);
                    Multiply(batch);
                    break;
            }
        }

        private void Read(TensorBuffer buffer)
        {
            var numbers = new float[buffer.Count];
            engine.Read(buffer, numbers);
            read.AddRange(numbers);
        }

        private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];

        private static int Up(int count) => (count + 15) / 16 * 16;
    }
}
