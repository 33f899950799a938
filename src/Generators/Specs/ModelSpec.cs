using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>
/// A type around the model: <c>static partial class Outer&lt;T&gt;</c> is (<c>class</c>, <c>Outer</c>, <c>&lt;T&gt;</c>).
/// </summary>
internal sealed record ContainerSpec(string Keyword, string Name, string TypeParameters = "");

/// <summary>The place of a record's generated half.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Name">Name of the record.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<ContainerSpec> Containers, string Name)
{
    /// <summary>The name of its generated files: unique in a compilation, also for a file system that ignores case.</summary>
    public string HintName { get; init; } = string.Join(
        ".", new[] { Namespace }.Concat(Containers.Select(c => c.Name)).Append(Name).Where(part => part.Length > 0));

    /// <summary>The keyword of the type's declaration. Any type other than a record is an error, and gets only signatures.</summary>
    public string Keyword { get; init; } = "record";

    /// <summary>The <c>&lt;T&gt;</c> of a generic type. A generic type is an error too.</summary>
    public string TypeParameters { get; init; } = "";

    /// <summary>True when the type, or a type around it, is marked obsolete. Then it may use obsolete parts.</summary>
    public bool IsObsolete { get; init; }
}

/// <summary>One of several inputs of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its part of a sample.</param>
/// <param name="First">The number where it begins in a sample. A sample is one row of numbers.</param>
internal sealed record InputSpec(string Name, EquatableArray<int> Shape, int First)
{
    /// <summary>The count of its numbers in a sample.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>The names of its axes: none, or one for each axis. A name may be empty.</summary>
    public EquatableArray<string> Axes { get; init; } = [];
}

/// <summary>A loss: the name of its attribute without the suffix, the declared label shape (if any), and the label smoothing.</summary>
internal sealed record LossSpec(string Name, EquatableArray<int>? Labels, double LabelSmoothing)
{
    /// <summary>The output that the loss measures; empty when the model has only one.</summary>
    public string Output { get; init; } = "";

    /// <summary>Its weight in the model's loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The number of its attribute among the model's loss attributes.</summary>
    public int Attribute { get; init; }

    /// <summary>The author's method, when the loss is a method.</summary>
    public MethodSpec? Method { get; init; }

    /// <summary>The way the losses of rows become one: the number of a member of <c>Reduction</c>.</summary>
    public int Reduction { get; init; }

    /// <summary>The class whose rows do not count; null when there is none.</summary>
    public int? IgnoredClass { get; init; }

    /// <summary>The distance at which Huber's loss changes from squared to absolute.</summary>
    public double Delta { get; init; }

    /// <summary>The factor of a focal loss, or the weight of a yes.</summary>
    public double Alpha { get; init; }

    /// <summary>The power of a focal loss.</summary>
    public double Gamma { get; init; }

    /// <summary>True when a yes is weighted by alpha, and a no by 1 − alpha.</summary>
    public bool ApplyClassBalancing { get; init; }

    /// <summary>The names of the axes of a sample's label: none, or one for each axis. A name may be empty.</summary>
    public EquatableArray<string> Axes { get; init; } = [];
}

/// <summary>
/// The derivatives that a model may have besides its gradient. The names are those of <c>ModelDsl.Derivatives</c>; a test compares the two.
/// </summary>
[Flags]
internal enum Derivatives
{
    None = 0,
    JacobianVectorProduct = 1,
    HessianVectorProduct = 2,
}

/// <summary>The facts that decide which additional members a model has.</summary>
/// <param name="Inputs">The number of inputs when there are several; otherwise 0.</param>
/// <param name="Outputs">The number of outputs when there are several; otherwise 0.</param>
/// <param name="Derivatives">The derivatives that it asks for, besides its gradient.</param>
/// <param name="HasWeights">True when it takes weights from a file.</param>
internal readonly record struct ModelTraits(int Inputs, int Outputs, Derivatives Derivatives, bool HasWeights = false)
{
    /// <summary>The type of the rows that it takes, as C#; null when it takes tensors.</summary>
    public string? Rows { get; init; }
}

/// <summary>
/// A model as the user wrote it. It holds everything that later stages need, and no objects of the compiler. Two models with equal specs
/// have the same generated code.
/// </summary>
/// <param name="Type">The place of the type in the code.</param>
/// <param name="InputShape">The shape of one sample.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Losses">The loss of each output, in the order of the outputs.</param>
internal sealed record ModelSpec(
    TypeSpec Type, EquatableArray<int> InputShape, EquatableArray<LayerSpec> Layers, EquatableArray<LossSpec> Losses)
{
    /// <summary>Name of the record.</summary>
    public string Name => Type.Name;

    /// <summary>The inputs when there are several, in their order within a sample; otherwise none.</summary>
    public EquatableArray<InputSpec> Inputs { get; init; } = [];

    /// <summary>The rows that it takes; null when it takes tensors.</summary>
    public RowsSpec? Rows { get; init; }

    /// <summary>The names of the outputs when there are several; otherwise none.</summary>
    public EquatableArray<string> Outputs => Losses.Count > 1 ? Losses.Select(loss => loss.Output).ToEquatableArray() : [];

    /// <summary>The names of the axes of a sample: none, or one for each axis. A name may be empty.</summary>
    public EquatableArray<string> InputAxes { get; init; } = [];

    /// <summary>True when an axis has a name. Then the batch and the classes have names too.</summary>
    public bool HasNames => InputAxes.Count > 0 || Losses.Any(loss => loss.Axes.Count > 0) || Layers.Any(layer => layer.HasNames)
        || (Forward?.HasNames ?? false);

    /// <summary>True when the author defines how it is printed.</summary>
    public bool HasText { get; init; }

    /// <summary>True when the author defines how it is written in JSON.</summary>
    public bool HasJson { get; init; }

    /// <summary>The record's parameters, which hold the layers.</summary>
    public EquatableArray<PartSpec> Parts { get; init; } = Layers.Select(static layer => (PartSpec)new LayerPart(layer)).ToEquatableArray();

    /// <summary>The method that uses the layers; null when the layers follow each other.</summary>
    public ForwardSpec? Forward { get; init; }

    /// <summary>The derivatives that it has, besides its gradient.</summary>
    public Derivatives Derivatives { get; init; }

    /// <summary>True when it has [Onnx], so that it can be exported.</summary>
    public bool IsExported { get; init; }

    /// <summary>The origin of its weights.</summary>
    public WeightsSpec Weights { get; init; } = WeightsSpec.None;
}
