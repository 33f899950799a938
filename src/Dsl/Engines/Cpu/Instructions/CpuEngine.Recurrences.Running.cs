using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    /// <summary>
    /// The samples that a step counts for. Where a mask leaves some out, the rows of the others are brought side by side, so that a product
    /// is as small as their number. A row of a product has the same bits among any others.
    /// </summary>
    private ref struct Running
    {
        private readonly TensorBuffer? mask;
        private readonly int steps;
        private readonly Span<int> samples;
        private readonly Span<float> gathered;
        private int step;

        /// <summary>Begins before the first step.</summary>
        /// <param name="mask">The mask; null when all steps count.</param>
        /// <param name="count">Number of samples.</param>
        /// <param name="steps">Number of steps.</param>
        /// <param name="room">Room for <see cref="RoomFor"/> numbers.</param>
        public Running(TensorBuffer? mask, int count, int steps, Span<float> room)
        {
            (this.mask, this.steps) = (mask, steps);
            samples = MemoryMarshal.Cast<float, int>(room[..count]);
            gathered = room[count..];
            for (var sample = 0; sample < count; sample++) samples[sample] = sample;
            Count = count;
        }

        /// <summary>Number of samples that the step counts for.</summary>
        public int Count { get; private set; }

        /// <summary>Returns one of these samples.</summary>
        public readonly int this[int index] => samples[index];

        /// <summary>True when it counts for all samples.</summary>
        public readonly bool AreAll => Count == samples.Length;

        /// <summary>Returns the room for a number of samples whose rows have a width.</summary>
        public static int RoomFor(TensorBuffer? mask, int samples, int width) => samples + (mask is null ? 0 : samples * width);

        /// <summary>Finds the samples of a step.</summary>
        public void MoveTo(int step)
        {
            this.step = step;
            if (mask is null) return;
            var counts = Floats(mask);
            Count = 0;
            for (var sample = 0; sample < samples.Length; sample++)
                if (counts[sample * steps + step] != 0f) samples[Count++] = sample;
        }

        /// <summary>Returns the product of the samples' rows of a sequence at a step with a matrix.</summary>
        public readonly Product ProductOf(TensorBuffer sequence, int step, ref float matrix, int columns, Span<float> products)
        {
            var width = sequence.Columns;
            if (!AreAll)
            {
                for (var i = 0; i < Count; i++) Row(sequence, samples[i] * steps + step).CopyTo(gathered.Slice(i * width, width));
            }
            return new Product
            {
                A = ref (AreAll ? ref Unsafe.Add(ref First(sequence), step * width) : ref MemoryMarshal.GetReference(gathered)),
                RowStride = (nuint)(AreAll ? steps * width : width),
                StepStride = 1,
                B = ref matrix,
                BStepStride = (nuint)columns,
                BColumnStride = 1,
                C = ref MemoryMarshal.GetReference(products),
                CStride = (nuint)columns,
                Rows = (nuint)Count,
                Steps = (nuint)width,
                Columns = (nuint)columns,
            };
        }

        /// <summary>Keeps some columns of the step before, or 0, for the samples that the step leaves out.</summary>
        public readonly void Keep(TensorBuffer states, int first, int count)
        {
            for (var sample = 0; sample < samples.Length && !AreAll; sample++)
            {
                if (!IsLeftOut(sample)) continue;
                var to = Row(states, sample * steps + step).Slice(first, count);
                if (step == 0) to.Clear();
                else Row(states, sample * steps + step - 1).Slice(first, count).CopyTo(to);
            }
        }

        /// <summary>Writes 0 to the first columns of the samples that the step leaves out.</summary>
        public readonly void Clear(TensorBuffer rows, int count)
        {
            for (var sample = 0; sample < samples.Length && !AreAll; sample++)
                if (IsLeftOut(sample)) Row(rows, sample * steps + step)[..count].Clear();
        }

        /// <summary>Adds the gradients of the states of a step.</summary>
        public readonly void Add(TensorBuffer gradient, Span<float> states)
        {
            for (var sample = 0; sample < samples.Length; sample++)
            {
                var state = states.Slice(sample * gradient.Columns, gradient.Columns);
                CpuEngine<TLanes, TVector>.Add(state, Row(gradient, sample * steps + step), state);
            }
        }

        /// <summary>Brings rows that lie side by side to their samples.</summary>
        public readonly void Spread(ReadOnlySpan<float> rows, int width, Span<float> samplesRows)
        {
            for (var i = 0; i < Count; i++) rows.Slice(i * width, width).CopyTo(samplesRows.Slice(samples[i] * width, width));
        }

        private readonly bool IsLeftOut(int sample) => Floats(mask!)[sample * steps + step] == 0f;
    }
}
