namespace ModelDsl.Generators.Frontend;

/// <summary>Names by which the compiler finds our types.</summary>
internal static class MetadataNames
{
    public const string Model = "ModelDsl.ModelAttribute";

    public const string Initialize = "ModelDsl.InitializeAttribute";

    public const string Forward = "ModelDsl.ForwardAttribute";

    public const string Elementwise = "ModelDsl.ElementwiseAttribute";

    public const string Optimizer = "ModelDsl.Optimizer";

    public const string OptimizerMark = "ModelDsl.OptimizerAttribute";

    public const string Update = "ModelDsl.UpdateAttribute";

    public const string State = "ModelDsl.StateAttribute";

    public const string Tensor = "ModelDsl.Tensor";

    public const string Layer = "ModelDsl.Layer";

    public const string Functions = "ModelDsl.Functions";
}
