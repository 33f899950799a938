using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Formatting;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>
/// The tensors of a model side by side in one memory, the trainable ones first: an optimizer processes these in one pass. Each begins at a
/// multiple of 16 elements, and is stored transposed if its description demands that. The gaps are zero and stay zero. A gradient is an
/// arena of the same layout; no optimizer reads the part after <see cref="Trainable"/>.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed class ParameterArena
{
    private const int Alignment = 16;
    private readonly TensorBuffer[] views;

    /// <summary>Allocates memory for the parameters of a model, all zero.</summary>
    public ParameterArena(ITensorEngine engine, ModelDescription model)
    {
        (Engine, Model) = (engine, model);
        var offsets = new int[model.Parameters.Count];
        var trainable = Append(offsets, 0, trainable: true);
        All = engine.Allocate(ElementType.Float, [Append(offsets, trainable, trainable: false)]);
        Trainable = engine.View(All, 0, [trainable]);
        views = [.. offsets.Select((offset, i) => engine.View(All, offset, model.Parameters[i].StoredShape))];
    }

    /// <summary>The engine whose memory it is.</summary>
    public ITensorEngine Engine { get; }

    /// <summary>The model whose tensors it holds.</summary>
    public ModelDescription Model { get; }

    /// <summary>The whole memory, as one vector.</summary>
    public TensorBuffer All { get; }

    /// <summary>The trainable tensors, as one vector: the only part that optimizers read.</summary>
    public TensorBuffer Trainable { get; }

    /// <summary>Number of tensors.</summary>
    public int Count => views.Length;

    /// <summary>One tensor, in the order of <see cref="ModelDescription.Parameters"/>, in its stored shape.</summary>
    public TensorBuffer this[int index] => views[index];

    /// <summary>Returns the model and the number of tensors: <c>FashionMlp's 4 tensors on cpu</c>.</summary>
    public override string ToString() => $"{Model.Name}'s {NumberText.Of(Count)} tensors on {Engine.Name}";

    /// <summary>Copies in a model's parameters from any engine. Every tensor that a program reads passes this check.</summary>
    /// <exception cref="ArgumentException">
    /// They differ from the model's description; the message names each tensor that differs.
    /// </exception>
    public void Write(Seq<Tensor> parameters)
    {
        ParameterChecks.ThrowIfMisfit(Model, parameters);
        for (var i = 0; i < views.Length; i++)
        {
            try
            {
                CopyIn(i, parameters[i]);
            }
            catch (MemoryEndedException fault)
            {
                throw new MemoryEndedException($"{Model.Name} can't be used: its {Model.Parameters[i].Name} is gone. {fault.Message}");
            }
        }
    }

    /// <summary>Copies in one tensor.</summary>
    private void CopyIn(int index, Tensor tensor)
    {
        if (ReferenceEquals(tensor.Engine, Engine))
        {
            Move(Engine, index, tensor.Buffer, views[index]);
            return;
        }
        using var memory = tensor.Engine.BeginMemory();
        var stored = tensor.Engine.Allocate(ElementType.Float, Model.Parameters[index].StoredShape);
        Move(tensor.Engine, index, tensor.Buffer, stored);
        Engine.Write(new Tensor(tensor.Engine, stored).ToDoubles(), views[index]);
    }

    /// <summary>Copies the parameters to immutable tensors: on this engine, or on the CPU engine if this one is a device.</summary>
    public Seq<Tensor> Read() =>
        views.Select((view, i) =>
        {
            var home = Engine.Home;
            var copy = home.Allocate(ElementType.Float, Model.Parameters[i].Shape);
            Move(home, i, new Tensor(Engine, view).To(home).Buffer, copy);
            return new Tensor(home, copy);
        }).ToSeq().Strict();

    /// <summary>Copies a tensor of an engine between its own layout and the arena's, in either direction.</summary>
    private void Move(ITensorEngine engine, int index, TensorBuffer from, TensorBuffer to)
    {
        if (Model.Parameters[index].StoredTransposed) engine.Permute(from, [1, 0], to);
        else engine.Copy(from, to);
    }

    /// <summary>Returns whether it holds tensors of the same shapes as a model.</summary>
    internal bool IsOf(ModelDescription model) => ReferenceEquals(Model, model) ||
        (Model.Parameters.Count == model.Parameters.Count
            && Model.Parameters.Zip(model.Parameters).ForAll(p => p.Item1.StoredShape == p.Item2.StoredShape));

    /// <summary>Places the tensors of one kind after the current end, and returns the new end.</summary>
    private int Append(int[] offsets, int end, bool trainable)
    {
        for (var i = 0; i < offsets.Length; i++)
        {
            if (Model.Parameters[i].Trainable != trainable) continue;
            offsets[i] = end;
            end = checked(end + Model.Parameters[i].Shape.Size + Alignment - 1) / Alignment * Alignment;
        }
        return end;
    }
}
