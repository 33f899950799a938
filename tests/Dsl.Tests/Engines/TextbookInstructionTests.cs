using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>
/// Checks the composed instructions against their formulas, written out number by number. The reference engine is composed in the same way,
/// so it would have the same errors.
/// </summary>
public class TextbookInstructionTests
{
    private static readonly double[] A = [1.5, -2, 0, 3, -0.5, 0.25], B = [0.5, -2, 4, -1, 2, 0.125];

    public static TheoryData<string, double[]> Elementwise => new()
    {
        { nameof(Instructions.Fill), [7, 7, 7, 7, 7, 7] },
        { nameof(Instructions.Copy), A },
        { nameof(Instructions.Add), Each((a, b) => a + b) },
        { nameof(Instructions.Subtract), Each((a, b) => a - b) },
        { nameof(Instructions.Multiply), Each((a, b) => a * b) },
        { nameof(Instructions.Divide), Each((a, b) => a / b) },
        { nameof(Instructions.Scale), Each((a, _) => -3 * a) },
        { nameof(Instructions.Abs), Each((a, _) => a < 0 ? -a : a) },
        { nameof(Instructions.Sign), [1, -1, 0, 1, -1, 1] },
        { nameof(Instructions.Log), Each((a, _) => Math.Log(a)) },
        { nameof(Instructions.Sqrt), Each((a, _) => Math.Sqrt(a)) },
        { nameof(Instructions.ReciprocalSqrt), Each((a, _) => Math.Pow(a + 0.5, -0.5)) },
        { nameof(Instructions.Clamp), [1, -1, 0, 1, -0.5, 0.25] },
        { nameof(Instructions.ClampGradient), [0, 0, 4, 0, 2, 0.125] },
        { nameof(Instructions.Less), [0, 0, 1, 0, 1, 0] },
        { nameof(Instructions.Less) + " or equal", [0, 1, 1, 0, 1, 0] },
        { nameof(Instructions.Where), [-1.5, 2, 4, -3, 0.5, -0.25] },
    };

    [Theory, MemberData(nameof(Elementwise))]
    public void Elementwise_instructions_are_their_formulas(string name, double[] expected)
    {
        foreach (var engine in new[] { Engine.Reference, Engine.Cpu })
        {
            var (a, b, to) = (Of(engine, [6], A), Of(engine, [6], B), engine.Allocate(ElementType.Float, [6]));
            switch (name)
            {
                case nameof(Instructions.Fill): engine.Fill(7, to); break;
                case nameof(Instructions.Copy): engine.Copy(a, to); break;
                case nameof(Instructions.Add): engine.Add(a, b, to); break;
                case nameof(Instructions.Subtract): engine.Subtract(a, b, to); break;
                case nameof(Instructions.Multiply): engine.Multiply(a, b, to); break;
                case nameof(Instructions.Divide): engine.Divide(a, b, to); break;
                case nameof(Instructions.Scale): engine.Scale(a, -3, to); break;
                case nameof(Instructions.Abs): engine.Abs(a, to); break;
                case nameof(Instructions.Sign): engine.Sign(a, to); break;
                case nameof(Instructions.Log): engine.Log(a, to); break;
                case nameof(Instructions.Sqrt): engine.Sqrt(a, to); break;
                case nameof(Instructions.ReciprocalSqrt): engine.ReciprocalSqrt(a, 0.5, to); break;
                case nameof(Instructions.Clamp): engine.Clamp(a, -1, 1, to); break;
                case nameof(Instructions.ClampGradient): engine.ClampGradient(a, b, -1, 1, to); break;
                case nameof(Instructions.Less): engine.Less(a, b, false, to); break;
                case nameof(Instructions.Less) + " or equal": engine.Less(a, b, true, to); break;
                default:
                    engine.Scale(a, -1, to);
                    engine.Where(a, to, b, to);
                    break;
            }
            AssertClose(expected, to, engine);
        }
    }

