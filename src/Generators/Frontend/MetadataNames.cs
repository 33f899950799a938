namespace ModelDsl.Generators.Frontend;

/// <summary>Names by which the compiler finds our types.</summary>
internal static class MetadataNames
{
    public const string Model = "ModelDsl.ModelAttribute";

    public const string Block = "ModelDsl.BlockAttribute";

    public const string Repeat = "ModelDsl.RepeatAttribute";

    public const string Frozen = "ModelDsl.FrozenAttribute";

    /// <summary>On the generated half of a record with a forward method.</summary>
    public const string ForwardMethod = "ModelDsl.Engines.ForwardMethodAttribute";

    /// <summary>What repeated layers are a list of.</summary>
    public const string Seq = "LanguageExt.Seq<T>";

    public const string Initialize = "ModelDsl.InitializeAttribute";

    public const string Forward = "ModelDsl.ForwardAttribute";

    public const string Tensor = "ModelDsl.Tensor";

    public const string Layer = "ModelDsl.Layer";

    public const string Functions = "ModelDsl.Functions";
}
