using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A type around the model: <c>static partial class Outer&lt;T&gt;</c> is (<c>class</c>, <c>Outer</c>, <c>&lt;T&gt;</c>).</summary>
internal sealed record ContainerSpec(string Keyword, string Name, string TypeParameters = "");

/// <summary>Where the generated half of the record stands.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Name">Name of the record.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<ContainerSpec> Containers, string Name)
{
    /// <summary>Unique in a compilation, also for a file system that ignores case; the generated files are named after it.</summary>
    public string HintName { get; init; } = string.Join(
        ".", new[] { Namespace }.Concat(Containers.Select(c => c.Name)).Append(Name).Where(part => part.Length > 0));

    /// <summary>How the type is declared; anything but a record has errors, and gets no more than signatures.</summary>
    public string Keyword { get; init; } = "record";

    /// <summary><c>&lt;T&gt;</c> of a generic type; it has errors too.</summary>
    public string TypeParameters { get; init; } = "";

    /// <summary>Whether it, or a type around it, is marked obsolete: then it may be made of what is obsolete.</summary>
    public bool IsObsolete { get; init; }
}

/// <summary>One of several inputs of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Shape of its part of a sample.</param>
/// <param name="First">Where it begins in a sample, which is one row of numbers.</param>
internal sealed record InputSpec(string Name, EquatableArray<int> Shape, int First)
{
    /// <summary>Its numbers of a sample.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Names of its axes; none, or one for each, which may be empty.</summary>
    public EquatableArray<string> Axes { get; init; } = [];
}

/// <summary>A loss: its attribute's name without the suffix, the label shape that the user declared, if any, and how far labels are smoothed.</summary>
internal sealed record LossSpec(string Name, EquatableArray<int>? Labels, double LabelSmoothing)
{
    /// <summary>The output that it judges; empty where the model has one.</summary>
    public string Output { get; init; } = "";

    /// <summary>What it counts in the model's loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Which of the model's loss attributes it is.</summary>
    public int Attribute { get; init; }

    /// <summary>The author's method, where the loss is one.</summary>
    public MethodSpec? Method { get; init; }

    /// <summary>How the losses of rows become one: the number of a member of <c>Reduction</c>.</summary>
    public int Reduction { get; init; }

    /// <summary>The class whose rows count nothing, where there is one.</summary>
    public int? IgnoredClass { get; init; }

    /// <summary>Where Huber's loss turns from squared to absolute.</summary>
    public double Delta { get; init; }

    /// <summary>The factor of a focal loss, or what a yes counts.</summary>
    public double Alpha { get; init; }

    /// <summary>The power of a focal loss.</summary>
    public double Gamma { get; init; }

    /// <summary>Whether a yes counts alpha, and a no the rest.</summary>
    public bool ApplyClassBalancing { get; init; }

    /// <summary>Names of the axes of a sample's label; none, or one for each, which may be empty.</summary>
    public EquatableArray<string> Axes { get; init; } = [];
}

/// <summary>The derivatives that a model may have beside its gradient, as <c>ModelDsl.Derivatives</c> names them; a test compares the two.</summary>
[Flags]
internal enum Derivatives
{
    None = 0,
    JacobianVectorProduct = 1,
    HessianVectorProduct = 2,
}

/// <summary>What decides which members a model has beside those that every model has.</summary>
/// <param name="Inputs">How many inputs, where there are several; else 0.</param>
/// <param name="Outputs">How many outputs, where there are several; else 0.</param>
/// <param name="Derivatives">What it asks for beside its gradient.</param>
internal readonly record struct ModelTraits(int Inputs, int Outputs, Derivatives Derivatives);

/// <summary>
/// A model as the user wrote it: all that later stages need, nothing of the compiler's. Two models with equal specs have the same
/// generated code.
/// </summary>
/// <param name="Type">Where it stands.</param>
/// <param name="InputShape">Shape of one sample.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Losses">The loss of each output, in the order of the outputs.</param>
internal sealed record ModelSpec(TypeSpec Type, EquatableArray<int> InputShape, EquatableArray<LayerSpec> Layers, EquatableArray<LossSpec> Losses)
{
    /// <summary>Name of the record.</summary>
    public string Name => Type.Name;

    /// <summary>The inputs, one after the other in a sample, where there are several; else none.</summary>
    public EquatableArray<InputSpec> Inputs { get; init; } = [];

    /// <summary>Names of the outputs, where there are several; else none.</summary>
    public EquatableArray<string> Outputs => Losses.Count > 1 ? Losses.Select(loss => loss.Output).ToEquatableArray() : [];

    /// <summary>Names of the axes of a sample; none, or one for each, which may be empty.</summary>
    public EquatableArray<string> InputAxes { get; init; } = [];

    /// <summary>Whether an axis has a name, so that the batch and the classes have theirs.</summary>
    public bool HasNames => InputAxes.Count > 0 || Losses.Any(loss => loss.Axes.Count > 0) || Layers.Any(layer => layer.HasNames) || (Forward?.HasNames ?? false);

    /// <summary>Whether the author says how it prints.</summary>
    public bool HasText { get; init; }

    /// <summary>Whether the author says how it is written in JSON.</summary>
    public bool HasJson { get; init; }

    /// <summary>The record's parameters, which hold the layers.</summary>
    public EquatableArray<PartSpec> Parts { get; init; } = Layers.Select(static layer => (PartSpec)new LayerPart(layer)).ToEquatableArray();

    /// <summary>The method that says how its layers are used; null where they follow each other.</summary>
    public ForwardSpec? Forward { get; init; }

    /// <summary>What it has beside its gradient.</summary>
    public Derivatives Derivatives { get; init; }
}
