using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    private enum Recurrence
    {
        Simple,
        SimpleGradient,
        Lstm,
        LstmGradient,
        Gru,
        GruGradient,
    }

    public void SimpleRnnSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums, TensorBuffer? mask) =>
        Run(Recurrence.Simple, activation, activation, hidden,
            Sequence(kernel, hidden, mask) with { X = Numbers(x), Saved = Numbers(sums) });

    public void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination,
        TensorBuffer? mask) =>
        Run(Recurrence.SimpleGradient, activation, activation, gradient, Sequence(kernel, gradient, mask) with
        {
            Saved = Numbers(saved),
            Gradient = Numbers(gradient),
            Destination = Numbers(destination),
            Kept = Scratch(destination, gradient.Count / Math.Max(gradient.Shape[1], 1)),
        });

    public void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved, TensorBuffer? mask) =>
        Run(Recurrence.Lstm, activation, recurrentActivation, hidden,
            Sequence(kernel, hidden, mask) with { X = Numbers(x), Saved = Numbers(saved) });

    public void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination, TensorBuffer? mask) =>
        Run(Recurrence.LstmGradient, activation, recurrentActivation, gradient, Sequence(kernel, gradient, mask) with
        {
            Saved = Numbers(saved),
            Gradient = Numbers(gradient),
            Destination = Numbers(destination),
            Kept = Scratch(destination, 2 * gradient.Count / Math.Max(gradient.Shape[1], 1)),
        });

    public void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer? mask) =>
        Run(Recurrence.Gru, activation, recurrentActivation, hidden, Sequence(kernel, hidden, mask) with
        {
            X = Numbers(x),
            Bias = Numbers(bias ?? x),
            HasBias = bias is null ? 0 : 1,
            Saved = Numbers(saved),
        });

    public void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent, TensorBuffer? mask) =>
        Run(Recurrence.GruGradient, activation, recurrentActivation, gradient, Sequence(kernel, hidden, mask) with
        {
            Saved = Numbers(saved),
            Gradient = Numbers(gradient),
            Destination = Numbers(destination),
            Recurrent = Numbers(recurrent),
            Kept = Scratch(destination, gradient.Count / Math.Max(gradient.Shape[1], 1)),
        });

    /// <summary>Returns the arguments of all recurrent kernels; a view that one does not use is the hidden state.</summary>
    private static SequenceArguments Sequence(TensorBuffer kernel, TensorBuffer hidden, TensorBuffer? mask) => new()
    {
        X = Numbers(hidden),
        Kernel = Numbers(kernel),
        Bias = Numbers(hidden),
        Hidden = Numbers(hidden),
        Saved = Numbers(hidden),
        Gradient = Numbers(hidden),
        Destination = Numbers(hidden),
        Recurrent = Numbers(hidden),
        Kept = Numbers(hidden),
        Mask = Numbers(mask ?? hidden),
        HasMask = mask is null ? 0 : 1,
        Steps = hidden.Shape[1],
        Units = hidden.Columns,
    };

    private void Run(
        Recurrence recurrence, ActivationKind activation, ActivationKind recurrent, TensorBuffer hidden, SequenceArguments arguments)
    {
        if (hidden.Count == 0) return;
        var call = new Call(this, recurrence, activation, recurrent, hidden.Count / (arguments.Steps * arguments.Units), arguments);
        var gate = new FirstGate(call);
        Visit(activation, ref gate);
    }

    private static void Visit<TVisitor>(ActivationKind activation, ref TVisitor visitor) where TVisitor : struct, IActivationVisitor
    {
        if (activation == ActivationKind.Linear) visitor.Visit<Identity>();
        else Activations.Visit(activation, ref visitor);
    }

    /// <summary>A call whose activations become types, so that a kernel is compiled for each pair.</summary>
    private sealed record Call(
        IlgpuEngine Engine, Recurrence Recurrence, ActivationKind Activation, ActivationKind Recurrent, int Sequences,
        SequenceArguments Arguments)
    {
        public void Run<TGate, TRecurrent>() where TGate : struct, IGate where TRecurrent : struct, IGate
        {
            var kernel = Recurrence switch
            {
                Recurrence.Simple => RecurrentKernels<TGate, TRecurrent>.Simple,
                Recurrence.SimpleGradient => RecurrentKernels<TGate, TRecurrent>.SimpleGradient,
                Recurrence.Lstm => RecurrentKernels<TGate, TRecurrent>.Lstm,
                Recurrence.LstmGradient => RecurrentKernels<TGate, TRecurrent>.LstmGradient,
                Recurrence.Gru => RecurrentKernels<TGate, TRecurrent>.Gru,
                _ => RecurrentKernels<TGate, TRecurrent>.GruGradient,
            };
            Engine.Rows(kernel, Sequences, Arguments.Units, Arguments);
        }
    }

    private readonly struct FirstGate(Call call) : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation
        {
            if (Activations.DerivativeFromOutput(call.Activation)) VisitSecond<GateOfOutput<TActivation>>();
            else VisitSecond<GateOfInput<TActivation>>();
        }

        private void VisitSecond<TGate>() where TGate : struct, IGate
        {
            var gate = new SecondGate<TGate>(call);
            IlgpuEngine.Visit(call.Recurrent, ref gate);
        }
    }

    private readonly struct SecondGate<TGate>(Call call) : IActivationVisitor where TGate : struct, IGate
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation
        {
            if (Activations.DerivativeFromOutput(call.Recurrent)) call.Run<TGate, GateOfOutput<TActivation>>();
            else call.Run<TGate, GateOfInput<TActivation>>();
        }
    }
}
