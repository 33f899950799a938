using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>A loss that a forward method adds counts in the same places as Keras's <c>add_loss</c>.</summary>
public class AddedLossTests
{
    private static readonly AddsLoss Model = Numbers.Point<AddsLoss>(5, Engine.Reference);

    private static readonly Batch Batch = Numbers.Random<AddsLoss>(4, 6);

    /// <summary>Half the sum of a sample's magnitudes, averaged over the samples.</summary>
    private static double Added => 0.5 * (Batch.Inputs.To(Engine.Reference) | Model.A).ToDoubles().Sum(Math.Abs) / 4;

    private static T Same<T>() where T : class, IModel<T> => Numbers.With(T.Initialize(0), [.. Model.Parameters]);

    [Fact]
    public void It_counts_in_training_and_in_evaluation_but_not_in_predictions()
    {
        var plain = Same<AddsNothing>();
        Assert.Equal(plain.Loss(Batch) + Added, Model.Loss(Batch), 1e-12);
        Assert.Equal(plain.Loss(Batch) + Added, Model.LossAndGradient(Batch).Loss, 1e-12);
        Assert.Equal(plain.Forward(Batch.Inputs), Model.Forward(Batch.Inputs));
        Assert.Equal(Numbers.Run(plain, ProgramKind.Loss, Batch).Losses, Numbers.Run(Model, ProgramKind.Loss, Batch).Losses);
    }

    [Fact]
    public void Fit_and_Evaluate_count_it()
    {
        var data = Dataset.Create([3], Batch.Inputs.ToArray(), Batch.Labels.ToArray(), [1]).ThrowIfFail();
        Assert.Equal(Model.Loss(Batch), Model.Evaluate(data).ThrowIfFail().Loss, 1e-6);
        // With batches of different sizes, every sample counts the same.
        Assert.Equal(Model.Loss(Batch), Model.Evaluate(data, 3).ThrowIfFail().Loss, 1e-6);
        var fitted = Model.Fit(data, new FitOptions { Epochs = 1, BatchSize = 4, Optimizer = new Sgd(1e-30), Engine = Engine.Reference })
            .ThrowIfFail();
        Assert.Equal(Model.Loss(Batch), fitted.History[0].Loss, 1e-6);
    }

    [Fact]
    public void Its_gradient_is_that_of_differences()
    {
        Gradients.AgreeWithDifferences<AddsLoss>();
        Gradients.AgreeWithDifferences<VariationalAutoencoder>(training: true);
    }

    /// <summary>Sample weights and reductions apply only to the model's own loss, as in Keras.</summary>
    [Fact]
    public void Weights_and_reductions_leave_it_alone()
    {
        var sums = Same<AddsToSum>();
        Assert.Equal(4 * Same<AddsNothing>().Loss(Batch) + Added, sums.Loss(Batch), 1e-12);
        var weighted = Batch with { Weights = Numbers.Tensor([4], 0, 0, 0, 0) };
        Assert.Equal(Added, Model.Loss(weighted), 1e-12);
    }

    [Fact]
    public void A_loss_in_training_only_is_one()
    {
        var model = Same<AddsInTraining>();
        Assert.Equal(Same<AddsNothing>().Loss(Batch), model.Loss(Batch), 1e-12);
        Assert.Equal(Same<AddsNothing>().Loss(Batch) + Added, model.LossAndGradient(Batch).Loss, 1e-12);
    }

    [Fact]
    public void Eagerly_the_tensor_is_as_it_was_and_the_penalty_is_looked_at()
    {
        var x = Tensor.Create([2, 3], [1f, 2, 3, 4, 5, 6]);
        Assert.Same(x, x | Functions.WithLoss(x.Sum(-1)));
        var error = Assert.Throws<ArgumentException>(() => x | Functions.WithLoss(x));
        Assert.Equal("WithLoss takes a number for each sample of [2, 3], but the penalty is [2, 3]: take Sum or Mean over its other axes.", error.Message);
    }
}
