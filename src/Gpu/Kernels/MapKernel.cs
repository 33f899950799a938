using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>What an elementwise kernel is given: up to <see cref="KernelLimits.Buffers"/> buffers, and its numbers.</summary>
internal struct MapArguments
{
    public ArrayView<float> B0, B1, B2, B3, B4, B5, B6, B7;
    public float N0, N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, N11, N12, N13, N14, N15;
    public int Count;
}

/// <summary>Elementwise kernels: those that the generator writes, and the library's.</summary>
internal static class MapKernel<TKernel> where TKernel : struct, IKernel
{
    public static readonly GpuKernel<MapArguments> Method = new(Run);

    private static void Run(MapArguments arguments)
    {
        for (var i = Threads.First; i < arguments.Count; i += Threads.Step)
        {
            var at = new MapElements { Arguments = arguments, Index = i };
            TKernel.Run<float, Float32Arithmetic<GpuFloat, float>, MapElements>(ref at);
        }
    }
}

/// <summary>One element of each buffer.</summary>
internal struct MapElements : IElements<float>
{
    public MapArguments Arguments;
    public int Index;

    public float Load(int buffer) => buffer switch
    {
        0 => Arguments.B0[Index],
        1 => Arguments.B1[Index],
        2 => Arguments.B2[Index],
        3 => Arguments.B3[Index],
        4 => Arguments.B4[Index],
        5 => Arguments.B5[Index],
        6 => Arguments.B6[Index],
        _ => Arguments.B7[Index],
    };

    public float Number(int index) => index switch
    {
        0 => Arguments.N0,
        1 => Arguments.N1,
        2 => Arguments.N2,
        3 => Arguments.N3,
        4 => Arguments.N4,
        5 => Arguments.N5,
        6 => Arguments.N6,
        7 => Arguments.N7,
        8 => Arguments.N8,
        9 => Arguments.N9,
        10 => Arguments.N10,
        11 => Arguments.N11,
        12 => Arguments.N12,
        13 => Arguments.N13,
        14 => Arguments.N14,
        _ => Arguments.N15,
    };

    public void Store(int buffer, float value)
    {
        switch (buffer)
        {
            case 0: Arguments.B0[Index] = value; break;
            case 1: Arguments.B1[Index] = value; break;
            case 2: Arguments.B2[Index] = value; break;
            case 3: Arguments.B3[Index] = value; break;
            case 4: Arguments.B4[Index] = value; break;
            case 5: Arguments.B5[Index] = value; break;
            case 6: Arguments.B6[Index] = value; break;
            default: Arguments.B7[Index] = value; break;
        }
    }
}
