using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

/// <content>Recurrent layers. The tensors of the steps are made one after the other, and stacked at the end.</content>
internal partial class DiffTensorEngine
{
    public void SimpleRnnSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums, TensorBuffer? mask)
    {
        if (x.Count == 0) return;
        var (h, s) = (new DiffTensor[x.Shape[1]], new DiffTensor[x.Shape[1]]);
        for (var t = 0; t < h.Length; t++)
        {
            s[t] = t == 0 ? Step(x, t) : Step(x, t) + h[t - 1].matmul(Matrix(kernel));
            h[t] = Kept(mask, t, DiffActivations.Value(activation, s[t]), t == 0 ? null : h[t - 1]);
            s[t] = Kept(mask, t, s[t], null);
        }
        Put(hidden, () => Stack(1, h));
        Put(sums, () => Stack(1, s));
    }

    public void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination,
        TensorBuffer? mask) =>
        Put(destination, () =>
        {
            var (back, sums) = (Matrix(kernel).transpose(), new DiffTensor[saved.Shape[1]]);
            DiffTensor? passed = null;
            for (var t = sums.Length - 1; t >= 0; t--)
            {
                var d = Upstream(gradient, sums, back, t);
                if (passed is not null) d += passed;
                sums[t] = Kept(mask, t, Times(d, activation, Step(saved, t)), null);
                passed = Passed(mask, t, d);
            }
            return Stack(1, sums);
        });

    public void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved, TensorBuffer? mask)
    {
        if (x.Count == 0) return;
        ActivationKind[] kinds = [recurrentActivation, recurrentActivation, activation, recurrentActivation];
        var (h, kept, gates, parts) = (new DiffTensor[x.Shape[1]], new DiffTensor[x.Shape[1]], new DiffTensor[4], new DiffTensor[5]);
        for (var t = 0; t < h.Length; t++)
        {
            var (sums, before) = (t == 0 ? Step(x, t) : Step(x, t) + h[t - 1].matmul(Matrix(kernel)), parts[4]);
            for (var k = 0; k < 4; k++)
            {
                var sum = sums.Part(1, k, 4);
                gates[k] = DiffActivations.Value(kinds[k], sum);
                parts[k] = Activations.DerivativeFromOutput(kinds[k]) ? gates[k] : sum;
            }
            parts[4] = t == 0 ? gates[0] * gates[2] : gates[1] * before + gates[0] * gates[2];
            h[t] = Kept(mask, t, gates[3] * DiffActivations.Value(activation, parts[4]), t == 0 ? null : h[t - 1]);
            for (var k = 0; k < 4; k++) parts[k] = Kept(mask, t, parts[k], null);
            parts[4] = Kept(mask, t, parts[4], before);
            kept[t] = Join(1, parts);
        }
        Put(hidden, () => Stack(1, h));
        Put(saved, () => Stack(1, kept));
    }

    public void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination, TensorBuffer? mask) => Put(destination, () =>
    {
        var (back, sums) = (Matrix(kernel).transpose(), new DiffTensor[gradient.Shape[1]]);
        DiffTensor? ofCell = null, passed = null;
        for (var t = sums.Length - 1; t >= 0; t--)
        {
            var kept = Step(saved, t);
            var (i, f, g, o, cell) = (kept.Part(1, 0, 5), kept.Part(1, 1, 5), kept.Part(1, 2, 5), kept.Part(1, 3, 5), kept.Part(1, 4, 5));
            var d = Upstream(gradient, sums, back, t);
            if (passed is not null) d += passed;
            passed = Passed(mask, t, d);
            var output = DiffActivations.Value(activation, cell);
            var c = Times(d * FromSaved(recurrentActivation, o), activation, Activations.DerivativeFromOutput(activation) ? output : cell);
            if (ofCell is not null) c += ofCell;
            sums[t] = Join(
                1,
                Times(c * FromSaved(activation, g), recurrentActivation, i),
                t == 0 ? c.All(0.0) : Times(c * Step(saved, t - 1).Part(1, 4, 5), recurrentActivation, f),
                Times(c * FromSaved(recurrentActivation, i), activation, g),
                Times(d * output, recurrentActivation, o));
            sums[t] = Kept(mask, t, sums[t], null);
            ofCell = Kept(mask, t, c * FromSaved(recurrentActivation, f), ofCell);
        }
        return Stack(1, sums);
    });

    public void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer? mask)
    {
        if (x.Count == 0) return;
        var (h, kept) = (new DiffTensor[x.Shape[1]], new DiffTensor[x.Shape[1]]);
        for (var t = 0; t < h.Length; t++)
        {
            var inputs = Step(x, t);
            var products = t == 0 ? inputs.All(0.0) : h[t - 1].matmul(Matrix(kernel));
            if (bias is not null) products += Row(bias);
            var (update, reset) = (inputs.Part(1, 0, 3) + products.Part(1, 0, 3), inputs.Part(1, 1, 3) + products.Part(1, 1, 3));
            var (z, rho) = (DiffActivations.Value(recurrentActivation, update), DiffActivations.Value(recurrentActivation, reset));
            var recurrent = products.Part(1, 2, 3);
            var candidate = inputs.Part(1, 2, 3) + rho * recurrent;
            var g = DiffActivations.Value(activation, candidate);
            var (gatesFromOutput, fromOutput) =
                (Activations.DerivativeFromOutput(recurrentActivation), Activations.DerivativeFromOutput(activation));
            h[t] = t == 0 ? Kept(mask, t, (1.0 - z) * g, null) : Kept(mask, t, z * h[t - 1] + (1.0 - z) * g, h[t - 1]);
            kept[t] = Kept(
                mask, t, Join(1, gatesFromOutput ? z : update, gatesFromOutput ? rho : reset, fromOutput ? g : candidate, recurrent), null);
        }
        Put(hidden, () => Stack(1, h));
        Put(saved, () => Stack(1, kept));
    }

    public void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent, TensorBuffer? mask)
    {
        if (gradient.Count == 0) return;
        var back = Matrix(kernel).transpose();
        var (inputs, products) = (new DiffTensor[gradient.Shape[1]], new DiffTensor[gradient.Shape[1]]);
        DiffTensor? carried = null;
        for (var t = inputs.Length - 1; t >= 0; t--)
        {
            var kept = Step(saved, t);
            var (z, reset, g, product) = (kept.Part(1, 0, 4), kept.Part(1, 1, 4), kept.Part(1, 2, 4), kept.Part(1, 3, 4));
            var d = Upstream(gradient, products, back, t);
            if (carried is not null) d += carried;
            var (update, candidate) = (FromSaved(recurrentActivation, z), FromSaved(activation, g));
            var ofUpdate = Times(d * (t == 0 ? -candidate : Step(hidden, t - 1) - candidate), recurrentActivation, z);
            var ofCandidate = Times(d * (1.0 - update), activation, g);
            var ofReset = Times(ofCandidate * product, recurrentActivation, reset);
            inputs[t] = Kept(mask, t, Join(1, ofUpdate, ofReset, ofCandidate), null);
            products[t] = Kept(mask, t, Join(1, ofUpdate, ofReset, ofCandidate * FromSaved(recurrentActivation, reset)), null);
            carried = Kept(mask, t, d * update, d);
        }
        Put(destination, () => Stack(1, inputs));
        Put(recurrent, () => Stack(1, products));
    }

    /// <summary>Returns the numbers of the samples that the step counts for, and others, or 0, for those that it leaves out.</summary>
    private static DiffTensor Kept(TensorBuffer? mask, int t, DiffTensor counted, DiffTensor? leftOut)
    {
        if (mask is null) return counted;
        var counts = Whole(mask).Slice(1, t, 1).As(mask.Shape[0], 1).expand(counted.shape);
        return Select(counts.Above(0.0), counted, leftOut ?? counted.All(0.0));
    }

    /// <summary>Returns the gradient that passes a step that the mask leaves out; null when there is no mask.</summary>
    private static DiffTensor? Passed(TensorBuffer? mask, int t, DiffTensor d) => mask is null ? null : Kept(mask, t, d.All(0.0), d);

    /// <summary>Returns step t of sequences: [N, numbers].</summary>
    private static DiffTensor Step(TensorBuffer sequences, int t) =>
        Whole(sequences).Slice(1, t, 1).As(sequences.Shape[0], sequences.Columns);

    /// <summary>Returns the gradient of h_t: its own, plus the part that comes from the sums of the next step.</summary>
    private static DiffTensor Upstream(TensorBuffer gradient, DiffTensor[] sums, DiffTensor back, int t) =>
        t == sums.Length - 1 ? Step(gradient, t) : Step(gradient, t) + sums[t + 1].matmul(back);

    /// <summary>Returns the gradient before an activation.</summary>
    private static DiffTensor Times(DiffTensor gradient, ActivationKind activation, DiffTensor saved) =>
        DiffActivations.Gradient(activation, saved, gradient);

    /// <summary>Returns the activation's output, given the saved number.</summary>
    private static DiffTensor FromSaved(ActivationKind activation, DiffTensor saved) =>
        Activations.DerivativeFromOutput(activation) ? saved : DiffActivations.Value(activation, saved);
}
