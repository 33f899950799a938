using LanguageExt;

namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>A model whose weights are in the assembly.</summary>
[Model(4), SparseCategoricalCrossentropy, Weights("Weights/iris.safetensors")]
public sealed partial record EmbeddedIris([Dense(8, Activation.Relu)] Dense Hidden, [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>The same model, whose file is older: it had three inputs, and another name for the first layer.</summary>
[Model(4), SparseCategoricalCrossentropy, Weights("older/iris.safetensors")]
public sealed partial record MigratedIris([Dense(8, Activation.Relu)] Dense Hidden, [Dense(3, Activation.Softmax)] Dense Output)
{
    [Migration]
    private static Fin<SafetensorsFile> FromThreeInputs(SafetensorsFile old) => old.Rename("Dense1", "Hidden").Pad("Hidden.Kernel", [4, 8]);
}
