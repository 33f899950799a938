using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void SimpleRnnSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums, TensorBuffer? mask)
    {
        for (var t = 0; t < x.Shape[1]; t++)
        {
            using var scope = Temporaries();
            var sum = Sum(x, hidden, kernel, t);
            Step(sums, t).copy_(sum);
            LeaveOut(sums, t, mask);
            Keep(hidden, t, mask, Value(activation, sum));
        }
    }

    public void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination,
        TensorBuffer? mask)
    {
        using var whole = Temporaries();
        var passed = mask is null ? null : Nothing(gradient);
        for (var t = saved.Shape[1] - 1; t >= 0; t--)
        {
            using var scope = Temporaries();
            var d = Upstream(gradient, destination, kernel, t, passed, mask);
            Step(destination, t).copy_(Times(d, activation, Step(saved, t)));
            LeaveOut(destination, t, mask);
        }
    }

    public void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved, TensorBuffer? mask)
    {
        ActivationKind[] kinds = [recurrentActivation, recurrentActivation, activation, recurrentActivation];
        for (var t = 0; t < x.Shape[1]; t++)
        {
            using var scope = Temporaries();
            var (sums, kept) = (Sum(x, hidden, kernel, t), Step(saved, t));
            var gates = new TorchTensor[4];
            for (var k = 0; k < 4; k++)
            {
                var sum = Part(sums, k, 4);
                gates[k] = Value(kinds[k], sum);
                Part(kept, k, 5).copy_(Activations.DerivativeFromOutput(kinds[k]) ? gates[k] : sum);
            }
            var cell = gates[0].mul(gates[2]);
            if (t > 0) cell.PlusProduct_(gates[1], Part(Step(saved, t - 1), 4, 5), 1.0);
            Part(kept, 4, 5).copy_(cell);
            if (mask is not null)
            {
                var before = t > 0 ? Part(Step(saved, t - 1), 4, 5) : Nothing(hidden);
                LeaveOut(saved, t, mask);
                Part(kept, 4, 5).copy_(Chosen(mask, t, cell, before));
            }
            Keep(hidden, t, mask, gates[3].mul(Value(activation, cell)));
        }
    }

    public void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination, TensorBuffer? mask)
    {
        using var whole = Temporaries();
        var (steps, ofCell) = (gradient.Shape[1], Nothing(gradient));
        var passed = mask is null ? null : Nothing(gradient);
        for (var t = steps - 1; t >= 0; t--)
        {
            using var scope = Temporaries();
            var (kept, to) = (Step(saved, t), Step(destination, t));
            var (i, f, g, o, cell) = (Part(kept, 0, 5), Part(kept, 1, 5), Part(kept, 2, 5), Part(kept, 3, 5), Part(kept, 4, 5));
            var d = Upstream(gradient, destination, kernel, t, passed, mask);
            var output = Value(activation, cell);
            var ofOutput = d.mul(FromSaved(recurrentActivation, o));
            var c = Times(ofOutput, activation, Activations.DerivativeFromOutput(activation) ? output : cell).Plus(ofCell);
            Part(to, 0, 4).copy_(Times(c.mul(FromSaved(activation, g)), recurrentActivation, i));
            if (t > 0) Part(to, 1, 4).copy_(Times(c.mul(Part(Step(saved, t - 1), 4, 5)), recurrentActivation, f));
            else Part(to, 1, 4).Clear_();
            Part(to, 2, 4).copy_(Times(c.mul(FromSaved(recurrentActivation, i)), activation, g));
            Part(to, 3, 4).copy_(Times(d.mul(output), recurrentActivation, o));
            LeaveOut(destination, t, mask);
            ofCell.copy_(Chosen(mask, t, c.mul(FromSaved(recurrentActivation, f)), ofCell));
        }
    }

    public void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer? mask)
    {
        for (var t = 0; t < x.Shape[1]; t++)
        {
            using var scope = Temporaries();
            var (inputs, kept) = (Step(x, t), Step(saved, t));
            var products = torch.zeros_like(inputs);
            if (t > 0) PlusProduct_(products, Step(hidden, t - 1), Matrix(kernel));
            if (bias is not null) products.Plus_(Flat(bias));
            var update = Part(inputs, 0, 3).Plus(Part(products, 0, 3));
            var reset = Part(inputs, 1, 3).Plus(Part(products, 1, 3));
            var recurrent = Part(products, 2, 3);
            var (z, rho) = (Value(recurrentActivation, update), Value(recurrentActivation, reset));
            var candidate = Part(inputs, 2, 3).Plus(rho.mul(recurrent));
            var g = Value(activation, candidate);
            Part(kept, 0, 4).copy_(Activations.DerivativeFromOutput(recurrentActivation) ? z : update);
            Part(kept, 1, 4).copy_(Activations.DerivativeFromOutput(recurrentActivation) ? rho : reset);
            Part(kept, 2, 4).copy_(Activations.DerivativeFromOutput(activation) ? g : candidate);
            Part(kept, 3, 4).copy_(recurrent);
            var h = z.neg().Plus_(1.0).mul_(g);
            if (t > 0) h.PlusProduct_(z, Step(hidden, t - 1), 1.0);
            LeaveOut(saved, t, mask);
            Keep(hidden, t, mask, h);
        }
    }

    public void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent, TensorBuffer? mask)
    {
        using var whole = Temporaries();
        var carried = Nothing(gradient);
        for (var t = gradient.Shape[1] - 1; t >= 0; t--)
        {
            using var scope = Temporaries();
            var (kept, to, r) = (Step(saved, t), Step(destination, t), Step(recurrent, t));
            var (z, reset, g, product) = (Part(kept, 0, 4), Part(kept, 1, 4), Part(kept, 2, 4), Part(kept, 3, 4));
            var d = Upstream(gradient, recurrent, kernel, t).Plus_(carried);
            var (update, candidate) = (FromSaved(recurrentActivation, z), FromSaved(activation, g));
            var difference = t > 0 ? Step(hidden, t - 1).Minus(candidate) : candidate.neg();
            var ofUpdate = Times(d.mul(difference), recurrentActivation, z);
            var ofCandidate = Times(d.mul(update.neg().Plus_(1.0)), activation, g);
            var ofReset = Times(ofCandidate.mul(product), recurrentActivation, reset);
            Part(to, 0, 3).copy_(ofUpdate);
            Part(to, 1, 3).copy_(ofReset);
            Part(to, 2, 3).copy_(ofCandidate);
            Part(r, 0, 3).copy_(ofUpdate);
            Part(r, 1, 3).copy_(ofReset);
            Part(r, 2, 3).copy_(ofCandidate.mul(FromSaved(recurrentActivation, reset)));
            LeaveOut(destination, t, mask);
            LeaveOut(recurrent, t, mask);
            carried.copy_(Chosen(mask, t, d.mul(update), d));
        }
    }

    /// <summary>Returns step t of sequences: [N, numbers].</summary>
    private static TorchTensor Step(TensorBuffer sequences, int t) => Whole(sequences).select(1, t);

    /// <summary>Returns one of several equal parts that lie side by side.</summary>
    private static TorchTensor Part(TorchTensor x, int part, int parts) => x.narrow(1, part * (x.shape[1] / parts), x.shape[1] / parts);

    /// <summary>Returns x_t + h_(t−1)·kernel.</summary>
    private TorchTensor Sum(TensorBuffer x, TensorBuffer hidden, TensorBuffer kernel, int t)
    {
        var sum = Step(x, t).clone();
        return t == 0 ? sum : PlusProduct_(sum, Step(hidden, t - 1), Matrix(kernel));
    }

    /// <summary>Writes the next states; a sample that the mask leaves out keeps the state before.</summary>
    private static void Keep(TensorBuffer states, int t, TensorBuffer? mask, TorchTensor next) =>
        Step(states, t).copy_(mask is null ? next : Chosen(mask, t, next, t > 0 ? Step(states, t - 1) : torch.zeros_like(next)));

    /// <summary>Writes 0 to the samples that the mask leaves out.</summary>
    private static void LeaveOut(TensorBuffer of, int t, TensorBuffer? mask)
    {
        if (mask is not null) Step(of, t).copy_(Chosen(mask, t, Step(of, t), torch.zeros_like(Step(of, t))));
    }

    /// <summary>Returns the first numbers for the samples that the step counts for, and the second for those that it leaves out.</summary>
    private static TorchTensor Chosen(TensorBuffer? mask, int t, TorchTensor counted, TorchTensor leftOut) =>
        mask is null ? counted : torch.where(Whole(mask).narrow(1, t, 1).Above(0.0), counted, leftOut);

    /// <summary>
    /// As <see cref="Upstream(TensorBuffer, TensorBuffer, TensorBuffer, int)"/>, plus what passes steps that the mask leaves out.
    /// </summary>
    private TorchTensor Upstream(
        TensorBuffer gradient, TensorBuffer sums, TensorBuffer kernel, int t, TorchTensor? passed, TensorBuffer? mask)
    {
        var d = Upstream(gradient, sums, kernel, t);
        if (passed is null) return d;
        d = d.Plus(passed);
        passed.copy_(Chosen(mask, t, torch.zeros_like(d), d));
        return d;
    }

    /// <summary>Returns the gradient of h_t: its own, plus the part that comes from the sums of the next step.</summary>
    private TorchTensor Upstream(TensorBuffer gradient, TensorBuffer sums, TensorBuffer kernel, int t)
    {
        var d = Step(gradient, t).clone();
        return t == gradient.Shape[1] - 1 ? d : PlusProduct_(d, Step(sums, t + 1), Of(kernel).Transposed);
    }

    /// <summary>Returns zeros for one step.</summary>
    private static TorchTensor Nothing(TensorBuffer sequences) =>
        torch.zeros(sequences.Shape[0], sequences.Columns, torch.ScalarType.Float32, Whole(sequences).device);

    private static TorchTensor Value(ActivationKind activation, TorchTensor x) =>
        activation == ActivationKind.Linear ? x : TorchActivations.Value(activation, x);

    /// <summary>Returns the gradient before an activation: a new tensor, except for the linear activation.</summary>
    private static TorchTensor Times(TorchTensor gradient, ActivationKind activation, TorchTensor saved) =>
        activation == ActivationKind.Linear ? gradient : TorchActivations.Gradient(activation, saved, gradient);

    /// <summary>Returns the activation's output, given the saved number.</summary>
    private static TorchTensor FromSaved(ActivationKind activation, TorchTensor saved) =>
        Activations.DerivativeFromOutput(activation) ? saved : Value(activation, saved);
}
