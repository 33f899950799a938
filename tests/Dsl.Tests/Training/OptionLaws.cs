using System.Reflection;
using FsCheck.Xunit;
using LanguageExt.Common;
using ModelDsl.Tests.Data;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>
/// <c>Fit</c>, <c>Evaluate</c> and <c>CrossValidate</c> return a result or a readable error for any options, and never throw.
/// </summary>
public class OptionLaws
{
    private const int MostSteps = 9;

    private static readonly double[] Doubles =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 0, -0.0, -1, 1,
        0.5, 1e-30, 1e30, 0.1];

    private static readonly long[] Wholes = [long.MinValue, long.MaxValue, int.MinValue, int.MaxValue, -1, 0, 1, 2, 3];

    private static readonly string?[] Words = [null, "", " ", "loss", "val_loss", "accuracy", "Bias", "Output", "\0", "{", "val_", "é\n\"", new string('x', 300)];

    private static readonly Type[] Optimizers = Concrete<Optimizer>();
    private static readonly Type[] Schedules = Concrete<LearningRate>();
    private static readonly Type[] Metrics = [.. Concrete<Metric>().Where(type => type != typeof(OutputMetric))];
    // The progress bar writes to the terminal.
    private static readonly Type[] Callbacks = [.. Concrete<Callback>().Where(type => type != typeof(ProgressBar)), typeof(TensorBoard)];

    private static Type[] Concrete<T>() =>
        [.. typeof(T).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract).OrderBy(type => type.Name,
            StringComparer.Ordinal)];

    [Property(MaxTest = 300)]
    public void Random_options_let_nothing_escape(int seed)
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var making = new Making(new Random(seed), folder);
        var steps = 0;
        var ending = new LambdaCallback(onBatchEnd: _ =>
        {
            if (++steps >= MostSteps) cancellation.Cancel();
        });
        var options = new FitOptions
        {
            BatchSize = 4,
            Threads = 1,
            Optimizer = new Sgd(),
            Cancellation = cancellation.Token,
            Callbacks = [ending]
        };
        options = making.Changed(options, keep: nameof(FitOptions.Cancellation));
        if (options.Callbacks is { } given) options = options with { Callbacks = [ending, .. given] };
        Readable(Model.Initialize(1).Fit(ToyData.Clouds(12), options).Case);
        Readable(Model.Initialize(1).Evaluate(ToyData.Clouds(12), making.Pick(1, 2, 0, -1, int.MinValue, int.MaxValue),
            options.Metrics).Case);
        (steps, options) = (0, options with { Epochs = Math.Min(options.Epochs, 2) });
        Readable(Model.CrossValidate(ToyData.Clouds(12), options, making.Pick(2, 3, 0, -1, 13, int.MaxValue),
            stratified: making.Pick(true, false), threads: making.Pick(1, 2, 0, -1)).Case);
    }

    private static void Readable(object? outcome)
    {
        Assert.NotNull(outcome);
        if (outcome is not Error error) return;
        Assert.All(["Object reference", "System.", "Value cannot be null", "Index was outside", "Nullable object"], text => Assert.DoesNotContain(text, error.Message, StringComparison.Ordinal));
        Assert.Equal(error.Message, error.ToString());
    }

    /// <summary>Makes random options, most of them wrong.</summary>
    private sealed class Making(Random random, TemporaryFolder folder)
    {
        public T Pick<T>(params T[] among) => among[random.Next(among.Length)];

        /// <summary>Returns a copy in which some options have other values.</summary>
        public T Changed<T>(T options, string keep = "") where T : class
        {
            var copy = (T)typeof(T).GetMethod("<Clone>$")!.Invoke(options, [])!;
            Change(copy, keep, some: 3);
            return copy;
        }

        private void Change(object record, string keep, int some)
        {
            var properties = record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is { IsPublic: true } && property.Name != keep).ToArray();
            for (var i = 0; properties.Length > 0 && i < some; i++)
            {
                var property = properties[random.Next(properties.Length)];
                property.SetValue(record, Value(property.PropertyType, property.Name));
            }
        }

        private object? Value(Type type, string name) => Nullable.GetUnderlyingType(type) is { } inner ? Pick(null, Value(inner, name))
            : name is "Path" or "LogDir" ? Pick(null, "", "\0", folder["a"], folder["b"], folder["{epoch}"], folder["{x"])
            : type == typeof(double) ? Pick(Doubles)
            : type == typeof(long) ? Pick(Wholes)
            : type == typeof(int) ? (int)Math.Clamp(Pick(Wholes), int.MinValue, int.MaxValue)
            : type == typeof(bool) ? Pick(true, false)
            : type == typeof(string) ? Pick(Words)
            : type.IsEnum ? Enum.ToObject(type, Pick(-1, 0, 1, 2, 99))
            : type == typeof(LearningRate) ? Pick(null, 0.01, Made<LearningRate>(Schedules))
            : type == typeof(Optimizer) ? Pick(null, Made<Optimizer>(Optimizers), Made<Optimizer>(Optimizers))
            : type == typeof(Metric) ? Made<Metric>(Metrics)
            : type == typeof(Dataset) ? Pick(null, ToyData.Clouds(5), ToyData.Line(5))
            : type == typeof(ModelDsl.Engines.ITensorEngine) ? Pick(null, Engine.Cpu, Engine.Reference)
            : type == typeof(IReadOnlyList<Metric>)
            ? Pick<Metric?[]?>(null, [null], [Made<Metric>(Metrics)], [Metric.Accuracy, Made<Metric>(Metrics)])
            : type == typeof(IReadOnlyList<Callback>)
            ? Pick<Callback?[]?>(null, [null], [Made<Callback>(Callbacks)], [Made<Callback>(Callbacks), Made<Callback>(Callbacks)])
            : type == typeof(IReadOnlyList<string>) ? Pick<string?[]?>(null, [], [Pick(Words)], [Pick(Words), Pick(Words)])
            : type == typeof(IReadOnlyList<double>) ? Pick<double[]?>(null, [], [Pick(Doubles)], [Pick(Doubles), 0.1])
            : type == typeof(IReadOnlyList<long>) ? Pick<long[]?>(null, [], [Pick(Wholes)], [Pick(Wholes), 3])
            : type == typeof(IReadOnlyDictionary<int, double>)
            ? Pick(null, new Dictionary<int, double> { [Pick(0, 1, -1, 9)] = Pick(double.NaN, -1, double.PositiveInfinity, 1e300) })
            : type == typeof(Func<int, double, double>) ? Pick<Func<int, double, double>?>(null, (_, _) => Pick(Doubles), (_, _) => throw new InvalidOperationException("No rate."))
            : throw new NotSupportedException($"An option of type {type} needs values here.");

        /// <summary>Makes a record of one of these types. It has default values where they exist, and a few changed options.</summary>
        private T Made<T>(Type[] types) where T : class
        {
            var type = Pick(types);
            var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
            var made = constructor.Invoke(BindingFlags.OptionalParamBinding, null,
                [.. constructor.GetParameters().Select(
                    p => p.HasDefaultValue ? p.DefaultValue is { } given && p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, given)
                        : p.DefaultValue
                    : p.ParameterType.IsValueType ? Value(p.ParameterType, p.Name!) : Pick(null, Value(p.ParameterType, p.Name == "path" ? "Path" : p.Name!)))], null);
            Change(made, keep: "", some: random.Next(3));
            return (T)made;
        }
    }
}
