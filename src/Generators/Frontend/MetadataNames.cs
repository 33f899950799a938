namespace ModelDsl.Generators.Frontend;

/// <summary>Names by which the compiler finds our types.</summary>
internal static class MetadataNames
{
    public const string Model = "ModelDsl.ModelAttribute";

    public const string Initialize = "ModelDsl.InitializeAttribute";
}
