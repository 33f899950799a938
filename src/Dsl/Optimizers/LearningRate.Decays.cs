using System.Text;
using ModelDsl.Printing;

namespace ModelDsl;

public abstract partial record LearningRate
{
    /// <summary>
    /// <c>initial·rate^(step/decaySteps)</c>; as a staircase, <c>step/decaySteps</c> is rounded down. Keras: <c>ExponentialDecay</c>.
    /// </summary>
    /// <param name="Initial">Rate of the first step; finite and not negative.</param>
    /// <param name="DecaySteps">Number of steps in which the rate is multiplied once; at least 1.</param>
    /// <param name="Rate">The factor; finite and not negative.</param>
    /// <param name="Staircase">Whether the rate falls only at multiples of <paramref name="DecaySteps"/>.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Exponential(double Initial, long DecaySteps, double Rate, bool Staircase = false) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step)
        {
            var decays = (double)step / DecaySteps;
            return Initial * Math.Pow(Rate, Staircase ? Math.Floor(decays) : decays);
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults() =>
            [.. UnlessRate("Initial", Initial), .. UnlessAtLeastOne("DecaySteps", DecaySteps), .. UnlessRate("Rate", Rate)];
    }

    /// <summary>
    /// <c>initial·gamma^⌊step/stepSize⌋</c>. PyTorch: <c>StepLR</c>, which may count epochs; here it counts steps.
    /// </summary>
    /// <param name="Initial">Rate of the first step; finite and not negative.</param>
    /// <param name="StepSize">Number of steps with the same rate; at least 1.</param>
    /// <param name="Gamma">The factor from one rate to the next; finite and not negative.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Step(double Initial, long StepSize, double Gamma = 0.1) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step) => Initial * Math.Pow(Gamma, step / StepSize);

        /// <inheritdoc/>
        public override IEnumerable<string> Faults() =>
            [.. UnlessRate("Initial", Initial), .. UnlessAtLeastOne("StepSize", StepSize), .. UnlessRate("Gamma", Gamma)];
    }

    /// <summary>
    /// <c>(initial − end)·(1 − step/decaySteps)^power + end</c>, and <c>end</c> after that. As a cycle, the decay is stretched to the next
    /// multiple of <paramref name="DecaySteps"/>. Keras: <c>PolynomialDecay</c>.
    /// </summary>
    /// <param name="Initial">Rate of the first step; finite and not negative.</param>
    /// <param name="DecaySteps">Number of steps after which the rate is <paramref name="End"/>; at least 1.</param>
    /// <param name="End">The last rate; finite and not negative.</param>
    /// <param name="Power">Power of the polynomial; finite, above 0.</param>
    /// <param name="Cycle">Whether the rate rises again after <paramref name="DecaySteps"/>.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Polynomial(double Initial, long DecaySteps, double End = 0.0001, double Power = 1, bool Cycle = false)
        : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step)
        {
            var decays = (double)step / DecaySteps;
            var part = Cycle ? decays / Math.Max(1, Math.Ceiling(decays)) : Math.Min(1, decays);
            return (Initial - End) * Math.Pow(1 - part, Power) + End;
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults() =>
        [
            .. UnlessRate("Initial", Initial), .. UnlessAtLeastOne("DecaySteps", DecaySteps), .. UnlessRate("End", End),
            .. UnlessPositive("Power", Power),
        ];
    }

    /// <summary>
    /// One rate up to a step, and another after it: <c>values[i]</c> while <c>step ≤ boundaries[i]</c>, otherwise the last. Keras:
    /// <c>PiecewiseConstantDecay</c>.
    /// </summary>
    /// <param name="Boundaries">The last step of each rate except the last rate; not negative, rising.</param>
    /// <param name="Values">The rates, one more than boundaries; finite and not negative.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Piecewise(IReadOnlyList<long> Boundaries, IReadOnlyList<double> Values) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step)
        {
            var piece = 0;
            while (piece < Boundaries.Count && step > Boundaries[piece]) piece++;
            return Values[piece];
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            if (Boundaries is null || Values is null)
            {
                yield return $"the learning rate's {(Values is null ? nameof(Values) : nameof(Boundaries))} are null, but must be a list";
                yield break;
            }
            if (Values.Count != Boundaries.Count + 1)
                yield return $"the learning rate has {Text(Values.Count)} Values and {Text(Boundaries.Count)} Boundaries, but must have one " +
                    "value more than boundaries";
            for (var i = 0; i < Boundaries.Count; i++)
                if (Boundaries[i] < 0 || (i > 0 && Boundaries[i] <= Boundaries[i - 1]))
                    yield return $"the learning rate's Boundaries[{Text(i)}] is {Text(Boundaries[i])}, but must be " +
                        (i == 0 ? "at least 0" : $"above {Text(Boundaries[i - 1])}, the one before");
            for (var i = 0; i < Values.Count; i++)
                foreach (var fault in UnlessRate($"Values[{Text(i)}]", Values[i])) yield return fault;
        }

        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder) =>
            builder.Members((nameof(Boundaries), Boundaries), (nameof(Values), Values));
    }
}
