using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Recurrent layers, computed step by step: one product of all samples' states with the recurrent kernel, then one pass over the samples.
/// Row <c>sample·steps + step</c> of a sequence is a sample at a step.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void SimpleRnnSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums, TensorBuffer? mask)
    {
        var (samples, steps, units) = (x.Shape[0], x.Shape[1], x.Columns);
        var scratch = Scratch.TakeAround(samples * units + Running.RoomFor(mask, samples, units));
        var products = scratch[..(samples * units)];
        var running = new Running(mask, samples, steps, scratch[(samples * units)..]);
        for (var step = 0; step < steps; step++)
        {
            running.MoveTo(step);
            if (step > 0) StepProduct(in running, hidden, step - 1, kernel, null, products);
            for (var i = 0; i < running.Count; i++)
            {
                var row = running[i] * steps + step;
                var sum = Row(sums, row);
                if (step == 0) Row(x, row).CopyTo(sum);
                else Add(Row(x, row), products.Slice(i * units, units), sum);
                Apply(activation, sum, Row(hidden, row));
            }
            running.Keep(hidden, 0, units);
            running.Clear(sums, units);
        }
    }

    public void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination,
        TensorBuffer? mask)
    {
        var (samples, steps, units) = (saved.Shape[0], saved.Shape[1], saved.Columns);
        var scratch = Scratch.TakeAround(kernel.Count + 2 * samples * units + Running.RoomFor(mask, samples, units));
        var transposed = scratch[..kernel.Count];
        var states = scratch.Slice(kernel.Count, samples * units);
        var products = scratch.Slice(kernel.Count + samples * units, samples * units);
        var running = new Running(mask, samples, steps, scratch[(kernel.Count + 2 * samples * units)..]);
        TransposeTo(kernel, transposed);
        states.Clear();
        for (var step = steps - 1; step >= 0; step--)
        {
            running.MoveTo(step);
            running.Add(gradient, states);
            for (var i = 0; i < running.Count; i++)
            {
                var (sample, row) = (running[i], running[i] * steps + step);
                ApplyGradient(activation, Row(saved, row), states.Slice(sample * units, units), Row(destination, row));
            }
            running.Clear(destination, units);
            if (step > 0) PassBack(in running, destination, step, transposed, units, default, products, states);
        }
    }

    /// <summary>Multiplies the states of a step's samples by a kernel, and adds the bias, if there is one.</summary>
    private static void StepProduct(
        in Running running, TensorBuffer states, int step, TensorBuffer kernel, TensorBuffer? bias, Span<float> products)
    {
        var product = running.ProductOf(states, step, ref First(kernel), kernel.Columns, products);
        if (bias is not null)
        {
            product.Bias = ref First(bias);
            product.HasBias = true;
        }
        MatrixKernels<TLanes, TVector>.Run(ref product);
    }

    /// <summary>
    /// Computes the gradients that states get from the sums of the step after: through the recurrent product, and those that pass it by.
    /// A state that the step left out keeps its gradient.
    /// </summary>
    /// <param name="running">The samples of the step after.</param>
    /// <param name="sums">The gradients of all sums.</param>
    /// <param name="step">The step after.</param>
    /// <param name="transposed">The transposed recurrent kernel.</param>
    /// <param name="units">Its columns.</param>
    /// <param name="passed">What passes the product by, in the order of the step's samples; empty for nothing.</param>
    /// <param name="products">Room for the products.</param>
    /// <param name="states">The gradients of the samples' states.</param>
    private static void PassBack(
        in Running running, TensorBuffer sums, int step, ReadOnlySpan<float> transposed, int units, ReadOnlySpan<float> passed,
        Span<float> products, Span<float> states)
    {
        if (running.AreAll) products = states;
        var product = running.ProductOf(sums, step, ref MemoryMarshal.GetReference(transposed), units, products);
        if (!passed.IsEmpty)
        {
            product.Addend = ref MemoryMarshal.GetReference(passed);
            product.AddendFactor = 1f;
            product.HasAddend = true;
        }
        MatrixKernels<TLanes, TVector>.Run(ref product);
        if (!running.AreAll) running.Spread(products, units, states);
    }

    private static void TransposeTo(TensorBuffer matrix, Span<float> transposed)
    {
        var from = Floats(matrix);
        var (rows, columns) = (matrix.Rows, matrix.Columns);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) transposed[j * rows + i] = from[i * columns + j];
    }

    /// <summary>Applies an activation, also the linear one, to a few numbers.</summary>
    private static void Apply(ActivationKind activation, ReadOnlySpan<float> x, Span<float> destination)
    {
        if (activation == ActivationKind.Linear) x.CopyTo(destination);
        else Activate(activation, ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(destination), (nuint)x.Length);
    }

    /// <summary>Computes the gradient of an activation, also the linear one, for a few numbers.</summary>
    private static void ApplyGradient(
        ActivationKind activation, ReadOnlySpan<float> saved, ReadOnlySpan<float> gradient, Span<float> destination)
    {
        if (activation == ActivationKind.Linear) gradient.CopyTo(destination);
        else
        {
            ActivateGradient(
                activation, ref MemoryMarshal.GetReference(saved), ref MemoryMarshal.GetReference(gradient),
                ref MemoryMarshal.GetReference(destination), (nuint)saved.Length);
        }
    }

    /// <summary>Applies an activation in place, and saves the numbers that its derivative is computed from.</summary>
    private static void ApplyAndSave(ActivationKind activation, Span<float> x, Span<float> saved)
    {
        if (!Activations.DerivativeFromOutput(activation)) x.CopyTo(saved);
        Apply(activation, x, x);
        if (Activations.DerivativeFromOutput(activation)) x.CopyTo(saved);
    }

    /// <summary>Returns an activation's outputs, given the saved numbers: the same memory, or in the room for them.</summary>
    private static ReadOnlySpan<float> OutputsOf(ActivationKind activation, ReadOnlySpan<float> saved, Span<float> room)
    {
        if (Activations.DerivativeFromOutput(activation)) return saved;
        Apply(activation, saved, room);
        return room;
    }
}
