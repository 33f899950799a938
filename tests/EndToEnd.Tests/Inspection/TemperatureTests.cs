using FsCheck.Xunit;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>Temperature scaling changes how sure a model is, and no decision.</summary>
public class TemperatureTests
{
    [Property(MaxTest = 15)]
    public void No_decision_changes_and_no_temperature_is_better(int seed)
    {
        var data = Inspected.Classes(300, seed);
        foreach (var engine in Numbers.Engines)
        {
            Check(Numbers.Point<ClassesOfThree>(seed, engine), data);
            Check(Numbers.Point<LogitsOfThree>(seed, engine), data);
            Check(Numbers.Point<DeepClasses>(seed, engine), data);
            Check(Numbers.Point<ClassesByMethod>(seed, engine), data);
        }
    }

    private static void Check<T>(T model, Dataset data) where T : class, IModel<T>
    {
        var result = model.FitTemperature(data, batchSize: 77);
        if (result.IsFail)
        {
            Assert.Contains("no better than a guess", Inspected.Fault(result), StringComparison.Ordinal);
            return;
        }
        var found = result.ThrowIfFail();
        var (before, after) = (model.Predict(data).ThrowIfFail().ToDoubles().Chunk(4).ToArray(), found.Model.Predict(data)
            .ThrowIfFail().ToDoubles().Chunk(4).ToArray());
        for (var i = 0; i < before.Length; i++)
        {
            var sorted = before[i].Order().ToArray();
            if (sorted[3] - sorted[2] > 1e-4) Assert.Equal(Array.IndexOf(before[i], sorted[3]), Array.IndexOf(after[i], after[i].Max()));
        }
        var (was, now) = (model.Calibration(data).ThrowIfFail().LogLoss, found.Model.Calibration(data).ThrowIfFail().LogLoss);
        Assert.Equal(was, found.LossBefore, 1e-4);
        Assert.Equal(now, found.LossAfter, 1e-4);
        Assert.True(now <= was + 1e-6);
        // The best temperature of the scaled model is 1, as long as it can be found to a few digits.
        if (found.Temperature < 20) Assert.Equal(1, found.Model.FitTemperature(data).ThrowIfFail().Temperature, 0.01);
    }

    /// <summary>A model with every logit multiplied needs that temperature, however sure it is.</summary>
    [Theory]
    [InlineData(1), InlineData(0.2), InlineData(30), InlineData(3000)]
    public void A_model_that_is_too_sure_is_cooled(double factor)
    {
        var data = Inspected.Numbers(2000, 1, x => x[0] > 0.4 * Math.Sin(40 * x[1]) ? 1 : 0);
        var sure = Inspected.With<YesOfThree>([1.5 * factor, 0, 0], 0);
        var mild = Inspected.With<YesOfThree>([1.5, 0, 0], 0).FitTemperature(data).ThrowIfFail();
        var found = sure.FitTemperature(data).ThrowIfFail();
        Assert.Equal(1, found.Temperature / (factor * mild.Temperature), 0.01);
        Assert.Equal(mild.LossAfter, found.Model.Calibration(data).ThrowIfFail().LogLoss, 1e-4);
        Assert.Equal(mild.LossAfter, Inspected.With<YesLogitOfThree>([1.5 * factor, 0, 0], 0).FitTemperature(data).ThrowIfFail().LossAfter,
            1e-4);
    }

    [Fact]
    public void The_names_of_classes_stay_with_both_models()
    {
        var data = Inspected.Classes(200, 1, x => x[0] > 0 ? [0.8, 0.2, 0, 0] : [0.2, 0.8, 0, 0]) | WithClassNames(["a", "b", "c", "d"]);
        var fitted = Numbers.Point<ClassesOfThree>(1, Engine.Cpu).Fit(data.ThrowIfFail(), new FitOptions { Epochs = 20 })
            .ThrowIfFail().Model;
        var scaled = fitted.FitTemperature(data.ThrowIfFail()).ThrowIfFail().Model;
        foreach (var model in (ClassesOfThree[])[fitted, scaled])
            Assert.Equal(["a", "b", "c", "d"], model.Coefficients().ThrowIfFail().Outputs.ToArray());
    }

    [Fact]
    public void What_can_not_be_mended_says_why()
    {
        var data = Inspected.Classes(50, 1);
        var perfect = Inspected.Classes(50, 1, x => x[0] > 0 ? [1, 0, 0, 0] : [0, 1, 0, 0]);
        Says("it makes no mistake on these samples", Inspected.With<ClassesOfThree>([9, -9, -50, -50, .. new double[8]], 0, 0, -99, -99), perfect);
        Says("no better than a guess", Inspected.With<ClassesOfThree>([-9, 9, 0, 0, .. new double[8]], 0, 0, 0, 0), perfect);
        Says("its outputs are computed from more than its last Dense layer", Numbers.Point<UsedTwice>(1, Engine.Cpu), Inspected.Classes(50, 1, classes: 3));
        Says("only probabilities can be calibrated", Numbers.Point<NumberOfThree>(1, Engine.Cpu), Inspected.Numbers(5, 1));
        Says("it has the outputs Digit and Box", Numbers.Point<Detector>(1, Engine.Cpu), data);
        var unlabelled = Dataset.Unlabelled<float>([3], [1, 2, 3]).ThrowIfFail();
        Assert.Contains("there are no labels", Inspected.Fault(Numbers.Point<ClassesOfThree>(1, Engine.Cpu).FitTemperature(unlabelled)), StringComparison.Ordinal);

        static void Says<T>(string why, T model, Dataset data) where T : class, IModel<T>
        {
            var fault = Inspected.Fault(model.FitTemperature(data));
            Assert.StartsWith($"{T.Description.Name} can't be calibrated by a temperature: ", fault, StringComparison.Ordinal);
            Assert.Contains(why, fault, StringComparison.Ordinal);
        }
    }
}
