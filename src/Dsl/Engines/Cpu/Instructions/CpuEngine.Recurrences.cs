using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Recurrent layers, computed step by step: one product of all samples' states with the recurrent kernel, then one pass over the samples.
/// Row <c>sample·steps + step</c> of a sequence is a sample at a step.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void SimpleRnnSteps(TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums)
    {
        var (samples, steps, units) = (x.Shape[0], x.Shape[1], x.Columns);
        var products = Scratch.TakeAround(samples * units);
        for (var step = 0; step < steps; step++)
        {
            if (step > 0) StepProduct(hidden, step - 1, kernel, null, products);
            for (var sample = 0; sample < samples; sample++)
            {
                var row = sample * steps + step;
                var sum = Row(sums, row);
                if (step == 0) Row(x, row).CopyTo(sum);
                else Add(Row(x, row), products.Slice(sample * units, units), sum);
                Apply(activation, sum, Row(hidden, row));
            }
        }
    }

    public void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination)
    {
        var (samples, steps, units) = (saved.Shape[0], saved.Shape[1], saved.Columns);
        var scratch = Scratch.TakeAround(kernel.Count + samples * units);
        var transposed = scratch[..kernel.Count];
        var states = scratch[kernel.Count..];
        TransposeTo(kernel, transposed);
        for (var step = steps - 1; step >= 0; step--)
        {
            if (step < steps - 1) StepProduct(destination, step + 1, transposed, units, states);
            else states.Clear();
            for (var sample = 0; sample < samples; sample++)
            {
                var row = sample * steps + step;
                var state = states.Slice(sample * units, units);
                Add(state, Row(gradient, row), state);
                ApplyGradient(activation, Row(saved, row), state, Row(destination, row));
            }
        }
    }

    /// <summary>Multiplies the states of all samples at a step by a kernel, and adds the bias, if there is one.</summary>
    private static void StepProduct(TensorBuffer states, int step, TensorBuffer kernel, TensorBuffer? bias, Span<float> products)
    {
        var product = ProductOf(states, step, ref First(kernel), kernel.Columns, products);
        if (bias is not null)
        {
            product.Bias = ref First(bias);
            product.HasBias = true;
        }
        MatrixKernels<TLanes, TVector>.Run(ref product);
    }

    /// <summary>Multiplies the gradients of all samples' sums at a step by a transposed kernel.</summary>
    private static void StepProduct(TensorBuffer sums, int step, ReadOnlySpan<float> transposed, int units, Span<float> products)
    {
        var product = ProductOf(sums, step, ref MemoryMarshal.GetReference(transposed), units, products);
        MatrixKernels<TLanes, TVector>.Run(ref product);
    }

    /// <summary>Returns the product of the rows of a sequence at a step with a matrix.</summary>
    private static Product ProductOf(TensorBuffer sequence, int step, ref float matrix, int columns, Span<float> products) => new()
    {
        A = ref Unsafe.Add(ref First(sequence), step * sequence.Columns),
        RowStride = (nuint)(sequence.Shape[1] * sequence.Columns),
        StepStride = 1,
        B = ref matrix,
        BStepStride = (nuint)columns,
        BColumnStride = 1,
        C = ref MemoryMarshal.GetReference(products),
        CStride = (nuint)columns,
        Rows = (nuint)sequence.Shape[0],
        Steps = (nuint)sequence.Columns,
        Columns = (nuint)columns,
    };

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
