using LanguageExt;

namespace ModelDsl.EndToEnd.Tests
{
    /// <summary>A checkpoint of one model cannot resume another, even if both have the same name and tensors of the same shapes.</summary>
    public sealed class AnotherModelTests : IDisposable
    {
        private static readonly Dataset Data = Dataset.Create<float>([2], [1, 2, 3, 4, -1, -2, 0, 1], [0, 1, 2, 0]).ThrowIfFail();

        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modeldsl-");

        public void Dispose() => folder.Delete(recursive: true);

        [Fact]
        public void A_run_of_another_model_is_refused_and_told_why()
        {
            var first = Shop.Net.Initialize(1);
            using var source = new CancellationTokenSource();
            first.Fit(Data, Options(context => { if (context.Epoch == 3) source.Cancel(); }) with { Cancellation = source.Token })
                .ThrowIfFail();
            Refused(Garden.Net.Initialize(1).WithParameters(first.Parameters).ThrowIfFail(), "its model is ModelDsl.EndToEnd.Tests.Shop.Net, but this run's is ModelDsl.EndToEnd.Tests.Garden.Net");
            Refused(Curved.Net.Initialize(1).WithParameters(first.Parameters).ThrowIfFail(), "its digest of layers and loss is ", "its layer Drop is none, but this run's is Dropout(0.3)", "its layer Hidden is Dense(4, relu), but this run's is Dense(4, tanh)");
            // The model itself resumes.
            Assert.Equal(4, first.Fit(Data, Options()).ThrowIfFail().History.Count);
        }

        private FitOptions Options(Action<TrainingContext>? onBatchEnd = null) => new()
        {
            Epochs = 4,
            BatchSize = 2,
            Callbacks = [new LambdaCallback(onBatchEnd: onBatchEnd ?? (_ => { })), new BackupAndRestore(Path.Combine(folder.FullName, "run"))],
        };

        private void Refused<T>(T model, params string[] said) where T : class, IModel<T>
        {
            var error = Assert.IsType<CallbackFailed<T>>(model.Fit(Data, Options()).Case);
            Assert.All(said, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
            Assert.DoesNotContain("callback 1", error.Message, StringComparison.Ordinal);
            Assert.Equal(model, error.Model);
        }
    }
}

namespace ModelDsl.EndToEnd.Tests.Shop
{
    [Model(2), SparseCategoricalCrossentropy]
    internal sealed partial record Net([Dense(4, Activation.Relu)] Dense Hidden, [Dense(3, Activation.Softmax)] Dense Output);
}

namespace ModelDsl.EndToEnd.Tests.Garden
{
    [Model(2), SparseCategoricalCrossentropy]
    internal sealed partial record Net([Dense(4, Activation.Relu)] Dense Hidden, [Dense(3, Activation.Softmax)] Dense Output);
}

namespace ModelDsl.EndToEnd.Tests.Curved
{
    [Model(2), SparseCategoricalCrossentropy]
    internal sealed partial record Net(
        [Dense(4, Activation.Tanh)] Dense Hidden, [Dropout(0.3)] Dropout Drop, [Dense(3, Activation.Softmax)] Dense Output);
}
