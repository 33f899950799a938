using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Formatting;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>
/// The tensors of a model side by side in one memory, the trainable ones first: an optimizer walks over these in one pass. Each begins at
/// a multiple of 16 elements, transposed where its description says so; what lies between is zero and stays zero. A gradient is an arena of the same layout, whose
/// part behind <see cref="Trainable"/> no optimizer looks at.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed class ParameterArena
{
    private const int Alignment = 16;
    private readonly TensorBuffer[] views;

    /// <summary>Memory for the parameters of a model, all zero.</summary>
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

    /// <summary>All of it, as one vector.</summary>
    public TensorBuffer All { get; }

    /// <summary>The trainable tensors, as one vector: all that optimizers see.</summary>
    public TensorBuffer Trainable { get; }

    /// <summary>Number of tensors.</summary>
    public int Count => views.Length;

    /// <summary>One tensor, in the order of <see cref="ModelDescription.Parameters"/>, of its stored shape.</summary>
    public TensorBuffer this[int index] => views[index];

    /// <summary>Whose tensors, and how many: <c>FashionMlp's 4 tensors on cpu</c>.</summary>
    public override string ToString() => $"{Model.Name}'s {NumberText.Of(Count)} tensors on {Engine.Name}";

    /// <summary>Copies a model's parameters in, from any engine: the gate through which tensors come to programs.</summary>
    /// <exception cref="ArgumentException">They are not as the model's description says; the message names each tensor that is not.</exception>
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

    /// <summary>Copies one tensor in.</summary>
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

    /// <summary>Copies the parameters out into immutable tensors: of this engine, or of the CPU engine where this one is a device's.</summary>
    public Seq<Tensor> Read() =>
        views.Select((view, i) =>
        {
            var home = Engine.Home;
            var copy = home.Allocate(ElementType.Float, Model.Parameters[i].Shape);
            Move(home, i, new Tensor(Engine, view).To(home).Buffer, copy);
            return new Tensor(home, copy);
        }).ToSeq().Strict();

    /// <summary>Copies a tensor of an engine between its own layout and the arena's, either way.</summary>
    private void Move(ITensorEngine engine, int index, TensorBuffer from, TensorBuffer to)
    {
        if (Model.Parameters[index].StoredTransposed) engine.Permute(from, [1, 0], to);
        else engine.Copy(from, to);
    }

    /// <summary>Whether it holds tensors of the shapes of a model's.</summary>
    internal bool IsOf(ModelDescription model) => ReferenceEquals(Model, model) ||
        (Model.Parameters.Count == model.Parameters.Count && Model.Parameters.Zip(model.Parameters).ForAll(p => p.Item1.StoredShape == p.Item2.StoredShape));

    /// <summary>Lays the tensors of one kind out behind what there is, and gives the new end.</summary>
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
