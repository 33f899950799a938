using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>The three programs that the generator emits for a model.</summary>
public enum ProgramKind
{
    /// <summary>Predictions.</summary>
    Forward,

    /// <summary>Predictions and loss, as in evaluation: nothing is dropped.</summary>
    Loss,

    /// <summary>Predictions, loss and gradient, as in training.</summary>
    Gradient,
}

/// <summary>
/// One of a model's programs, laid out in the memory of an engine for a number of samples. The generator emits a subclass for each
/// <see cref="ProgramKind"/>: its constructor is the buffer plan, its <see cref="Run"/> the straight-line code. Running allocates nothing.
/// </summary>
/// <remarks>
/// Fill <see cref="Input"/> (and <see cref="Labels"/>, and <see cref="Weights"/> where they are not 1), call <see cref="Run"/>, read
/// <see cref="Output"/>, <see cref="Losses"/> and <see cref="Loss"/>; the gradient lies in the arena that the program was compiled with. What is
/// read is valid until the next run. A gradient program also writes the moving statistics of its parameters anew, where it has some.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public abstract class ModelProgram
{
    /// <summary>Checks what a program is to be laid out from, before it takes any memory. No run checks anything again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="engine">Where it runs.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="memory">What a sample takes.</param>
    /// <param name="arenas">What it reads parameters from and writes gradients to.</param>
    /// <exception cref="ArgumentException">There are too many samples, or an arena is another model's, or lies on another engine.</exception>
    protected ModelProgram(ModelDescription model, ITensorEngine engine, int rows, ProgramMemory memory, params ReadOnlySpan<ParameterArena> arenas)
    {
        ArgumentNullException.ThrowIfNull(engine);
        memory.Check(model, engine, rows);
        foreach (var arena in arenas)
        {
            ArgumentNullException.ThrowIfNull(arena);
            if (!arena.IsOf(model)) throw new ArgumentException($"A program of {model.Name} can't work with an arena of {arena.Model.Name}: its tensors have other shapes.");
            if (!ReferenceEquals(arena.Engine, engine))
                throw new ArgumentException($"A program of {model.Name} on the engine {engine.Name} can't work with an arena on {arena.Engine.Name}.");
        }
        (Engine, Rows) = (engine, rows);
    }

    /// <summary>The engine that runs it.</summary>
    public ITensorEngine Engine { get; }

    /// <summary>Number of samples of a run: N in the shapes of generated code.</summary>
    public int Rows { get; }

    /// <summary>The samples, <c>[N, …]</c>.</summary>
    public TensorBuffer Input { get; protected init; } = null!;

    /// <summary>The labels, <c>[N, …]</c>; null in a forward program.</summary>
    public TensorBuffer? Labels { get; protected init; }

    /// <summary>
    /// What the loss of each row counts, <c>[N, …]</c> as <see cref="Losses"/>: 1 unless written, and left as written by a run; null in a
    /// forward program.
    /// </summary>
    public TensorBuffer? Weights { get; protected init; }

    /// <summary>What the model predicts, <c>[N, …]</c>.</summary>
    public TensorBuffer Output { get; protected init; } = null!;

    /// <summary>The direction along which the samples move, <c>[N, …]</c>; null where they are indices, and in programs that derive nothing by them.</summary>
    public TensorBuffer? InputDirection { get; protected init; }

    /// <summary>How fast the prediction changes along the directions, <c>[N, …]</c> as <see cref="Output"/>; null in programs that don't say.</summary>
    public TensorBuffer? Tangent { get; protected init; }

    /// <summary>The loss of each row of the output, without its weight and without regularisation; null in a forward program.</summary>
    public TensorBuffer? Losses { get; protected init; }

    /// <summary>The loss, a scalar: the weighted <see cref="Losses"/>, reduced, and regularisation; null in a forward program.</summary>
    public TensorBuffer? Loss { get; protected init; }

    /// <summary>The losses of several outputs, scalars: each reduced, without its weight in the sum; empty where there is one output, and in a forward program.</summary>
    public TensorBuffer[] OutputLosses { get; protected init; } = [];

    /// <summary>The program and the shapes that it was laid out for: <c>ForwardProgram on cpu: [32, 28, 28] → [32, 10]</c>.</summary>
    public override string ToString() => $"{GetType().Name} on {Engine.Name}: {Input?.Shape} → {Output?.Shape}";

    /// <summary>Lays out memory for values whose lives do not overlap.</summary>
    /// <param name="element">What it holds.</param>
    /// <param name="times">What each size is multiplied by: the number of samples, or 1.</param>
    /// <param name="sizes">The sizes.</param>
    protected TensorBuffer[] Slots(ElementType element, int times, ReadOnlySpan<int> sizes)
    {
        var slots = new TensorBuffer[sizes.Length];
        for (var i = 0; i < slots.Length; i++) slots[i] = Engine.Allocate(element, [times * sizes[i]]);
        return slots;
    }

    /// <summary>Buffers of one shape, for the times of a loop.</summary>
    /// <param name="storages">Buffers that hold them.</param>
    /// <param name="indices">Which of the storages holds each.</param>
    /// <param name="shape">Their shape.</param>
    protected TensorBuffer[] Views(TensorBuffer[] storages, ReadOnlySpan<int> indices, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(storages);
        var views = new TensorBuffer[indices.Length];
        for (var i = 0; i < views.Length; i++) views[i] = Engine.View(storages[indices[i]], 0, shape);
        return views;
    }

    /// <summary>The tensors of an arena that a loop goes through.</summary>
    protected static TensorBuffer[] Tensors(ParameterArena arena, ReadOnlySpan<int> indices)
    {
        ArgumentNullException.ThrowIfNull(arena);
        var tensors = new TensorBuffer[indices.Length];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = arena[indices[i]];
        return tensors;
    }

    /// <summary>Numbers that grow evenly, by a step from one to the next.</summary>
    protected static int[] Every(int step, int from, int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = from + i * step;
        return numbers;
    }

    /// <summary>Runs the program.</summary>
    /// <param name="key">Seed and step of what is random in training; a program that draws nothing ignores it.</param>
    public abstract void Run(RandomKey key);
}
