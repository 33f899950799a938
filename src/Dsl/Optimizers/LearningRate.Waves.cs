namespace ModelDsl;

/// <summary>The curve from one rate to another.</summary>
public enum Annealing
{
    /// <summary>Half a wave of the cosine.</summary>
    Cosine,

    /// <summary>A straight line.</summary>
    Linear,
}

public abstract partial record LearningRate
{
    /// <summary>
    /// Half a wave of the cosine from a rate down to a part of it: <c>rate·((1 − α)·½(1 + cos(π·step/decaySteps)) + α)</c>, and
    /// <c>rate·α</c> after that. With a warm-up, the rate first rises from <paramref name="Initial"/> to <paramref name="WarmupTarget"/> in
    /// a straight line, and decays from there. Otherwise it decays from <paramref name="Initial"/>. Keras: <c>CosineDecay</c>; Loshchilov
    /// and Hutter, 2017.
    /// </summary>
    /// <param name="Initial">Rate of the first step; finite and not negative.</param>
    /// <param name="DecaySteps">Number of steps of the decay, without the warm-up; at least 1.</param>
    /// <param name="Alpha">The last rate as a part of the rate from which it decays, in [0, 1].</param>
    /// <param name="WarmupTarget">The rate at the end of the warm-up; finite and not negative; null for no warm-up.</param>
    /// <param name="WarmupSteps">Number of steps of the warm-up; not negative, and 0 without a target.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record Cosine(double Initial, long DecaySteps, double Alpha = 0, double? WarmupTarget = null, long WarmupSteps = 0)
        : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step)
        {
            if (WarmupTarget is not { } target) return Decayed(Initial, step);
            return step < WarmupSteps
                ? Initial + (target - Initial) * step / WarmupSteps
                : Decayed(target, step - WarmupSteps);
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            foreach (var fault in UnlessRate("Initial", Initial)) yield return fault;
            foreach (var fault in UnlessAtLeastOne("DecaySteps", DecaySteps)) yield return fault;
            foreach (var fault in UnlessPart("Alpha", Alpha)) yield return fault;
            if (WarmupTarget is { } target)
                foreach (var fault in UnlessRate("WarmupTarget", target)) yield return fault;
            if (WarmupSteps < 0) yield return $"the learning rate's WarmupSteps is {Text(WarmupSteps)}, but must be at least 0";
            if (WarmupSteps > 0 && WarmupTarget is null)
                yield return $"the learning rate's WarmupSteps is {Text(WarmupSteps)}, but without WarmupTarget it must be 0";
        }

        private double Decayed(double from, long step) =>
            from * ((1 - Alpha) * HalfWave(Math.Min(1, (double)step / DecaySteps)) + Alpha);
    }

    /// <summary>
    /// Half waves of the cosine, one after the other. The first takes <paramref name="FirstDecaySteps"/>. Each further one is
    /// <paramref name="TimeFactor"/> times as long and <paramref name="RateFactor"/> times as high as the one before. Keras:
    /// <c>CosineDecayRestarts</c>; Loshchilov and Hutter, 2017.
    /// </summary>
    /// <param name="Initial">Rate of the first step; finite and not negative.</param>
    /// <param name="FirstDecaySteps">Length of the first wave; at least 1.</param>
    /// <param name="TimeFactor">Each wave's length divided by that of the wave before; finite, at least 1. Keras: <c>t_mul</c>.</param>
    /// <param name="RateFactor">
    /// Each wave's height above the lowest rate divided by that of the wave before; finite and not negative. Keras: <c>m_mul</c>.
    /// </param>
    /// <param name="Alpha">The lowest rate as a part of <paramref name="Initial"/>, in [0, 1].</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record CosineRestarts(
        double Initial, long FirstDecaySteps, double TimeFactor = 2, double RateFactor = 1, double Alpha = 0) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step)
        {
            var (rest, length, restarts) = ((double)step, (double)FirstDecaySteps, 0.0);
            if (TimeFactor == 1) (rest, restarts) = (step % FirstDecaySteps, step / FirstDecaySteps);
            else
                for (; rest >= length; length *= TimeFactor) (rest, restarts) = (rest - length, restarts + 1);
            return Initial * ((1 - Alpha) * Math.Pow(RateFactor, restarts) * HalfWave(rest / length) + Alpha);
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            foreach (var fault in UnlessRate("Initial", Initial)) yield return fault;
            foreach (var fault in UnlessAtLeastOne("FirstDecaySteps", FirstDecaySteps)) yield return fault;
            if (!(TimeFactor >= 1 && double.IsFinite(TimeFactor)))
                yield return $"the learning rate's TimeFactor is {Text(TimeFactor)}, but must be a finite number that is at least 1";
            foreach (var fault in UnlessRate("RateFactor", RateFactor)) yield return fault;
            foreach (var fault in UnlessPart("Alpha", Alpha)) yield return fault;
        }
    }

    /// <summary>
    /// The rate rises from <c>maximum/divisor</c> to <c>maximum</c>, and falls to <c>maximum/divisor/finalDivisor</c> at the last step.
    /// With three phases, it falls to the first rate in as many steps as it rose, and from there to the last rate. PyTorch:
    /// <c>OneCycleLR</c>; Smith and Topin, 2018. Steps beyond <paramref name="TotalSteps"/> have the last rate.
    /// </summary>
    /// <param name="Maximum">The largest rate; finite and not negative.</param>
    /// <param name="TotalSteps">Number of steps of the run; at least 1.</param>
    /// <param name="Rising">
    /// Part of the steps in which the rate rises, in [0, 1]; with three phases, at most ½. PyTorch: <c>pct_start</c>.
    /// </param>
    /// <param name="Annealing">The curve of each phase.</param>
    /// <param name="Divisor">The largest rate divided by the first rate; finite, above 0.</param>
    /// <param name="FinalDivisor">The first rate divided by the last rate; finite, above 0.</param>
    /// <param name="ThreePhases">Whether the rate returns to the first rate before it falls to the last.</param>
    [JsonConverter(typeof(TextJson))]
    public sealed record OneCycle(
        double Maximum, long TotalSteps, double Rising = 0.3, Annealing Annealing = Annealing.Cosine, double Divisor = 25,
        double FinalDivisor = 1e4, bool ThreePhases = false) : LearningRate
    {
        /// <inheritdoc/>
        public override double At(long step)
        {
            var (first, end) = (Maximum / Divisor, TotalSteps - 1.0);
            var (last, top) = (first / FinalDivisor, Rising * TotalSteps - 1);
            if (step <= top) return Between(first, Maximum, step, 0, top);
            if (!ThreePhases) return Between(Maximum, last, step, top, end);
            var back = 2 * top;
            return step <= back ? Between(Maximum, first, step, top, back) : Between(first, last, step, back, end);
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            foreach (var fault in UnlessRate("Maximum", Maximum)) yield return fault;
            foreach (var fault in UnlessAtLeastOne("TotalSteps", TotalSteps)) yield return fault;
            foreach (var fault in UnlessPart("Rising", Rising)) yield return fault;
            if (ThreePhases && Rising > 0.5 && Rising <= 1)
                yield return $"the learning rate's Rising is {Text(Rising)}, but with ThreePhases it must be at most 0.5";
            if (!Enum.IsDefined(Annealing))
                yield return $"the learning rate's Annealing is {Text((int)Annealing)}, but must be Annealing.Cosine or Annealing.Linear";
            foreach (var fault in UnlessPositive("Divisor", Divisor)) yield return fault;
            foreach (var fault in UnlessPositive("FinalDivisor", FinalDivisor)) yield return fault;
        }

        private double Between(double from, double to, double step, double begin, double end)
        {
            var part = end > begin ? Math.Min(1, (step - begin) / (end - begin)) : 1;
            return Annealing == Annealing.Linear ? from + (to - from) * part : to + (from - to) * HalfWave(part);
        }
    }

    /// <summary>Returns a half wave: 1 at 0, falling to 0 at 1.</summary>
    private static double HalfWave(double part) => 0.5 * (1 + Math.Cos(Math.PI * part));
}
