using ModelDsl.Onnx.Tests.Running;
using ModelDsl.Onnx.Tests.Zoo;

namespace ModelDsl.Onnx.Tests;

/// <summary>Random models and random forward methods, exported in every version of the operators, and run by ONNX Runtime.</summary>
public sealed class RandomProgramTests
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, RandomPrograms.Count)];

    [Theory, MemberData(nameof(Numbers))]
    public void AFileComputesWhatItsModelComputes(int number) =>
        Agreement.Check(RandomPrograms.All[number], seed: 1 + number / 6, new OnnxOptions { Opset = 17 + number % 6 });
}
