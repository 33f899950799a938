using LanguageExt;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>A run that trains nothing: its parameter is the number of the epoch, and its figures are given.</summary>
internal sealed class FakeRun(FitOptions options) : TrainingRun
{
    private double? rate;

    public bool Stopped { get; private set; }

    public int Epoch { get; private set; }

    public int? Restored { get; private set; }

    public override string Name => "";

    public override ModelDescription Description => Model.Description;

    public override FitOptions Options => options;

    public override int Steps => 1;

    public override Seq<Epoch> History => default;

    public override double LearningRate => rate ?? options.Optimizer.LearningRate.At(0);

    /// <summary>Calls a callback for epochs that have one figure each, for loss and accuracy, until it asks for a stop.</summary>
    public void Tell(Callback callback, params double[] figures)
    {
        callback.OnTrainBegin(new TrainingContext(this, 0, 0, double.NaN));
        foreach (var figure in figures)
        {
            Epoch++;
            callback.OnEpochBegin(new TrainingContext(this, Epoch, 0, double.NaN));
            var metrics = Prelude.Seq1(new MetricValue("accuracy", figure));
            var epoch = new Epoch(Epoch, figure, metrics, new Evaluation(figure, metrics), TimeSpan.Zero, LearningRate);
            callback.OnEpochEnd(new TrainingContext(this, Epoch, 1, figure), epoch);
            if (Stopped) break;
        }
        callback.OnTrainEnd(new TrainingContext(this, Epoch, 1, 0));
    }

    public override void SetLearningRate(double rate) => this.rate = rate;

    public override Seq<MetricValue> ReadMetrics() => default;

    public override Seq<Tensor> ReadParameters() => Prelude.Seq1(Tensor.Create([1], [(float)Epoch]));

    public override object ReadModel() => throw new NotSupportedException();

    public override void Stop(string reason) => Stopped = true;

    public override void Restore(Seq<Tensor> parameters) => Restored = (int)parameters[0].ToArray()[0];
}
