using ILGPU;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu;

/// <summary>
/// A unit that multiplies small matrices, with the sums of eight products: 16 × 8 elements each, of which a lane of a warp has four.
/// </summary>
internal interface IMatrixUnit
{
    /// <summary>Prepares the sums; a kernel calls it once.</summary>
    void Begin();

    /// <summary>Sets all sums to 0.</summary>
    void Clear();

    /// <summary>Adds a product of 16 × 16 and 16 × 8 elements to one of the eight sums. All lanes must call it.</summary>
    void Multiply(int sum, LeftFragment left, RightFragment right);

    /// <summary>
    /// Writes a number (of four) of each of the eight sums: the first four at <paramref name="upper"/> and 8, 16 and 24 further, the others
    /// at <paramref name="lower"/>.
    /// </summary>
    void Store(int number, ArrayView<float> results, int upper, int lower);
}

/// <summary>
/// The tensor cores of NVIDIA GPUs from compute capability 8.0 on. The sums are registers that this type declares: ILGPU would keep the
/// results of an instruction that it does not know in memory.
/// </summary>
internal struct TensorCores : IMatrixUnit
{
    public readonly void Begin() => CudaAsm.Emit(".reg .f32 sum<32>;");

    public readonly void Clear()
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

    public readonly void Multiply(int sum, LeftFragment left, RightFragment right)
    {
        var (a0, a1, a2, a3, b0, b1) = (left.R0, left.R1, left.R2, left.R3, right.R0, right.R1);
        switch (sum)
        {
            case 0:
                CudaAsm.Emit(
                    Instruction + " {sum0, sum1, sum2, sum3}, {%0, %1, %2, %3}, {%4, %5}, {sum0, sum1, sum2, sum3};",
                    a0, a1, a2, a3, b0, b1);
                break;
            case 1:
                CudaAsm.Emit(
                    Instruction + " {sum4, sum5, sum6, sum7}, {%0, %1, %2, %3}, {%4, %5}, {sum4, sum5, sum6, sum7};",
                    a0, a1, a2, a3, b0, b1);
                break;
            case 2:
                CudaAsm.Emit(
                    Instruction + " {sum8, sum9, sum10, sum11}, {%0, %1, %2, %3}, {%4, %5}, {sum8, sum9, sum10, sum11};",
                    a0, a1, a2, a3, b0, b1);
                break;
            case 3:
                CudaAsm.Emit(
                    Instruction + " {sum12, sum13, sum14, sum15}, {%0, %1, %2, %3}, {%4, %5}, {sum12, sum13, sum14, sum15};",
                    a0, a1, a2, a3, b0, b1);
                break;
            case 4:
                CudaAsm.Emit(
                    Instruction + " {sum16, sum17, sum18, sum19}, {%0, %1, %2, %3}, {%4, %5}, {sum16, sum17, sum18, sum19};",
                    a0, a1, a2, a3, b0, b1);
                break;
            case 5:
                CudaAsm.Emit(
                    Instruction + " {sum20, sum21, sum22, sum23}, {%0, %1, %2, %3}, {%4, %5}, {sum20, sum21, sum22, sum23};",
                    a0, a1, a2, a3, b0, b1);
                break;
            case 6:
                CudaAsm.Emit(
                    Instruction + " {sum24, sum25, sum26, sum27}, {%0, %1, %2, %3}, {%4, %5}, {sum24, sum25, sum26, sum27};",
                    a0, a1, a2, a3, b0, b1);
                break;
            default:
                CudaAsm.Emit(
                    Instruction + " {sum28, sum29, sum30, sum31}, {%0, %1, %2, %3}, {%4, %5}, {sum28, sum29, sum30, sum31};",
                    a0, a1, a2, a3, b0, b1);
                break;
        }
    }

    public readonly void Store(int number, ArrayView<float> results, int upper, int lower)
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

    private const string Instruction = "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32";
}
