using ILGPU;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu;

/// <summary>
/// The sums of tensor cores are registers that this type declares: ILGPU would keep the results of an instruction that it does not know in
/// memory.
/// </summary>
internal static class TensorCoreSums
{
    public static void Begin() => CudaAsm.Emit(".reg .f32 sum<32>;");

    public static void Clear()
    {
        CudaAsm.Emit("mov.f32 sum0, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum1, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum2, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum3, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum4, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum5, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum6, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum7, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum8, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum9, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum10, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum11, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum12, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum13, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum14, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum15, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum16, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum17, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum18, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum19, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum20, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum21, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum22, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum23, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum24, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum25, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum26, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum27, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum28, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum29, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum30, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum31, 0f00000000;");
    }

    public static void Store(int number, ArrayView<float> results, int upper, int lower)
    {
        switch (number)
        {
            case 0:
                CudaAsm.Emit("mov.f32 %0, sum0;", out results[upper]);
                CudaAsm.Emit("mov.f32 %0, sum4;", out results[upper + 8]);
                CudaAsm.Emit("mov.f32 %0, sum8;", out results[upper + 16]);
                CudaAsm.Emit("mov.f32 %0, sum12;", out results[upper + 24]);
                CudaAsm.Emit("mov.f32 %0, sum16;", out results[lower]);
                CudaAsm.Emit("mov.f32 %0, sum20;", out results[lower + 8]);
                CudaAsm.Emit("mov.f32 %0, sum24;", out results[lower + 16]);
                CudaAsm.Emit("mov.f32 %0, sum28;", out results[lower + 24]);
                break;
            case 1:
                CudaAsm.Emit("mov.f32 %0, sum1;", out results[upper]);
                CudaAsm.Emit("mov.f32 %0, sum5;", out results[upper + 8]);
                CudaAsm.Emit("mov.f32 %0, sum9;", out results[upper + 16]);
                CudaAsm.Emit("mov.f32 %0, sum13;", out results[upper + 24]);
                CudaAsm.Emit("mov.f32 %0, sum17;", out results[lower]);
                CudaAsm.Emit("mov.f32 %0, sum21;", out results[lower + 8]);
                CudaAsm.Emit("mov.f32 %0, sum25;", out results[lower + 16]);
                CudaAsm.Emit("mov.f32 %0, sum29;", out results[lower + 24]);
                break;
            case 2:
                CudaAsm.Emit("mov.f32 %0, sum2;", out results[upper]);
                CudaAsm.Emit("mov.f32 %0, sum6;", out results[upper + 8]);
                CudaAsm.Emit("mov.f32 %0, sum10;", out results[upper + 16]);
                CudaAsm.Emit("mov.f32 %0, sum14;", out results[upper + 24]);
                CudaAsm.Emit("mov.f32 %0, sum18;", out results[lower]);
                CudaAsm.Emit("mov.f32 %0, sum22;", out results[lower + 8]);
                CudaAsm.Emit("mov.f32 %0, sum26;", out results[lower + 16]);
                CudaAsm.Emit("mov.f32 %0, sum30;", out results[lower + 24]);
                break;
            default:
                CudaAsm.Emit("mov.f32 %0, sum3;", out results[upper]);
                CudaAsm.Emit("mov.f32 %0, sum7;", out results[upper + 8]);
                CudaAsm.Emit("mov.f32 %0, sum11;", out results[upper + 16]);
                CudaAsm.Emit("mov.f32 %0, sum15;", out results[upper + 24]);
                CudaAsm.Emit("mov.f32 %0, sum19;", out results[lower]);
                CudaAsm.Emit("mov.f32 %0, sum23;", out results[lower + 8]);
                CudaAsm.Emit("mov.f32 %0, sum27;", out results[lower + 16]);
                CudaAsm.Emit("mov.f32 %0, sum31;", out results[lower + 24]);
                break;
        }
    }
}
