using System.CommandLine;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>
/// Softmax regression with a ridge penalty. Its loss is convex, so that there is one minimum to compare with. It requests products with its
/// Hessian.
/// </summary>
[Model(28, 28, Derivatives = Derivatives.HessianVectorProduct), SparseCategoricalCrossentropy]
public sealed partial record RidgeSoftmax(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Softmax, KernelL2 = 1e-3)] Dense Output);

/// <summary>The lesson on second derivatives: Newton's method reaches the minimum that gradient descent only approaches.</summary>
internal static class Newton
{
    /// <summary>Number of images that both methods learn from: Newton's method uses all of them in every product.</summary>
    private const int Samples = 10_000;

    /// <summary>Three times Keras's default.</summary>
    private const double LearningRate = 0.03;

    /// <summary>The command <c>newton</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "newton", "Trains the convex baseline with Newton's method and products of its Hessian, to the minimum that SGD only approaches.", epochs: 20, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        let train = fashion.Train | Take(Samples) | Scale(1 / 255f)
        let test = fashion.Test | Scale(1 / 255f)
        let start = RidgeSoftmax.Initialize(lesson.Settings.Seed).To(EngineNames.Find(lesson.Settings.Engine).ThrowIfFail())
        from descent in Descend(lesson, start, train, test)
        from minimum in Minimize(lesson, start, train)
        from exam in minimum.Model.Evaluate(test, Metric.Accuracy)
        let shown = ShowCurves(lesson.Narrator, descent.Points, minimum, output)
        from end in Conclude(lesson, descent.Run, descent.Points, minimum, exam, output)
        select end;

    /// <summary>Loss and gradient norm over all training images after an epoch.</summary>
    private sealed record Point(double Loss, double GradientNorm);

    private static Fin<(LessonRun Run, Seq<Point> Points)> Descend(Lesson lesson, RidgeSoftmax start, Dataset train, Dataset test)
    {
        lesson.Narrator.Begin("Down the slope");
        lesson.Narrator.Say(
            $"{train.Count:N0} images, one layer, and 0.001 times the squares of its weights: a bowl with one lowest point. Stochastic gradient descent " +
            "takes a step against the gradient of a few images, 0.03 times as long. Near the bottom these gradients disagree, and it wanders.");
        var points = Seq<Point>.Empty;
        var options = lesson.Options(test) with { Optimizer = new Sgd(LearningRate) };
        var watch = new LambdaCallback(onEpochEnd: (context, _) => points = points.Add(PointOf(context.ReadModel<RidgeSoftmax>(), train)));
        return
            from run in lesson.Train("SGD", start, train, test, options with { Callbacks = [.. options.Callbacks, watch] })
            let shown = Show(lesson.Narrator, "epoch", points.Map((epoch, point) => (epoch + 1, point)).ToSeq(), _ => "")
            select ((LessonRun)run, points);
    }

    private static Fin<Minimum<RidgeSoftmax>> Minimize(Lesson lesson, RidgeSoftmax start, Dataset train)
    {
        lesson.Narrator.Begin("Into the bowl");
        lesson.Narrator.Say(
            "Newton's method asks how the gradient itself changes, H, and solves H·p = −g for the step p. H would have 7,850 × 7,850 numbers; conjugate " +
            "gradients only need its product with a direction, which the generator derives like a gradient: twice a gradient's work.");
        return
            from minimum in start.Minimize(train, new NewtonCg { Seed = lesson.Settings.Seed, Cancellation = lesson.Cancellation })
            let shown = Show(
                lesson.Narrator, "iteration", minimum.Iterations.Map(i => (i.Number, new Point(i.Loss, i.GradientNorm))),
                number => $"{minimum.Iterations[number].Products}")
            select minimum;
    }

    private static Point PointOf(RidgeSoftmax model, Dataset train)
    {
        var (loss, gradient) = model.LossAndGradient(train).ThrowIfFail();
        return new Point(loss, Math.Sqrt(gradient.Parameters.Sum(tensor => tensor.ToDoubles().Sum(number => number * number))));
    }

    private static Unit Show(Narrator narrator, string count, Seq<(int Number, Point Point)> points, Func<int, string> products)
    {
        var table = StoryTables.Of((count, true), ("loss", true), ("gradient norm", true), ("products", true));
        foreach (var (number, point) in points)
            table.AddRow($"{number}", $"{point.Loss:F7}", FigureText.Of(point.GradientNorm), products(number));
        narrator.Show(table);
        return Unit.Default;
    }

    private static Unit ShowCurves(Narrator narrator, Seq<Point> descent, Minimum<RidgeSoftmax> minimum, OutputFolder output)
    {
        if (descent.IsEmpty) return Unit.Default;
        narrator.Begin("Side by side");
        // The axis is logarithmic, and 0 has no logarithm: a distance of 0 from the least loss becomes 1e-9.
        double[] Above(IEnumerable<double> losses) => [.. losses.Select(loss => Math.Max(loss - minimum.Loss, 1e-9))];
        Curve[] Both(Func<Seq<Point>, Seq<NewtonIteration>, (double[] Descent, double[] Newton)> figures)
        {
            var (sgd, newton) = figures(descent, minimum.Iterations.Tail);
            return [new Curve("SGD, by epoch", sgd, 0), new Curve("Newton, by iteration", newton, 1)];
        }
        output.Save("newton.png", CurvePanels.ToPng(
            new CurvePanel("Loss above the minimum", "loss", Both((d, n) => (Above(d.Map(p => p.Loss)), Above(n.Map(i => i.Loss)))), Logarithmic: true),
            new CurvePanel("Norm of the gradient", "norm", Both((d, n) => ([.. d.Map(p => p.GradientNorm)], [.. n.Map(i => i.GradientNorm)])), Logarithmic: true)));
        narrator.Say("newton.png shows both on a logarithmic scale: equal distances are equal factors.");
        return Unit.Default;
    }

    private static Fin<Unit> Conclude(
        Lesson lesson, LessonRun descent, Seq<Point> points, Minimum<RidgeSoftmax> minimum, Evaluation exam, OutputFolder output)
    {
        lesson.Narrator.Begin("The end");
        var products = minimum.Iterations.Sum(iteration => iteration.Products);
        var ended = minimum.End switch
        {
            MinimumEnd.Converged => "at the minimum",
            MinimumEnd.NoDescent => "as near the minimum as float32 tells",
            MinimumEnd.Cancelled => "interrupted",
            _ => "not at the minimum yet",
        };
        return lesson.Conclude(output, [descent],
            points.LastOrNone().Match(
                Some: last => $"SGD: loss {last.Loss:F7}, gradient norm {FigureText.Of(last.GradientNorm)} after {points.Count} epochs, {descent.Exam.Accuracy:P1} on the test images.",
                None: () => "SGD: interrupted before the first epoch was over."),
            $"Newton: loss {minimum.Loss:F7}, gradient norm {FigureText.Of(minimum.GradientNorm)} after {minimum.Iterations.Count - 1} iterations and {products} products, " +
            $"{exam.Accuracy:P1} on the test images: {ended}.");
    }
}
