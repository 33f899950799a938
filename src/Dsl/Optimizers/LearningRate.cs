using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// A learning rate as a value: a number for every step of training. A plain <c>double</c> is a learning rate that never changes. A factor
/// times a learning rate is also one: <c>10 * new LearningRate.Optimal(1e-4)</c>.
/// </summary>
[JsonConverter(typeof(TextJson))]
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract partial record LearningRate
{
    /// <summary>Returns the learning rate of a step.</summary>
    /// <param name="step">Number of steps made before it: 0 for the first. It counts through all epochs of a run.</param>
    public abstract double At(long step);

    /// <summary>Returns the faults of its numbers, one sentence each; none if it can be used.</summary>
    public abstract IEnumerable<string> Faults();

    /// <summary>
    /// Returns the learning rate of a step, checked at that step: not all rates of a schedule can be checked before a run.
    /// </summary>
    /// <param name="step">Number of steps made before it.</param>
    /// <exception cref="InvalidOperationException">It is negative, infinite or NaN; the message names the step.</exception>
    internal double CheckedAt(long step) => At(step) is var rate && IsRate(rate) ? rate : throw new InvalidOperationException(
        string.Create(CultureInfo.InvariantCulture, $"At({step}) is {Text(rate)}, but a learning rate {MustBeRate}."));

    /// <summary>Whether it is a number that never changes; callbacks may replace it between epochs.</summary>
    internal virtual bool IsConstant => false;

    /// <summary>Its text, if that is not its kind and its numbers.</summary>
    private protected virtual string? Written => null;

    /// <summary>
    /// Returns the rate as it is written in code, <c>0.01</c>, or the schedule with its numbers: the same text in every culture.
    /// </summary>
    public sealed override string ToString() => Written ?? ValueText.Of(this, PrintMembers);

    /// <summary>Returns a learning rate with the same number at every step.</summary>
    public static implicit operator LearningRate(double value) => new Constant(value);

    /// <summary>Returns a learning rate with every rate multiplied by a factor.</summary>
    public static LearningRate operator *(double factor, LearningRate rate) => new Scaled(factor, rate);

    /// <inheritdoc cref="op_Multiply(double, LearningRate)"/>
    public static LearningRate operator *(LearningRate rate, double factor) => new Scaled(factor, rate);

    /// <summary>The same number at every step.</summary>
    /// <param name="Value">The rate; finite and not negative.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Constant(double Value) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step) => Value;

        internal override bool IsConstant => true;

        private protected override string Written => Text(Value);

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            if (!IsRate(Value)) yield return $"the learning rate is {Text(Value)}, but {MustBeRate}, 0.01 for instance";
        }
    }

    /// <summary>
    /// <c>initial / (1 + decay·step/decaySteps)</c>; as a staircase, <c>step/decaySteps</c> is rounded down.
    /// Keras: <c>InverseTimeDecay</c>.
    /// </summary>
    /// <param name="Initial">Rate of the first step; finite and not negative.</param>
    /// <param name="DecaySteps">Number of steps in which the decay acts once; at least 1.</param>
    /// <param name="Decay">The strength of the decay; finite and not negative.</param>
    /// <param name="Staircase">Whether the rate falls only at multiples of <paramref name="DecaySteps"/>.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record InverseTime(double Initial, long DecaySteps, double Decay, bool Staircase = false) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step)
        {
            var decays = (double)step / DecaySteps;
            return Initial / (1 + Decay * (Staircase ? Math.Floor(decays) : decays));
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            if (!IsRate(Initial)) yield return $"the initial learning rate is {Text(Initial)}, but {MustBeRate}";
            if (DecaySteps < 1) yield return $"the learning rate's DecaySteps is {Text(DecaySteps)}, but must be at least 1";
            if (!IsRate(Decay)) yield return $"the learning rate's Decay is {Text(Decay)}, but {MustBeRate}";
        }
    }

    /// <summary>
    /// The schedule that scikit-learn's <c>SGDClassifier</c> calls <c>optimal</c>, for the logistic loss: <c>1 / (α·(t₀ + step))</c>.
    /// Bottou's heuristic chooses t₀ so that the first step's rate is the typical size of weights, <c>1/√√α</c>.
    /// </summary>
    /// <remarks>
    /// scikit-learn 1.2, <c>_sgd_fast.pyx</c>: <c>typw = √(1/√α)</c>; <c>eta0 = typw / max(1, dloss(−typw, 1))</c>. There the logistic
    /// loss's derivative at label 1 is negative, so the divisor is 1; <c>t₀ = 1/(eta0·α)</c>; the rate is <c>1/(α·(t₀ + t − 1))</c> with t
    /// = 1 at the first sample.
    /// </remarks>
    /// <param name="Alpha">Strength of the L2 penalty that belongs to the rate; finite, above 0. scikit-learn's default: 0.0001.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Optimal(double Alpha) : LearningRate
    {
        private double First => 1 / (Math.Sqrt(1 / Math.Sqrt(Alpha)) * Alpha);

        /// <inheritdoc/>
        public override double At(long step) => 1 / (Alpha * (First + step));

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            if (!(Alpha > 0 && double.IsFinite(Alpha)))
                yield return $"the learning rate's Alpha is {Text(Alpha)}, but must be a finite number above 0, 0.0001 for instance";
        }
    }

    /// <summary>Another learning rate times a factor.</summary>
    /// <param name="Factor">The factor; finite and not negative.</param>
    /// <param name="Rate">The other learning rate.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Scaled(double Factor, LearningRate Rate) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step) => Factor * Rate.At(step);

        internal override bool IsConstant => Rate is { IsConstant: true };

        private protected override string Written => $"{Text(Factor)} * {Rate}";

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            if (!IsRate(Factor)) yield return $"the learning rate's factor is {Text(Factor)}, but {MustBeRate}";
            foreach (var fault in Rate?.Faults() ?? ["the learning rate that is scaled is null: give a number or a schedule"]) yield return fault;
        }
    }

    private const string MustBeRate = "must be a finite number that is not negative";

    private static IEnumerable<string> UnlessRate(string name, double value)
    {
        if (!IsRate(value)) yield return $"the learning rate's {name} is {Text(value)}, but {MustBeRate}";
    }

    private static IEnumerable<string> UnlessPart(string name, double value)
    {
        if (!(value >= 0 && value <= 1)) yield return $"the learning rate's {name} is {Text(value)}, but must be at least 0 and at most 1";
    }

    private static IEnumerable<string> UnlessPositive(string name, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            yield return $"the learning rate's {name} is {Text(value)}, but must be a finite number above 0";
    }

    private static IEnumerable<string> UnlessAtLeastOne(string name, long value)
    {
        if (value < 1) yield return $"the learning rate's {name} is {Text(value)}, but must be at least 1";
    }

    private protected static bool IsRate(double value) => double.IsFinite(value) && value >= 0;

    private protected static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
