using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <content>Kernels: each operation of their arithmetic, and kernels that read and write several buffers.</content>
public static partial class InstructionTable
{
    private static IEnumerable<Instruction> Kernels()
    {
        foreach (var (name, low, high, map) in KernelFunctions.All.Select(f => (f.Name, f.Low, f.High, f.Map)))
        {
            yield return new(nameof(ITensorEngine.Map), name, (m, t) =>
            {
                var x = m.Random([t.Rows, t.Columns], low, high);
                var to = m.Result([t.Rows, t.Columns], x);
                return () => map(m.Engine, x, to);
            });
        }
        yield return new(nameof(ITensorEngine.Map), "of two", (m, t) =>
        {
            var (a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns], 0.5, 2.0));
            var to = m.Result([t.Rows, t.Columns], a, b);
            return () => m.Engine.Map<OfTwo>([a, b, to], []);
        });
        yield return new(nameof(ITensorEngine.Map), "powers", (m, t) =>
        {
            var (a, b) = (m.Random([t.Rows, t.Columns], -1.5, 1.5), m.Random([t.Rows, t.Columns], -2.0, 3.0));
            // Negative numbers have real powers only for integer exponents.
            m.Engine.Write(m.Read(b).Select(v => Math.Round(v)).ToArray(), b);
            var to = m.Result([t.Rows, t.Columns], a, b);
            return () => m.Engine.Map<Powers>([a, b, to], []);
        });
        yield return new(nameof(ITensorEngine.Map), "eight buffers", (m, t) =>
        {
            var x = Enumerable.Range(0, KernelLimits.Buffers).Select(i => m.Random([t.Rows, t.Columns])).ToArray();
            foreach (var changed in x[5..]) m.Changed(changed);
            return () => m.Engine.Map<Eight>(x, [0.25, -1.5]);
        });
        yield return new(nameof(ITensorEngine.Map), "exchange", (m, t) =>
        {
            var (a, b) = (m.Changed(m.Random([t.Rows, t.Columns])), m.Changed(m.Random([t.Rows, t.Columns])));
            return () => m.Engine.Map<Exchange>([a, b], []);
        });
        yield return new(nameof(ITensorEngine.Map), "number everywhere", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows, t.Columns]), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.Map<Everywhere>([x, to], [0.3]);
        });
    }

    private readonly struct OfTwo : IKernel
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            var (x, y) = (at.Load(0), at.Load(1));
            var (sum, ratio) = (TMath.Add(x, TMath.Multiply(x, y)), TMath.Divide(TMath.Subtract(y, x), y));
            at.Store(2, TMath.Less(x, y, TMath.Equal(y, y, sum, x), ratio));
        }
    }

    private readonly struct Powers : IKernel
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            // Not too close to 0, where powers are large.
            var (x, y) = (at.Load(0), at.Load(1));
            var away = TMath.Less(x, TMath.Number(0), TMath.Subtract(x, TMath.Number(0.5)), TMath.Add(x, TMath.Number(0.5)));
            at.Store(2, TMath.Add(TMath.Power(away, y), TMath.Power(TMath.Abs(away), TMath.Number(1.7))));
        }
    }

    private readonly struct Eight : IKernel
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            var sum = TMath.Add(TMath.Add(at.Load(0), at.Load(1)), TMath.Add(at.Load(2), TMath.Multiply(at.Load(3), at.Load(4))));
            var (five, six, seven) = (at.Load(5), at.Load(6), at.Load(7));
            at.Store(5, TMath.Add(sum, TMath.Multiply(at.Number(0), seven)));
            at.Store(6, TMath.Multiply(six, at.Number(1)));
            at.Store(7, TMath.Subtract(five, six));
        }
    }

    private readonly struct Exchange : IKernel
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            var (a, b) = (at.Load(0), at.Load(1));
            at.Store(0, b);
            at.Store(1, a);
        }
    }

    private readonly struct Everywhere : IKernel
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct => at.Store(1, TMath.Add(at.Number(0), TMath.Number(2)));
    }
}
