using System.Reflection;

namespace ModelDsl.Import.Tests.Support;

/// <summary>Files of others that are not committed.</summary>
public static class RealFiles
{
    /// <summary>ResNet18 of ML.NET, from its package.</summary>
    public static string ResNet18 { get; } = Path.Combine(
        Packages, "microsoft.ml.dnnimagefeaturizer.resnet18", "0.23.1", "tools", "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx");

    private static string Packages => typeof(RealFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "NuGetPackages").Value!;
}
