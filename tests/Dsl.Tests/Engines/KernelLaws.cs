using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

/// <summary>
/// Laws of kernels on vectors of every width: their errors and their values at the ends of the range. A vector's last elements are computed
/// like the others.
/// </summary>
public class KernelLaws
{
    private static readonly ITensorEngine[] Engines = [new CpuEngine<WideLanes, Vector512<float>>(),
        new CpuEngine<MachineLanes, Vector<float>>(), new CpuEngine<ScalarLane, float>()];

    private static readonly double[] Ends = [0, -0.0, 1, -1, 0.5, 88.7, -88.7, 1e-30, -1e-30, 1e30, -1e30, double.PositiveInfinity,
        double.NegativeInfinity, double.NaN];

    public static TheoryData<string> Names => [.. KernelFunctions.All.Select(f => f.Name)];

    /// <summary>Tries every 4,099th float32 number of either sign, if the result is a normal number.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_function_is_right_to_a_few_units_in_the_last_place(string name)
    {
        var function = Find(name);
        if (function.Units is not { } units) return;
        var numbers = Enumerable.Range(0, 0x7f7fffff / 4099).Select(i => (double)BitConverter.Int32BitsToSingle(i * 4099))
            .SelectMany(x => new[] { x, -x }).ToArray();
        var expected = Apply(function, Engine.Reference, numbers);
        foreach (var engine in Engines)
        {
            var actual = Apply(function, engine, numbers);
            for (var i = 0; i < numbers.Length; i++)
            {
                if (!(Math.Abs(expected[i]) > 1.2e-38) || Math.Abs(expected[i]) > 3.4e38) continue;
                var unit = Math.ScaleB(1, Math.ILogB(expected[i]) - 23);
                if (!(Math.Abs(actual[i] - expected[i]) <= units * unit)) Assert.Fail($"{name} of {numbers[i]:R}: expected {expected[i]:R}, got {actual[i]:R}, {Math.Abs(actual[i] - expected[i]) / unit} units off.");
            }
        }
    }

    [Theory, InlineData("Sin"), InlineData("Cos")]
    public void Waves_are_right_to_a_millionth_up_to_a_thousand(string name)
    {
        double[] numbers = [.. Enumerable.Range(-100000, 200001).Select(i => (double)(0.01f * i))];
        var expected = Apply(Find(name), Engine.Reference, numbers);
        foreach (var engine in Engines)
            Assert.All(expected.Zip(Apply(Find(name), engine, numbers)), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-6));
    }

    [Theory, MemberData(nameof(Names))]
    public void At_the_ends_a_function_is_what_double_precision_says(string name)
    {
        var expected = Apply(Find(name), Engine.Reference, Ends);
        foreach (var engine in Engines)
        {
            var actual = Apply(Find(name), engine, Ends);
            for (var i = 0; i < Ends.Length; i++)
            {
                if (Math.Abs(Ends[i]) > 100 && double.IsFinite(Ends[i]) && name is "Sin" or "Cos") continue;
                var same = ((float)expected[i]).Equals((float)actual[i])
                    || Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Abs(expected[i]) || Math.Abs(expected[i] - actual[i]) < 1e-37;
                if (!same) Assert.Fail($"{name} of {Ends[i]}: expected {expected[i]:R}, got {actual[i]:R}.");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_last_elements_have_the_bits_of_whole_vectors(string name)
    {
        var random = new System.Random(3);
        double[] numbers = [.. Enumerable.Range(0, 80).Select(_ => 9 * random.NextDouble() + 0.01)];
        foreach (var engine in Engines)
        {
            var whole = Apply(Find(name), engine, numbers);
            for (var count = 1; count < 40; count++) Assert.Equal(whole[..count], Apply(Find(name), engine, numbers[..count]));
        }
    }

    private static KernelFunction Find(string name) => KernelFunctions.All.Single(f => f.Name == name);

    private static double[] Apply(KernelFunction function, ITensorEngine engine, double[] numbers)
    {
        var (x, y, result) = (engine.Allocate(ElementType.Float, [numbers.Length]), engine.Allocate(ElementType.Float, [numbers.Length]),
            new double[numbers.Length]);
        engine.Write(Array.ConvertAll(numbers, n => (float)n), x);
        function.Map(engine, x, y);
        engine.Read(y, result);
        return result;
    }
}
