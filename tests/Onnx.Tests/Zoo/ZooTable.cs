namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>Every model of the zoo. <see cref="ZooTests"/> fails if a layer, an option, an activation or a function has no model.</summary>
internal static class ZooTable
{
    public static IReadOnlyList<ZooModel> All { get; } =
        [.. ZooModel.Joined([.. ImageModels.All, .. SequenceModels.All, .. NumberModels.All, .. MethodModels.All])];
}
