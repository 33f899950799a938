using FsCheck.Xunit;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>The coefficients of linear models, and what is no linear model.</summary>
public class CoefficientTests
{
    /// <summary>What the table says is what the model predicts, in both units.</summary>
    [Property(MaxTest = 30)]
    public void A_prediction_is_the_sum_of_its_table(int seed)
    {
        var raw = Inspected.Numbers(20, seed);
        var scaled = (raw | Scale(3) | Standardize(Standardization.Fit(raw | Scale(3)))).ThrowIfFail();
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<NumberOfThree>(seed, engine);
            var table = model.Coefficients(scaled).ThrowIfFail();
            Assert.Equal(["width", "age", "height"], table.Columns.Map(row => row.Column).ToArray());
            Assert.True(table.AreScaled);
            Assert.Equal(["output"], table.Outputs.ToArray());
            var (predicted, numbers, before) = (model.Predict(scaled).ThrowIfFail().ToDoubles(), scaled.ToTensor().ToArray(),
                raw.ToTensor().ToArray());
            for (var i = 0; i < 20; i++)
            {
                double Sum(float[] x, Func<ColumnCoefficients, double> of) =>
                    of(table.Intercept) + Enumerable.Range(0, 3).Sum(f => of(table.Columns[f]) * x[3 * i + f]);
                Assert.Equal(predicted[i], Sum(numbers, row => row.Weights[0]), 1e-4);
                Assert.Equal(predicted[i], Sum(before, row => row.Raw[0]), 1e-4);
            }
        }
    }

    [Fact]
    public void Columns_and_classes_have_names()
    {
        var data = Dataset.Create<float>([3], [1, 2, 3], [0], ["a", "b", "c", "d"]).ThrowIfFail();
        var model = Numbers.Point<ClassesOfThree>(1, Engine.Cpu);
        var table = model.Coefficients(data).ThrowIfFail();
        Assert.Equal(["a", "b", "c", "d"], table.Outputs.ToArray());
        Assert.Equal(["x0", "x1", "x2"], table.Columns.Map(row => row.Column).ToArray());
        Assert.Equal(model.Output.Kernel.ToDoubles().Skip(4).Take(4), table.Find("x1").Map(row => row.Weights.ToArray()).IfNone([]));
        Assert.False(table.AreScaled);
        Assert.Equal(["p", "q", "r"], model.Coefficients("p", "q", "r").ThrowIfFail().Columns.Map(row => row.Column).ToArray());
        Assert.Equal(["0", "1", "2", "3"], model.Coefficients().ThrowIfFail().Outputs.ToArray());
        Assert.Equal([0.0, 0, 0, 0], Numbers.Point<LogitsOfThree>(1, Engine.Cpu).Coefficients().ThrowIfFail().Intercept.Weights.ToArray());
        Assert.Equal("ClassesOfThree takes 3 numbers, but there are 2 column names.", Inspected.Fault(model.Coefficients("p", "q")));
        Assert.Contains("samples have the shape [2]", Inspected.Fault(model.Coefficients(Dataset.Unlabelled<float>([2], [1, 2]).ThrowIfFail())), StringComparison.Ordinal);
        var fitted = model.Fit(data, new FitOptions { Epochs = 1 }).ThrowIfFail().Model;
        Assert.Equal(["a", "b", "c", "d"], fitted.Coefficients().ThrowIfFail().Outputs.ToArray());
    }

    /// <summary>A model remembers how its training data was scaled; its coefficients don't depend on that.</summary>
    [Fact]
    public void A_model_of_scaled_data_has_coefficients()
    {
        var raw = Inspected.Numbers(20, 3);
        var scaled = (raw | Standardize(Standardization.Fit(raw))).ThrowIfFail();
        var model = Numbers.Point<NumberOfThree>(3, Engine.Cpu).Fit(scaled, new FitOptions { Epochs = 2 }).ThrowIfFail().Model;
        var table = model.Coefficients(scaled).ThrowIfFail();
        Assert.Equal(model.Output.Kernel.ToDoubles(), table.Columns.Map(row => row.Weights[0]).ToArray());
        Assert.Equal(table.Intercept.Weights, model.Coefficients().ThrowIfFail().Intercept.Weights);
    }

    [Fact]
    public void Layers_that_change_nothing_may_stand_beside_the_one_that_does()
    {
        var images = Dataset.Unlabelled<float>([2, 2], [1, 2, 3, 4]).ThrowIfFail();
        var model = Numbers.Point<FlattenedClasses>(1, Engine.Cpu);
        var table = model.Coefficients(images).ThrowIfFail();
        Assert.Equal(["x[0, 0]", "x[0, 1]", "x[1, 0]", "x[1, 1]"], table.Columns.Map(row => row.Column).ToArray());
        Assert.Equal(model.Output.Kernel.ToDoubles(), table.Columns.Bind(row => row.Weights).ToArray());
        Assert.True(Numbers.Point<ClassesByMethod>(1, Engine.Cpu).Coefficients().IsSucc);
        Assert.True(Numbers.Point<YesOfThree>(1, Engine.Cpu).Coefficients().IsSucc);
        Assert.True(Numbers.Point<YesLogitOfThree>(1, Engine.Cpu).Coefficients().IsSucc);
        Assert.True(Inspected.With<NumberOfThree>([0, 0, 0], 0).Coefficients().IsSucc);
        Assert.True(Inspected.With<YesOfThree>([1e4, -1e4, 3e3], 0).Coefficients().IsSucc);
    }

    [Fact]
    public void What_is_not_linear_says_why()
    {
        Says<DeepClasses>("its layer 'Hidden', Dense(5, tanh), comes before the last one");
        Says<ReluOfThree>("its last layer has the activation relu");
        Says<SumOfCurves>("its forward method computes something else");
        Says<LookedUp>("its layer 'Words', Embedding(5, 2), comes before the last one");
        Says<NumberOfEachRow>("its layer works on parts of a sample");
        Says<CurvedClasses>("its layer 'Output' has the activation tanh before another one");
        Says<Detector>("it has the outputs Digit and Box");
        Assert.Contains("NaN", Inspected.Fault(Inspected.With<NumberOfThree>([double.NaN, 0, 0], 0).Coefficients()), StringComparison.Ordinal);

        static void Says<T>(string why) where T : class, IModel<T>
        {
            var fault = Inspected.Fault(Numbers.Point<T>(1, Engine.Cpu).Coefficients());
            Assert.StartsWith($"{T.Description.Name} is not a linear model, which has one Dense layer only: ", fault, StringComparison.Ordinal);
            Assert.Contains(why, fault, StringComparison.Ordinal);
        }
    }
}
