using System.Diagnostics;
using LanguageExt;

namespace ModelDsl.Training;

/// <summary>The position of a run.</summary>
internal sealed class RunProgress
{
    private long began;
    private TimeSpan before;

    /// <summary>The epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Number of steps made in this epoch.</summary>
    public int Step { get; set; }

    /// <summary>Whether the steps of an epoch are under way.</summary>
    public bool InEpoch { get; set; }

    /// <summary>Whether the run resumes within an epoch. The interrupted run has already called the hooks of its start.</summary>
    public bool IsWithinEpoch { get; private set; }

    /// <summary>Whether all steps are made and only the end is left to be reported.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Learning rate of the last step.</summary>
    public double LearningRate { get; set; }

    /// <summary>The epochs completed.</summary>
    public Seq<Epoch> History { get; set; }

    /// <summary>Why a callback asked the run to stop, if one did.</summary>
    public Option<string> StopReason { get; set; }

    /// <summary>Time spent on the epoch so far.</summary>
    public TimeSpan Spent => before + Stopwatch.GetElapsedTime(began);

    /// <summary>Begins an epoch, or resumes within one.</summary>
    /// <returns>Whether it is a new one.</returns>
    public bool EnterEpoch()
    {
        began = Stopwatch.GetTimestamp();
        if (IsWithinEpoch) return IsWithinEpoch = false;
        (Epoch, Step, before) = (Epoch + 1, 0, TimeSpan.Zero);
        return true;
    }

    /// <summary>Resumes from a checkpoint between two epochs.</summary>
    public void Continue(RunPosition position, Seq<Epoch> history) =>
        (Epoch, History, StopReason) = (position.Epoch, history, position.StopReason);

    /// <summary>Resumes after a step of the next epoch.</summary>
    public void ContinueWithin(int step, double learningRate, TimeSpan spent) =>
        (Epoch, Step, IsWithinEpoch, LearningRate, before) = (Epoch + 1, step, true, learningRate, spent);
}
