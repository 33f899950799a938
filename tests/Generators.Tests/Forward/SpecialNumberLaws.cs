using System.Globalization;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Tests.Diagnostics;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>
/// Every elementwise function gives the same result in its four forms: on tensors and on numbers, eagerly and compiled. The numbers include
/// NaN, ±∞ and ±0.
/// </summary>
public sealed class SpecialNumberLaws(SpecialNumberLaws.Compiled compiled) : IClassFixture<SpecialNumberLaws.Compiled>
{
    private static readonly double[] Numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 0.5, 3];

    /// <summary>Functions that are not called by name.</summary>
    private static readonly Dictionary<string, (string OfTensors, string OfNumbers)> Written = new()
    {
        ["Clip"] = ("Clip(a, -0.75, 2)", "Clip(a, -0.75f, 2)"),
        ["StopGradient"] = ("StopGradient(a)", "a"),
        ["negate"] = ("-a", "-a"),
        ["Maximum"] = ("Maximum(a, b)", "Maximum(a, b)"),
        ["Minimum"] = ("Minimum(a, b)", "Minimum(a, b)"),
        ["Map"] = ("Map((v, w) => MathF.Max(v, w), a, b)", "MathF.Max(a, b)"),
        ["Where"] = ("Where(a, b, 2 * b)", "a != 0 ? b : 2 * b"),
    };

    /// <summary>A test for each function of the vocabulary; a function that these tests do not compare has no row here.</summary>
    public static TheoryData<string> Names => [.. ElementwiseFunctions.All.Select(function => function.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Four_forms_give_the_same(string name)
    {
        double[] a = [.. Numbers.SelectMany(_ => Numbers)], b =
            [.. Numbers.SelectMany(number => Enumerable.Repeat(number, Numbers.Length))];
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            var results = compiled.Run(name, engine, a, b);
            for (var i = 0; i < a.Length; i++)
            {
                var expected = results[0].Numbers[i];
                foreach (var (form, numbers) in results)
                {
                    Assert.True(
                        expected.Equals(numbers[i]) || Math.Abs(expected - numbers[i]) <= 2e-6 * Math.Max(1, Math.Abs(expected)),
                        string.Create(CultureInfo.InvariantCulture, $"{name} at {a[i]}, {b[i]} on {engine.Name}: {results[0].Form} gives {expected:R}, {form} {numbers[i]:R}."));
                }
            }
        }
    }

    [Theory, InlineData("Maximum", 1), InlineData("Minimum", 0)]
    public void The_extreme_of_two_is_NaN_where_either_is(string name, double ofOneAndZero)
    {
        double[] a = [double.NaN, 1, double.NaN, 1, 0], b = [1, double.NaN, double.NaN, 0, 1];
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
            Assert.All(compiled.Run(name, engine, a, b),
                result => Assert.Equal([double.NaN, double.NaN, double.NaN, ofOneAndZero, ofOneAndZero], result.Numbers));
    }

    /// <summary>A maximum with one NaN is NaN: in layers and along an axis, eagerly and compiled.</summary>
    [Fact]
    public void Maxima_of_NaN_are_NaN()
    {
        var model = Assert.Single(ForwardLaws.Compile([("Net", ForwardModel.Of(
            "return Concat([x.Reshape(-1, 4, 2).Max(-1), (x.Reshape(-1, 4, 2) | m.P).Flatten(), x.Reshape(-1, 4, 2) | m.G, x | m.A]);",
            layers: "[MaxPooling1D(2)] MaxPooling1D P, [GlobalMaxPooling1D] GlobalMaxPooling1D G, [Dense(1)] Dense A"))]));
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            const double N = double.NaN;
            var (compiled, eager) = model.Predict(engine, [N, 1, 2, 3, 5, N, 6, 7]);
            Assert.Equal([N, 3, N, 7, N, 3, 6, N, N, N], compiled[..10]);
            Assert.Equal(compiled[..10], eager[..10]);
        }
    }

    public sealed class Compiled
    {
        private readonly Dictionary<string, Func<ITensorEngine, Tensor, (string, double[])[]>> models;

        public Compiled()
        {
            string[] names = [.. ElementwiseFunctions.All.Select(function => function.Name)];
            var sources = names.Select((name, i) => Source(i, name)).ToArray();
            var assembly = GeneratorHarness.Run(sources).Load();
            models = names.Select((name, i) => (name, Form: Forms(assembly.GetType($"Tensors{i}")!, assembly.GetType($"Numbers{i}")!))).ToDictionary(m => m.name, m => m.Form);
        }

        /// <summary>Returns the results of each form of a function.</summary>
        internal (string Form, double[] Numbers)[] Run(string name, ITensorEngine engine, double[] a, double[] b) =>
            models[name](engine, Tensor.Create([a.Length, 2],
                [.. Enumerable.Range(0, 2 * a.Length).Select(i => i % 2 == 0 ? a[i / 2] : b[i / 2])], engine));

        private static Func<ITensorEngine, Tensor, (string, double[])[]> Forms(Type ofTensors, Type ofNumbers) => (engine, x) =>
        [
            ("the method of numbers as it is written", Results(ofNumbers, engine, x, isCompiled: false)),
            ("the method of numbers compiled", Results(ofNumbers, engine, x, isCompiled: true)),
            ("the method of tensors as it is written", Results(ofTensors, engine, x, isCompiled: false)),
            ("the method of tensors compiled", Results(ofTensors, engine, x, isCompiled: true)),
        ];

        private static double[] Results(Type model, ITensorEngine engine, Tensor x, bool isCompiled) =>
            (double[])typeof(Compiled).GetMethod(nameof(ResultsOf),
                System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(model).Invoke(null, [engine, x, isCompiled])!;

        private static double[] ResultsOf<T>(ITensorEngine engine, Tensor x, bool isCompiled) where T : class, IModel<T>
        {
            var model = T.Initialize(1).To(engine);
            var y = isCompiled ? ModelCalls.Forward(model, x) : (Tensor)typeof(T).GetMethod("F", [typeof(T), typeof(Tensor)])!.Invoke(null, [model, x])!;
            return [.. y.ToDoubles().Where((_, i) => i % 2 == 0)];
        }

        /// <summary>The source also has a layer with its own results, because a model needs one.</summary>
        private static string Source(int number, string name)
        {
            var (ofTensors, ofNumbers) = Written.TryGetValue(name, out var written) ? written
                : "+-*/<>=".Contains(name[0], StringComparison.Ordinal) ? ($"a {name} b", name[0] is '<' or '>' ? $"a {name} b ? 1 : 0" : $"a {name} b")
                : ($"{name}(a)", $"{name}(a)");
            return Model($"Tensors{number}", ofTensors, "") + Model($"Numbers{number}", "Map(Each, a, b)", $"[Elementwise] public static float Each(float a, float b) => {ofNumbers};");
        }

        private static string Model(string name, string result, string member) => $$"""

            [Model(2), MeanSquaredError]
            public sealed partial record {{name}}([Dense(1)] Dense A)
            {
                [Forward]
                public static Tensor F({{name}} m, Tensor x)
                {
                    var (a, b) = (x[.., 0..1], x[.., 1..2]);
                    return Concat([{{result}}, x | m.A]);
                }
                {{member}}
            }
            """;
    }
}
