using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>For each element the place of its slope.</summary>
internal struct SlopeArguments<TPlaces> where TPlaces : struct, IPlaces<TPlaces>
{
    public ArrayView<float> X, Slopes, Gradient, Destination;
    public TPlaces SlopeOf;
    public int Count;
}

/// <summary>For each slope the first of its elements, and the way from it to the others.</summary>
internal struct SharedSlopeArguments<TPlaces> where TPlaces : struct, IPlaces<TPlaces>
{
    public ArrayView<float> X, Gradient, Destination;
    public TPlaces First, Shared;
    public int Count;
}

/// <summary>Activations with slopes. Axes that share slopes lie between axes that do not, so that they can't be joined.</summary>
internal static class SlopeKernels
{
    public static readonly GpuKernel<SlopeArguments<ShortPlaces>> PRelu = new(RunPRelu), PReluGradient = new(RunPReluGradient);
    public static readonly GpuKernel<SlopeArguments<LongPlaces<LongPlaces<ShortPlaces>>>> PReluMany = new(RunPRelu),
        PReluGradientMany = new(RunPReluGradient);
    public static readonly GpuKernel<SharedSlopeArguments<ShortPlaces>> PReluSlopeGradient = new(RunPReluSlopeGradient);
    public static readonly GpuKernel<SharedSlopeArguments<LongPlaces<ShortPlaces>>> PReluSlopeGradientMany = new(RunPReluSlopeGradient);

    private static void RunPRelu<TPlaces>(SlopeArguments<TPlaces> a) where TPlaces : struct, IPlaces<TPlaces>
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var x = a.X[i];
            a.Destination[i] = x > 0f ? x : x * a.Slopes[a.SlopeOf.At(i)];
        }
    }

    private static void RunPReluGradient<TPlaces>(SlopeArguments<TPlaces> a) where TPlaces : struct, IPlaces<TPlaces>
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (x, g) = (a.X[i], a.Gradient[i]);
            a.Destination[i] = float.IsNaN(x) ? x : x > 0f ? g : g * a.Slopes[a.SlopeOf.At(i)];
        }
    }

    private static void RunPReluSlopeGradient<TPlaces>(SharedSlopeArguments<TPlaces> a) where TPlaces : struct, IPlaces<TPlaces>
    {
        var first = a.First.At(Grid.IdxX);
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Count; i += Group.DimX)
        {
            var at = first + a.Shared.At(i);
            var x = a.X[at];
            if (!(x > 0f)) sum += a.Gradient[at] * x;
        }
        sum = Team.Sum(sum);
        if (Group.IdxX == 0) a.Destination[Grid.IdxX] = sum;
    }
}