    [Fact]
    public void Layouts_are_their_formulas()
    {
        foreach (var engine in new[] { Engine.Reference, Engine.Cpu })
        {
            var (a, b) = (Of(engine, [2, 2], [1, 2, 3, 4]), Of(engine, [2, 1], [5, 6]));
            Check([1, 2, 5, 3, 4, 6], [2, 3], to => engine.ConcatColumns(a, b, to));
            Check([2, 4], [2, 1], to => engine.Columns(a, 1, to));
            Check([0, 1, 2, 0, 3, 4], [2, 3], to => engine.PlaceColumns(a, 1, to));
            var steps = Of(engine, [2, 3, 1], [1, 2, 3, 4, 5, 6]);
            Check([4, 5, 6, 1, 2, 3], [2, 3, 1], to => engine.Flip(steps, 0, to));
            Check([3, 2, 1, 6, 5, 4], [2, 3, 1], to => engine.Flip(steps, 1, to));
            Check([1, 2, 3, 4, 5, 6], [2, 3, 1], to => engine.Flip(steps, 2, to));
            Check([2, 1, 4, 3], [2, 2], to => engine.Flip(a, 1, to));
            Check([0, 1, 2, 0, 4, 5], [2, 3, 1], to => engine.DelaySteps(steps, to));
            Check([0, 0], [2, 1, 1], to => engine.DelaySteps(Of(engine, [2, 1, 1], [1, 2]), to));
            Check([6, 8, 8, 10], [2, 2], to => engine.AddBias(a, Of(engine, [2], [5, 6]), to));
            Check([5, 12, 15, 24], [2, 2], to => engine.ScaleRows(a, Of(engine, [2], [5, 6]), to));
            Check([1.5, 3.5], [2], to => engine.MeanColumns(a, to));
            Check([20], [], to => engine.Sum(a, 2, to));
            Check([15], [], to => engine.SumOfSquares(a, 0.5, to));
            Check([-6, -6], [2], to => engine.BroadcastScalar(Of(engine, [], [3]), -2, to));

            void Check(double[] expected, Shape shape, Action<TensorBuffer> call)
            {
                var to = engine.Allocate(ElementType.Float, shape);
                call(to);
                AssertClose(expected, to, engine);
            }
        }
    }

    [Fact]
    public void Functions_of_rows_are_their_formulas()
    {
        foreach (var engine in new[] { Engine.Reference, Engine.Cpu })
        {
            static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
            var (y, g, to) = (Of(engine, [2, 3], A), Of(engine, [2, 3], B), engine.Allocate(ElementType.Float, [2, 3]));
            engine.LogSoftmaxGradient(y, g, to);
            AssertClose([.. A.Select((a, i) => B[i] - Math.Exp(a) * (i < 3 ? 2.5 : 1.125))], to, engine);
            engine.SparsemaxGradient(y, g, to);
            AssertClose([0, 0, 0, -1 - (-1 + 0.125) / 2, 0, 0.125 - (-1 + 0.125) / 2], to, engine);

            var (x, half, upstream) = (Of(engine, [1, 6], A), engine.Allocate(ElementType.Float, [1, 3]), Of(engine, [1, 3], [1, 2, -1]));
            engine.Glu(x, half);
            AssertClose([1.5 * Sigmoid(3), -2 * Sigmoid(-0.5), 0], half, engine);
            var both = engine.Allocate(ElementType.Float, [1, 6]);
            engine.GluGradient(x, upstream, both);
            AssertClose(
                [Sigmoid(3), 2 * Sigmoid(-0.5), -Sigmoid(0.25), 1.5 * Sigmoid(3) * Sigmoid(-3), -4 * Sigmoid(-0.5) * Sigmoid(0.5),
                    0], both, engine);

            var (pixels, taken) = (Of(engine, [2, 1, 2, 1], [1, 2, 3, 4]), Of(engine, [2, 3], [1, 1, 0, 0, 1, 1]));
            var moved = engine.Allocate(ElementType.Float, [2, 3, 1]);
            engine.Pixels(taken, pixels, moved);
            AssertClose([2, 2, 1, 3, 4, 4], moved, engine);
            engine.PixelsGradient(taken, Of(engine, [2, 3, 1], [1, 2, 3, 4, 5, 6]), pixels);
            AssertClose([3, 3, 4, 11], pixels, engine);

            // Two images of two pixels and three channels.
            var (images, dropped, key) =
                (Of(engine, [2, 1, 2, 3], [.. A, .. B]), engine.Allocate(ElementType.Float, [2, 1, 2, 3]), new RandomKey(3, 4));
            engine.ChannelDropout(images, 0.4, key, 5, dropped);
            var numbers = A.Concat(B).ToArray();
            AssertClose([.. numbers.Select((v, i) => Philox.Uniform(key, 5, (uint)(i / 6 * 4 + i % 3)) >= 0.4 ? v / 0.6 : 0)],
                dropped, engine);
        }
    }

    private static double[] Each(Func<double, double, double> formula) => [.. A.Zip(B, formula)];

    private static TensorBuffer Of(ITensorEngine engine, Shape shape, double[] numbers)
    {
        var buffer = engine.Allocate(ElementType.Float, shape);
        engine.Write(numbers, buffer);
        return buffer;
    }

    private static void AssertClose(double[] expected, TensorBuffer buffer, ITensorEngine engine)
    {
        var actual = new double[buffer.Count];
        engine.Read(buffer, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= 1e-6 * (1 + Math.Abs(expected[i])), $"{i}: {expected[i]}, {actual[i]}");
    }
}
