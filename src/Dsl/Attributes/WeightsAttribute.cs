namespace ModelDsl;

/// <summary>
/// Takes a model's weights from a safetensors file that is part of the assembly. The compiler compares the file with the record, and
/// reports each tensor that is missing, extra, or of another shape. The generator writes <c>LoadWeights()</c>, which needs no file at run
/// time.
/// </summary>
/// <remarks>The project names the file, by a path from its folder: <c>&lt;ModelWeights Include="iris.safetensors" /&gt;</c>.</remarks>
/// <example><code>
/// [Model(4), SparseCategoricalCrossentropy, Weights("iris.safetensors")]
/// public sealed partial record Iris([Dense(16, Activation.Relu)] Dense Hidden, [Dense(3)] Dense Output);
///
/// var iris = Iris.LoadWeights();   // Fin&lt;Iris&gt;
/// </code></example>
/// <param name="file">
/// The file's name, or the end of its path in the project: <c>iris.safetensors</c>, <c>models/iris.safetensors</c>.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class WeightsAttribute(string file) : Attribute
{
    /// <summary>The file's name, or the end of its path in the project.</summary>
    public string File { get; } = file;
}
