using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Training;

/// <summary>The members of a hand-written linear model; they stand in for those that the generator would emit.</summary>
internal interface ILinearSpec
{
    static abstract int Inputs { get; }
    static abstract int Outputs { get; }
    static abstract LossKind Loss { get; }
    static virtual Func<SafetensorsFile, Fin<SafetensorsFile>>? Migration => null;
}

/// <summary>One dense layer and a loss, written by hand through the engine's instructions.</summary>
internal sealed record LinearModel<TSpec>(Tensor Kernel, Tensor Bias) : IModel<LinearModel<TSpec>> where TSpec : ILinearSpec
{
    public static ModelDescription Description { get; } = new(
        typeof(TSpec).Name, [TSpec.Inputs], [TSpec.Outputs], TSpec.Loss == LossKind.SparseCategoricalCrossentropy ? [] : [TSpec.Outputs],
        TSpec.Loss == LossKind.SparseCategoricalCrossentropy ? LabelKind.ClassIndices : LabelKind.Values,
        TSpec.Loss switch
        {
            LossKind.BinaryCrossentropy => OutputKind.IndependentProbabilities,
            LossKind.MeanSquaredError => OutputKind.Values,
            _ => OutputKind.Probabilities,
        },
        TSpec.Loss,
        default,
        Prelude.Seq(
            new ParameterDescription("Output.Kernel", [TSpec.Inputs, TSpec.Outputs]),
            new ParameterDescription("Output.Bias", [TSpec.Outputs])));

    public static LinearModel<TSpec> Initialize(int seed) =>
        new(Initializers.GlorotUniform([TSpec.Inputs, TSpec.Outputs], seed, 0), Initializers.Zeros([TSpec.Outputs]));

    public static Func<SafetensorsFile, Fin<SafetensorsFile>>? Migration => TSpec.Migration;

    public Seq<Tensor> Parameters => Prelude.Seq(Kernel, Bias);

    public Fin<LinearModel<TSpec>> WithParameters(Seq<Tensor> parameters) =>
        ModelCalls.CheckParameters(Description, parameters).Map(p => new LinearModel<TSpec>(p[0], p[1]));

    public static ModelProgram Compile(
        ProgramKind kind, ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena? gradient) =>
        new Program(kind, engine, rows, parameters, gradient);

    public static LinearModel<TSpec> operator +(LinearModel<TSpec> a, LinearModel<TSpec> b) => new(a.Kernel + b.Kernel, a.Bias + b.Bias);

    public static LinearModel<TSpec> operator -(LinearModel<TSpec> a, LinearModel<TSpec> b) => new(a.Kernel - b.Kernel, a.Bias - b.Bias);

    public static LinearModel<TSpec> operator *(double factor, LinearModel<TSpec> m) => new(factor * m.Kernel, factor * m.Bias);

    public static LinearModel<TSpec> operator *(LinearModel<TSpec> m, double factor) => factor * m;

    private sealed class Program : ModelProgram
    {
        private readonly ProgramKind kind;
        private readonly ParameterArena parameters;
        private readonly ParameterArena? gradient;
        private readonly TensorBuffer logits;
        private readonly TensorBuffer difference;
        private readonly TensorBuffer upstream;

        public Program(ProgramKind kind, ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena? gradient)
            : base(Description, engine, rows, new(Math.Max(TSpec.Inputs, TSpec.Outputs), TSpec.Inputs + 4 * TSpec.Outputs), parameters)
        {
            (this.kind, this.parameters, this.gradient) = (kind, parameters, gradient);
            Shape outputs = [rows, TSpec.Outputs];
            Input = engine.Allocate(ElementType.Float, [rows, TSpec.Inputs]);
            Output = engine.Allocate(ElementType.Float, outputs);
            logits = engine.Allocate(ElementType.Float, outputs);
            difference = engine.Allocate(ElementType.Float, outputs);
            upstream = engine.Allocate(ElementType.Float, [rows]);
            engine.Fill(1.0 / rows, upstream);
            if (kind == ProgramKind.Forward) return;
            Labels = TSpec.Loss == LossKind.SparseCategoricalCrossentropy
                ? engine.Allocate(ElementType.Int32, [rows])
                : engine.Allocate(ElementType.Float, outputs);
            Losses = engine.Allocate(ElementType.Float, [rows]);
            Loss = engine.Allocate(ElementType.Float, []);
        }

        public override void Run(RandomKey key)
        {
            Engine.Dense(Input, parameters[0], Transpose.None, parameters[1], ActivationKind.Linear, logits);
            if (kind == ProgramKind.Forward) Predict();
            else RunLoss();
            if (kind != ProgramKind.Gradient) return;
            Engine.MatMul(Input, difference, Transpose.Left, gradient![0]);
            Engine.SumRows(difference, gradient[1]);
        }

        private void Predict()
        {
            if (TSpec.Loss == LossKind.MeanSquaredError) Engine.Copy(logits, Output);
            else if (TSpec.Loss == LossKind.BinaryCrossentropy) Engine.Activate(ActivationKind.Sigmoid, logits, Output);
            else Engine.Softmax(logits, Output);
        }

        private void RunLoss()
        {
            switch (TSpec.Loss)
            {
                case LossKind.SparseCategoricalCrossentropy:
                    Engine.SparseSoftmaxCrossEntropy(logits, Labels!, Losses!, Output);
                    Engine.SparseSoftmaxCrossEntropyGradient(Output, Labels!, upstream, difference);
                    break;
                case LossKind.CategoricalCrossentropy:
                    Engine.SoftmaxCrossEntropy(logits, Labels!, Losses!, Output);
                    Engine.SoftmaxCrossEntropyGradient(Output, Labels!, upstream, difference);
                    break;
                case LossKind.BinaryCrossentropy:
                    Engine.SigmoidCrossEntropy(logits, Labels!, Losses!, Output);
                    Engine.SigmoidCrossEntropyGradient(Output, Labels!, upstream, difference);
                    break;
                default:
                    Engine.Copy(logits, Output);
                    Engine.Subtract(logits, Labels!, difference);
                    Engine.Multiply(difference, difference, logits);
                    Engine.MeanColumns(logits, Losses!);
                    Engine.Scale(difference, 2.0 / (Rows * TSpec.Outputs), difference);
                    break;
            }
            Engine.Sum(Losses!, 1.0 / Rows, Loss!);
        }
    }
}

internal sealed class Classifier : ILinearSpec
{
    public static int Inputs => 2;
    public static int Outputs => 3;
    public static LossKind Loss => LossKind.SparseCategoricalCrossentropy;
}

internal sealed class OneHotClassifier : ILinearSpec
{
    public static int Inputs => 2;
    public static int Outputs => 3;
    public static LossKind Loss => LossKind.CategoricalCrossentropy;
}

internal sealed class YesNo : ILinearSpec
{
    public static int Inputs => 2;
    public static int Outputs => 3;
    public static LossKind Loss => LossKind.BinaryCrossentropy;
}

internal sealed class Regression : ILinearSpec
{
    public static int Inputs => 2;
    public static int Outputs => 1;
    public static LossKind Loss => LossKind.MeanSquaredError;
}
