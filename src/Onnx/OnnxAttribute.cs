namespace ModelDsl;

/// <summary>
/// A model that speaks ONNX: <c>model.SaveOnnx("digits.onnx")</c> writes it as a file that ONNX Runtime and other programs run. A layer or
/// function without an ONNX form is an error at compile time (MDSL227).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OnnxAttribute : Attribute
{
    /// <summary>Marks a model with <c>[Model(…)]</c> as one that can be exported.</summary>
    public OnnxAttribute()
    {
    }

    /// <summary>Makes a record the model of an ONNX file: its layers, its forward method and its weights come from the file.</summary>
    /// <param name="file">The file, as the project names it: <c>resnet18.onnx</c>.</param>
    public OnnxAttribute(string file) => File = file;

    /// <summary>The file from which the model comes; null if it is written in C#.</summary>
    public string? File { get; }
}
