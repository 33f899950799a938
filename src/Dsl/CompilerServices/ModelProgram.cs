using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>The three programs that the generator emits for a model.</summary>
public enum ProgramKind
{
    /// <summary>Predictions.</summary>
    Forward,

    /// <summary>Predictions and loss, as in evaluation: without dropout.</summary>
    Loss,

    /// <summary>Predictions, loss and gradient, as in training.</summary>
    Gradient,
}

/// <summary>
/// One of a model's programs, compiled in the memory of an engine for a number of samples. The generator emits a subclass for each
/// <see cref="ProgramKind"/>. Its constructor is the buffer plan, and its <see cref="Run"/> the straight-line code. Running allocates
/// nothing.
/// </summary>
/// <remarks>
/// Fill <see cref="Input"/>, <see cref="Labels"/>, and <see cref="Weights"/> if they are not 1. Then call <see cref="Run"/> and read
/// <see cref="Output"/>, <see cref="Losses"/> and <see cref="Loss"/>. The gradient is in the arena that the program was compiled with. The
/// results are valid until the next run. A gradient program also updates the moving statistics among its parameters, if it has some.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public abstract class ModelProgram
{
    private Action<RandomKey>? run;
    private IRecording? recording;

    /// <summary>Checks the inputs of a program before it takes any memory. No run checks anything again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="memory">The memory that a sample needs.</param>
    /// <param name="arenas">The arenas that it reads parameters from and writes gradients to.</param>
    /// <exception cref="ArgumentException">
    /// There are too many samples, or an arena belongs to another model or is on another engine.
    /// </exception>
    protected ModelProgram(ModelDescription model, ITensorEngine engine, int rows, ProgramMemory memory,
        params ReadOnlySpan<ParameterArena> arenas)
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

    /// <summary>
    /// How the first layer prepares the samples, if it only scales them and nothing else reads the samples; null otherwise.
    /// </summary>
    public SamplePreparation? Preparation { get; protected init; }

    /// <summary>The labels, <c>[N, …]</c>; null in a forward program.</summary>
    public TensorBuffer? Labels { get; protected init; }

    /// <summary>
    /// The weight of each row's loss, <c>[N, …]</c> as <see cref="Losses"/>. It is 1 unless written, and a run does not change it; null in
    /// a forward program.
    /// </summary>
    public TensorBuffer? Weights { get; protected init; }

    /// <summary>The model's predictions, <c>[N, …]</c>.</summary>
    public TensorBuffer Output { get; protected init; } = null!;

    /// <summary>
    /// The direction along which the samples move, <c>[N, …]</c>; null if they are indices, and in programs that do not differentiate by
    /// them.
    /// </summary>
    public TensorBuffer? InputDirection { get; protected init; }

    /// <summary>
    /// The rate of change of the prediction along the directions, <c>[N, …]</c> as <see cref="Output"/>; null in programs that do not
    /// compute it.
    /// </summary>
    public TensorBuffer? Tangent { get; protected init; }

    /// <summary>The loss of each row of the output, without its weight and without regularisation; null in a forward program.</summary>
    public TensorBuffer? Losses { get; protected init; }

    /// <summary>
    /// The rows that count, <c>[N, …]</c> as <see cref="Losses"/>: 1, or 0 for the rows that a mask leaves out. Null if all rows count.
    /// </summary>
    public TensorBuffer? Counted { get; protected init; }

    /// <summary>The loss, a scalar: the weighted <see cref="Losses"/>, reduced, plus regularisation; null in a forward program.</summary>
    public TensorBuffer? Loss { get; protected init; }

    /// <summary>
    /// The losses of several outputs, scalars: each reduced, without its weight in the sum. Empty if there is one output, and in a forward
    /// program.
    /// </summary>
    public TensorBuffer[] OutputLosses { get; protected init; } = [];

    /// <summary>Returns the program and its shapes: <c>ForwardProgram on cpu: [32, 28, 28] → [32, 10]</c>.</summary>
    public override string ToString() => $"{GetType().Name} on {Engine.Name}: {Input?.Shape} → {Output?.Shape}";

    /// <summary>Allocates memory for values whose lifetimes do not overlap: vectors of <c>[times · size]</c>. For generated code.</summary>
    /// <param name="element">The element type.</param>
    /// <param name="times">The factor of each size: the number of samples, or 1.</param>
    /// <param name="sizes">The sizes, in elements.</param>
    protected TensorBuffer[] Slots(ElementType element, int times, ReadOnlySpan<int> sizes)
    {
        var slots = new TensorBuffer[sizes.Length];
        for (var i = 0; i < slots.Length; i++) slots[i] = Engine.Allocate(element, [times * sizes[i]]);
        return slots;
    }

    /// <summary>Returns buffers of one shape, one for each pass of a loop. For generated code.</summary>
    /// <param name="storages">Buffers that hold them, each from its first element on.</param>
    /// <param name="indices">The index of the storage that holds each buffer.</param>
    /// <param name="shape">Their shape; not larger than the storage.</param>
    protected TensorBuffer[] Views(TensorBuffer[] storages, ReadOnlySpan<int> indices, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(storages);
        var views = new TensorBuffer[indices.Length];
        for (var i = 0; i < views.Length; i++) views[i] = Engine.View(storages[indices[i]], 0, shape);
        return views;
    }

    /// <summary>Returns the tensors of an arena that a loop uses, one for each pass. For generated code.</summary>
    /// <param name="arena">Parameters, gradients or directions.</param>
    /// <param name="indices">The number of each tensor in the order of <c>Description.Parameters</c>.</param>
    protected static TensorBuffer[] Tensors(ParameterArena arena, ReadOnlySpan<int> indices)
    {
        ArgumentNullException.ThrowIfNull(arena);
        var tensors = new TensorBuffer[indices.Length];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = arena[indices[i]];
        return tensors;
    }

    /// <summary>Returns numbers at equal distances: <c>from</c>, <c>from + step</c> and so on. For generated code.</summary>
    /// <param name="step">The distance; it may be 0 or negative.</param>
    /// <param name="from">The first number.</param>
    /// <param name="count">The count of numbers.</param>
    protected static int[] Every(int step, int from, int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = from + i * step;
        return numbers;
    }

    /// <summary>
    /// Runs the program as <see cref="Run"/> does. An engine that records programs starts all instructions together from the second run on.
    /// </summary>
    internal void Start(RandomKey key)
    {
        if (run is null) (run, recording) = (Run, (Engine as IDeviceEngine)?.NewRecording());
        if (recording is null) Run(key);
        else recording.Run(run, key);
    }

    /// <summary>Runs the program.</summary>
    /// <param name="key">Seed and step of the random numbers in training; a program that draws none ignores it.</param>
    public abstract void Run(RandomKey key);

    /// <summary>
    /// Runs the program without its first layer, whose results are in <see cref="SamplePreparation.Buffer"/> of <see cref="Preparation"/>.
    /// </summary>
    /// <param name="key">As for <see cref="Run"/>.</param>
    /// <exception cref="NotSupportedException">The program has no <see cref="Preparation"/>.</exception>
    public virtual void RunPrepared(RandomKey key) => throw new NotSupportedException($"{GetType().Name} has no prepared samples.");
}
