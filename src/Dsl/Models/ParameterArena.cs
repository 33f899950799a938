using LanguageExt;

namespace ModelDsl.Engines;

/// <summary>
/// The trainable tensors of a model side by side in one memory: an optimizer walks over all of them in one pass. Each begins at a
/// multiple of 16 elements; what lies between is zero and stays zero. A gradient is an arena of the same layout.
/// </summary>
public sealed class ParameterArena
{
    private const int Alignment = 16;
    private readonly TensorBuffer[] views;

    /// <summary>Memory for the parameters of a model, all zero.</summary>
    public ParameterArena(ITensorEngine engine, ModelDescription model)
    {
        (Engine, Model) = (engine, model);
        var offsets = new int[model.Parameters.Count];
        var end = 0;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = end;
            end = checked(end + model.Parameters[i].Shape.Size + Alignment - 1) / Alignment * Alignment;
        }
        All = engine.Allocate(ElementType.Float, [end]);
        views = [.. offsets.Select((offset, i) => engine.View(All, offset, model.Parameters[i].Shape))];
    }

    /// <summary>The engine whose memory it is.</summary>
    public ITensorEngine Engine { get; }

    /// <summary>The model whose parameters it holds.</summary>
    public ModelDescription Model { get; }

    /// <summary>All of it, as one vector.</summary>
    public TensorBuffer All { get; }

    /// <summary>Number of trainable tensors.</summary>
    public int Count => views.Length;

    /// <summary>One tensor, in the order of <see cref="ModelDescription.Parameters"/>.</summary>
    public TensorBuffer this[int index] => views[index];

    /// <summary>Copies a model's parameters in, from any engine.</summary>
    public void Write(Seq<Tensor> parameters)
    {
        for (var i = 0; i < views.Length; i++) Engine.Copy(parameters[i].To(Engine).Buffer, views[i]);
    }

    /// <summary>Copies the parameters out into immutable tensors of this engine.</summary>
    public Seq<Tensor> Read() =>
        views.Select(view =>
        {
            var copy = Engine.Allocate(ElementType.Float, view.Shape);
            Engine.Copy(view, copy);
            return new Tensor(Engine, copy);
        }).ToSeq().Strict();
}
