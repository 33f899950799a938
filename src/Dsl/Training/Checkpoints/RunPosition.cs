using System.Globalization;
using LanguageExt;

namespace ModelDsl.Training;

/// <summary>The position of a run, as written in a checkpoint's metadata.</summary>
/// <param name="Epoch">Number of epochs made.</param>
/// <param name="EpochStep">Number of steps made of the next one; 0 between epochs.</param>
/// <param name="Step">Number of steps made in all.</param>
/// <param name="StopReason">Why a callback asked to stop, if one did.</param>
/// <param name="LearningRate">The learning rate that callbacks set, if one did.</param>
internal sealed record RunPosition(int Epoch, int EpochStep, long Step, Option<string> StopReason, double? LearningRate)
{
    private const string RateName = "learning_rate";

    /// <summary>The position as metadata.</summary>
    public IEnumerable<(string Name, string Text)> Metadata
    {
        get
        {
            yield return ("epoch", Epoch.ToString(CultureInfo.InvariantCulture));
            yield return ("epoch_step", EpochStep.ToString(CultureInfo.InvariantCulture));
            yield return ("step", Step.ToString(CultureInfo.InvariantCulture));
            if (StopReason.Case is string reason) yield return ("stop_reason", reason);
            if (LearningRate is { } rate) yield return (RateName, rate.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reads the position, and adds its faults to a list.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="steps">Number of steps of an epoch.</param>
    /// <param name="epochs">Number of epochs that the run makes.</param>
    /// <param name="faults">The list of faults, one sentence each.</param>
    public static RunPosition Read(HashMap<string, string> metadata, int steps, int epochs, List<string> faults)
    {
        var known = faults.Count;
        if (!int.TryParse(metadata.Find("epoch_step").IfNone("0"), CultureInfo.InvariantCulture, out var epochStep) || epochStep < 0 || epochStep > steps)
            faults.Add($"its epoch_step is not a number from 0 to {steps}");
        if (!int.TryParse(metadata.Find("epoch").IfNone(""), CultureInfo.InvariantCulture, out var epoch) || epoch < (epochStep > 0 ? 0 : 1))
            faults.Add("its epoch is not a number of 1 or more");
        if (!long.TryParse(metadata.Find("step").IfNone(""), CultureInfo.InvariantCulture, out var step) || step < 1)
            faults.Add("its step is not a number of 1 or more");
        double? rate = null;
        if (metadata.Find(RateName).Case is string text)
        {
            rate = double.TryParse(text, CultureInfo.InvariantCulture, out var set) ? set : double.NaN;
            if (!(rate >= 0 && double.IsFinite(set))) faults.Add($"its {RateName} is not a finite number of 0 or more");
        }
        var position = new RunPosition(epoch, epochStep, step, metadata.Find("stop_reason"), rate);
        if (faults.Count == known) faults.AddRange(position.Faults(steps, epochs));
        return position;
    }

    /// <summary>Returns the parts of a position that can't occur in a run, one sentence each.</summary>
    private IEnumerable<string> Faults(int steps, int epochs)
    {
        if (EpochStep == 0 && Epoch > epochs) yield return $"it has made {Epoch} epochs, but this run's Epochs is {epochs}";
        if (EpochStep > 0 && Epoch >= epochs) yield return $"it is in epoch {Epoch + 1L}, but this run's Epochs is {epochs}";
        // An epoch that was stopped is shorter; nothing follows it.
        var most = (long)Epoch * steps + EpochStep;
        var least = StopReason.IsSome && EpochStep == 0 ? most - steps + 1 : most;
        if (Step < least || Step > most)
            yield return $"its step is {Step}, but after {Epoch} epochs{(EpochStep > 0 ? $" and {EpochStep} steps" : "")} it must be {most}";
    }
}
