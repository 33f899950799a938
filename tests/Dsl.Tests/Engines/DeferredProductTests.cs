using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>A gradient that waits for the optimizer changes no bit, and nobody can tell that it waits.</summary>
public class DeferredProductTests
{
    private static readonly ITensorEngine[] Engines =
        [new CpuEngine<WideLanes, Vector512<float>>(), new CpuEngine<MachineLanes, Vector<float>>(), new CpuEngine<ScalarLane, float>()];

    private static readonly (int Rows, int Columns)[] Kernels = [(10, 784), (1, 1100), (17, 100), (300, 70), (3, 1025)];

    /// <summary>What may come between a program and the step, and how it is to be seen.</summary>
    public static TheoryData<string> Courses =>
        ["Nothing", "GradientIsRead", "ColumnIsOverwritten", "RowIsOverwritten", "ParametersDecay", "ProductIsComputedAgain", "OtherProductFollows", "Accumulates", "Adam"];

    [Theory, MemberData(nameof(Courses))]
    public void Descent_by_a_gradient_that_waited_gives_the_same_bits(string course)
    {
        foreach (var engine in Engines)
            foreach (var (rows, columns) in Kernels)
                foreach (var penalty in new[] { 0.0, 0.25 })
                    foreach (var threads in new[] { 1, 2 })
                    {
                        using var scope = ThreadTeam.Enter(threads);
                        Assert.Equal(new Run(engine, rows, columns, penalty, waits: false).Follow(course), new Run(engine, rows, columns, penalty, waits: true).Follow(course));
                    }
    }

    [Fact]
    public void A_large_kernel_is_shared_and_keeps_its_bits()
    {
        var alone = Large(1);
        Assert.Equal(alone, Large(2));
        Assert.Equal(alone, Large(3));

        static float[] Large(int threads)
        {
            using var scope = ThreadTeam.Enter(threads);
            return new Run(Engine.Cpu, 400, 1001, 0.1, waits: true).Follow("Nothing");
        }
    }

    [Fact]
    public void Only_what_pays_waits()
    {
        foreach (var engine in Engines)
        {
            Assert.True(new Run(engine, 10, 784, 0.1, waits: true).Waits);
            Assert.True(new Run(engine, 10, 784, 0, waits: true).Waits);
            Assert.False(new Run(engine, 10, 784, 0, waits: false).Waits);
            Assert.False(new Run(engine, 100, 10, 0, waits: true).Waits);
            Assert.False(new Run(engine, 10, 784, 0, waits: true, samples: 2).Waits);
        }
    }

    [Fact]
    public void A_penalty_on_another_part_of_the_parameters_is_that_of_before_the_step()
    {
        foreach (var engine in Engines)
            Assert.Equal(new Run(engine, 10, 784, 0.5, waits: false, shift: 32).Follow("Nothing"), new Run(engine, 10, 784, 0.5, waits: true, shift: 32).Follow("Nothing"));
    }

    /// <summary>Parameters and gradient with a kernel between other parameters, after a program's last instruction.</summary>
    private sealed class Run
    {
        private const int Before = 48, Behind = 29;
        private readonly ITensorEngine engine;
        private readonly TensorBuffer parameters, gradient, column, row, kernel, slopes;
        private readonly double penalty;

        public Run(ITensorEngine engine, int rows, int columns, double penalty, bool waits, int samples = 1, int shift = 0)
        {
            (this.engine, this.penalty) = (engine, penalty);
            var random = new System.Random(rows * columns);
            TensorBuffer Numbers(Shape shape)
            {
                var buffer = engine.Allocate(ElementType.Float, shape);
                engine.Write(Enumerable.Range(0, shape.Size).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray(), buffer);
                return buffer;
            }

            var count = Before + rows * columns + Behind;
            (parameters, gradient, column, row) = (Numbers([count]), Numbers([count]), Numbers([samples, rows]), Numbers([samples, columns]));
            kernel = engine.View(parameters, Before - shift, [rows, columns]);
            slopes = engine.View(gradient, Before, [rows, columns]);
            if (waits) ((IKnowsMemory)engine).ReadByOptimizer(gradient);
            Multiply();
        }

        public bool Waits => ((CpuBuffer)gradient).State.Pending is not null;

        /// <summary>Lets things happen, then makes the step, and gives all that can be seen.</summary>
        public float[] Follow(string course)
        {
            var seen = new List<float>();
            switch (course)
            {
                case "GradientIsRead": seen.AddRange(Read(gradient)); break;
                case "ColumnIsOverwritten": engine.Fill(7, column); break;
                case "RowIsOverwritten": engine.Scale(row, 3, row); break;
                case "ParametersDecay": engine.Scale(parameters, 0.5, parameters); break;
                case "ProductIsComputedAgain": Multiply(); break;
                case "OtherProductFollows":
                    engine.MatMul(engine.View(column, 0, [1, 1]), engine.View(row, 0, [1, Behind]), Transpose.Left, engine.View(gradient, gradient.Count - Behind, [1, Behind]));
                    break;
                case "Accumulates": engine.Add(gradient, gradient, gradient); break;
                case "Adam":
                    var (mean, variance) = (engine.Allocate(ElementType.Float, gradient.Shape), engine.Allocate(ElementType.Float, gradient.Shape));
                    engine.Adam(parameters, gradient, mean, variance, null, 0.1, 0, 0.9, 0.99, 1e-7);
                    break;
            }
            engine.Sgd(parameters, gradient, null, 0.125, 0, false);
            // The gradient is of no use behind a step, and nobody is left that waits.
            Assert.False(Waits);
            return [.. seen, .. Read(parameters)];
        }

        private void Multiply()
        {
            if (penalty == 0) engine.MatMul(column, row, Transpose.Left, slopes);
            else engine.MatMulAdd(column, row, Transpose.Left, kernel, penalty, slopes);
        }

        private float[] Read(TensorBuffer buffer)
        {
            var values = new float[buffer.Count];
            engine.Read(buffer, values);
            return values;
        }
    }
}
