using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Users' models, blocks and optimizers print as the library's values do: short, the same in every culture, and as JSON.</summary>
public class PrintingTests
{
    private const int LongestText = 1200;

    public static TheoryData<string> Models =>
    [
        .. typeof(PrintingTests).Assembly.GetTypes()
            .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IModel<>)))
            .Select(type => type.FullName!).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Models))]
    public void Every_model_prints_its_layers_and_not_its_numbers(string name)
    {
        var type = typeof(PrintingTests).Assembly.GetType(name)!;
        var model = type.GetMethod("Initialize", BindingFlags.Public | BindingFlags.Static, [typeof(int)])!.Invoke(null, [1])!;
        var text = model.ToString()!;
        Assert.StartsWith(type.Name + " { ", text, StringComparison.Ordinal);
        Assert.EndsWith(" parameters }", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, LongestText);
        Assert.DoesNotContain("Tensor", text, StringComparison.Ordinal);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(model, type)));
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(text, model.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_model_prints_as_its_layers() => Assert.Equal(
        "FashionMlp { Pixels = Flatten, Hidden = Dense(100, relu), Regularize = Dropout(0.3), Output = Dense(10, softmax), 79,510 parameters }",
        FashionMlp.Initialize(1).ToString());

    [Fact]
    public void A_run_is_its_history_and_the_text_of_its_model()
    {
        var batch = Dataset.Create<float>([2], [1, 2, 3, 4], [0, 1]).ThrowIfFail();
        var fitted = TwoClasses.Initialize(1).Fit(batch, new FitOptions { BatchSize = 2, Epochs = 2 }).ThrowIfFail();
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(fitted));
        Assert.Equal(fitted.Model.ToString(), json.RootElement.GetProperty("Model").GetString());
        var history = json.RootElement.GetProperty("History").EnumerateArray().Select(epoch => epoch.Deserialize<Epoch>()!).ToSeq().Strict();
        Assert.Equal(fitted.History, history);
    }

    [Fact]
    public void An_optimizer_of_a_user_prints_its_numbers() => Assert.StartsWith(
        "HeavyBall { LearningRate = 0.01, WeightDecay = 0.5, Momentum = 0.9, Nesterov = False",
        (new HeavyBall { LearningRate = 0.01, WeightDecay = 0.5 }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_Minimize_came_to_is_a_line()
    {
        var data = Dataset.Create<float>([3], [1, 2, 3, 4, 5, 6, 0, 1, 0], [0, 1, 2]).ThrowIfFail();
        var minimum = Softmax3.Initialize(1).Minimize(data, new NewtonCg { MaxIterations = 2 }).ThrowIfFail();
        Assert.Matches(@"^Softmax3, \w+ after \d iterations?: loss \S+, gradient norm \S+$", minimum.ToString());
    }

    [Fact]
    public void A_function_that_throws_ends_Minimize_with_the_model_so_far()
    {
        var data = Dataset.Create<float>([3], [1, 2, 3, 4, 5, 6, 0, 1, 0], [0, 1, 2]).ThrowIfFail();
        var losses = new List<double>();
        void Tell(NewtonIteration iteration)
        {
            losses.Add(iteration.Loss);
            if (iteration.Number == 1) throw new InvalidOperationException("Enough.");
        }
        var error = Assert.IsType<OptionFailed<Softmax3>>(Softmax3.Initialize(1).Minimize(data, new NewtonCg { OnIteration = Tell }).Case);
        Assert.Equal("The function failed in iteration 1: Enough. That was in OnIteration; the error carries the model so far (OptionFailed<T>.Model).", error.Message);
        Assert.Equal(losses[1], error.Model.LossAndGradient(data).ThrowIfFail().Loss, 1e-6);
    }

    public static TheoryData<NewtonCg> Extremes =>
    [
        .. from tolerance in (double[])[double.NaN, double.PositiveInfinity, -1, 0, double.Epsilon, double.MaxValue]
           from whole in (int[])[int.MinValue, -1, 0, 1, int.MaxValue]
           select new NewtonCg { GradientTolerance = tolerance, MaxIterations = Math.Min(whole, 3), MaxProducts = whole, BatchSize = whole,
               Seed = whole },
    ];

    [Theory, MemberData(nameof(Extremes), DisableDiscoveryEnumeration = true)]
    public void No_option_of_Minimize_lets_an_exception_escape(NewtonCg options)
    {
        var data = Dataset.Create<float>([3], [1, 2, 3, 4, 5, 6, 0, 1, 0], [0, 1, 2]).ThrowIfFail();
        var outcome = Softmax3.Initialize(1).Minimize(data, options).Case;
        Assert.True(outcome is Minimum<Softmax3> or InvalidFit, $"{outcome}");
        Assert.NotEmpty(options.ToString());
    }
}
