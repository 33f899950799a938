using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Training;

/// <summary>A model that learns nothing, and records the samples of each training step.</summary>
internal sealed record RecordingModel(Tensor Weight) : IModel<RecordingModel>
{
    [ThreadStatic]
    private static List<float[]>? steps;

    public static ModelDescription Description { get; } = new(
        "Recording", [1], [1], [1], LabelKind.Values, OutputKind.Values, LossKind.MeanSquaredError, default,
        Prelude.Seq1(new ParameterDescription("Weight", [1])));

    /// <summary>Returns the samples of each step of a training run on this thread.</summary>
    public static List<float[]> Record(Action train)
    {
        steps = [];
        train();
        return steps;
    }

    public static RecordingModel Initialize(int seed) => new(Tensor.Zeros([1]));

    public Seq<Tensor> Parameters => Prelude.Seq1(Weight);

    public Fin<RecordingModel> WithParameters(Seq<Tensor> parameters) => new RecordingModel(parameters[0]);

    public static ModelProgram Compile(
        ProgramKind kind, ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena? gradient) =>
        new Program(kind, engine, rows);

    public static RecordingModel operator +(RecordingModel a, RecordingModel b) => new(a.Weight + b.Weight);

    public static RecordingModel operator -(RecordingModel a, RecordingModel b) => new(a.Weight - b.Weight);

    public static RecordingModel operator *(double factor, RecordingModel m) => new(factor * m.Weight);

    public static RecordingModel operator *(RecordingModel m, double factor) => new(factor * m.Weight);

    private sealed class Program : ModelProgram
    {
        private readonly ProgramKind kind;

        public Program(ProgramKind kind, ITensorEngine engine, int rows) : base(Description, engine, rows, new(1, 4))
        {
            this.kind = kind;
            Input = engine.Allocate(ElementType.Float, [rows, 1]);
            Output = engine.Allocate(ElementType.Float, [rows, 1]);
            Labels = engine.Allocate(ElementType.Float, [rows, 1]);
            Losses = engine.Allocate(ElementType.Float, [rows]);
            Loss = engine.Allocate(ElementType.Float, []);
        }

        public override void Run(RandomKey key)
        {
            if (kind != ProgramKind.Gradient) return;
            var batch = new float[Rows];
            Engine.Read(Input, batch);
            steps?.Add(batch);
        }
    }
}
