using System.Reflection;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>The callable functions, written as steps, give the results of C#: also for equal numbers, integers, ±∞ and NaN.</summary>
public class ScalarCallsTests
{
    private static readonly float[] Points = [0, 1, -1, 2, -2, 0.5f, -0.3f, 2.7f, 10, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN];

    /// <summary>Activations have their own laws.</summary>
    public static TheoryData<string, int> Calls()
    {
        var calls = new TheoryData<string, int>();
        foreach (var name in ScalarCalls.Names.Except(ActivationTable.Elementwise.Select(row => row.Name)))
        {
            foreach (var arity in Enumerable.Range(1, 3).Where(arity => Of(name, arity, known: null) is not null)) calls.Add(name, arity);
        }
        return calls;
    }

    [Theory, MemberData(nameof(Calls))]
    public void A_call_gives_what_runs(string name, int arity)
    {
        var method = new[] { typeof(Functions), typeof(MathF), typeof(Math) }
            .Select(type => type.GetMethod(name, BindingFlags.Public | BindingFlags.Static, [.. Enumerable.Repeat(typeof(float), arity)]))
            .First(found => found is not null)!;
        var computed = Of(name, arity, known: null)!;
        float[][] numbers = [[]];
        for (var i = 0; i < arity; i++) numbers = [.. numbers.SelectMany(x => Points, (x, next) => (float[])[.. x, next])];
        foreach (var x in numbers)
        {
            if (Expected(method, x) is not { } expected) continue;
            double[] at = [.. x.Select(v => (double)v)];
            AssertSame(expected, ScalarInterpreter.Run(computed, at), "");
            AssertSame(expected, ScalarInterpreter.Run(Of(name, arity, at)!, []), " of constants");

            void AssertSame(double wanted, double actual, string how) => Assert.True(
                wanted.Equals(actual) || Math.Abs(wanted - actual) <= 1e-5 * (1 + Math.Abs(wanted)), $"{name}({string.Join(", ", x)}){how}: expected {wanted:R}, got {actual:R}.");
        }
    }

    /// <summary>Null if there is nothing to compare with: bounds in the wrong order throw an exception.</summary>
    private static double? Expected(MethodInfo method, float[] x)
    {
        if (method.Name == "Clamp" && x[1] > x[2]) return null;
        return (float)method.Invoke(null, [.. x.Cast<object>()])!;
    }

    /// <summary>Builds a call with arguments, or with known numbers.</summary>
    private static ScalarFunction? Of(string name, int arity, double[]? known)
    {
        var build = new ScalarBuilder();
        int[] x = [.. Enumerable.Range(0, arity).Select(i => known is null ? build.Argument(i) : build.Number(known[i]))];
        return ScalarCalls.Write(build, name, x) is { } step ? build.Build("F", arity, step) : null;
    }
}
