using ILGPU;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu;

/// <summary>The tensor cores of NVIDIA GPUs from compute capability 8.0 on, with factors in bfloat16.</summary>
// ILGPU takes the text of an instruction as a constant alone, so each format and each sum writes its own out.
internal struct BFloat16Cores : IMatrixUnit
{
    private const string Instruction = "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32";

    public static int StepsOfWord => 2;

    public static bool RoundsResults => true;

    public static uint Word(float first, float second) => BFloat16.Bits(first) | (BFloat16.Bits(second) << 16);

    public readonly void Begin() => TensorCoreSums.Begin();

    public readonly void Clear() => TensorCoreSums.Clear();

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

    public readonly void Store(int number, ArrayView<float> results, int upper, int lower) =>
        TensorCoreSums.Store(number, results, upper, lower);
}

/// <summary>The same tensor cores, with factors in TensorFloat32.</summary>
internal struct TensorFloat32Cores : IMatrixUnit
{
    private const string Instruction = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32";

    public static int StepsOfWord => 1;

    public static bool RoundsResults => false;

    public static uint Word(float first, float second) => TensorFloat32.Bits(first);

    public readonly void Begin() => TensorCoreSums.Begin();

    public readonly void Clear() => TensorCoreSums.Clear();

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

    public readonly void Store(int number, ArrayView<float> results, int upper, int lower) =>
        TensorCoreSums.Store(number, results, upper, lower);
}
