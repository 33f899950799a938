using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Tests.Data;
using static ModelDsl.Functions;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using WideModel = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.GateTests.Wide>;

namespace ModelDsl.Tests.Training;

/// <summary>Inputs that a model refuses: numbers that are not finite, more samples than memory holds, no samples at all.</summary>
public class GateTests
{
    internal sealed class Wide : ILinearSpec
    {
        public static int Inputs => 1;
        public static int Outputs => 1 << 22;
        public static LossKind Loss => LossKind.MeanSquaredError;
    }

    internal sealed class ManyClasses : ILinearSpec
    {
        public static int Inputs => 1;
        public static int Outputs => 1 << 22;
        public static LossKind Loss => LossKind.SparseCategoricalCrossentropy;
    }

    private static readonly Dataset Clouds = ToyData.Clouds(20);

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_parameter_that_is_not_finite_is_told(float number, string text)
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            var model = (Model.Initialize(1) with { Kernel = Tensor.Create([2, 3], [0, 0, 0, 0, 0, number]) }).To(engine);
            using var folder = new TemporaryFolder();
            var path = Path.Combine(folder.Path, "model.safetensors");
            Error[] errors =
            [
                (Error)model.Save(path).Case!, (Error)model.Evaluate(Clouds).Case!, (Error)model.Fit(Clouds,
                    new FitOptions { Engine = engine }).Case!,
                (Error)model.Predict(Clouds).Case!, (Error)model.Predict(Tensor.Zeros([1, 2])).Case!, (Error)model.Predictor().Case!,
                (Error)model.LossAndGradient(Clouds).Case!,
            ];
            Assert.All(errors, error => Assert.Contains($"the parameter Output.Kernel holds a number that is not finite, {text} at [1, 2]", error.Message));
            Assert.False(File.Exists(path));
            // Differentiation accepts such inputs.
            Assert.Equal(2, ModelCalls.Forward(model, Tensor.Zeros([2, 2])).Shape[0]);
            Assert.True(double.IsNaN(ModelCalls.LossAndGradient(model, Clouds.ToBatch(), default).Loss));
        }
    }

    [Fact]
    public void A_batch_for_which_no_tensor_has_room_is_an_error()
    {
        foreach (var size in new[] { int.MaxValue / 3 + 1, 1_000_000_000, int.MaxValue })
        {
            var message = ((Error)Model.Initialize(1).Predictor(size).Case!).Message;
            Assert.Equal($"Classifier can't compute {size} samples together: one of its tensors would have {3L * size} numbers, but a tensor has 2147483647 at most. Take batches of 715827882 samples or fewer.", message);
        }
        Assert.Contains("samples together", Assert.ThrowsAny<ArgumentException>(() => Model.Compile(ProgramKind.Gradient, Engine.Cpu, 1_000_000_000, new ParameterArena(Engine.Cpu, Model.Description), null)).Message);
    }

    [Fact]
    public void A_batch_for_which_the_machine_has_no_room_is_an_error()
    {
        // On any machine: no single tensor is too large, but there are too many of them.
        var memory = new ProgramMemory(1, 1L << 40);
        var message = Assert.Throws<TooManySamples>(() => memory.Check(Model.Description, Engine.Cpu, 1 << 10)).Message;
        Assert.StartsWith("Classifier needs 4503599.6 GB of memory to compute 1024 samples together, but there are ", message);
        new ProgramMemory(1, 8).Check(Model.Description, Engine.Cpu, 1 << 20);
    }

    [Fact]
    public void Predictions_that_no_tensor_holds_are_refused_before_any_work()
    {
        var model = WideModel.Initialize(1);
        var data = Dataset.Unlabelled<float>([1], new float[512]).ThrowIfFail();
        foreach (var error in new[] { (Error)model.Predict(data, 1).Case!, (Error)model.Predict(data.ToTensor(), 1).Case! })
            Assert.Equal("Wide predicts 4194304 numbers for each sample, which for 512 samples is more than a tensor can hold, 2147483647: predict them in parts.", error.Message);
    }

    /// <summary>The program has 512 rows of 4 million numbers in its middle.</summary>
    [Fact]
    public void Batches_that_no_tensor_holds_are_refused_before_training_and_evaluation()
    {
        var model = LinearModel<ManyClasses>.Initialize(1);
        var data = Dataset.Create<float>([1], new float[600], new int[600]).ThrowIfFail();
        foreach (var error in new[] { (Error)model.Evaluate(data, 512).Case!,
            (Error)model.Fit(data, new FitOptions { BatchSize = 512 }).Case!, (Error)model.LossAndGradient(data, 512).Case! })
            Assert.StartsWith("ManyClasses can't compute 512 samples together: one of its tensors would have 2147483648 numbers", error.Message);
    }

    [Fact]
    public void A_data_set_that_no_tensor_holds_is_refused_before_any_work()
    {
        var one = Dataset.Create<byte>([1 << 20], new byte[1 << 20], [0], name: "pixels").ThrowIfFail();
        var data = one.View(new int[2048], "pixels");
        foreach (var take in new Func<object>[] { () => data.ToTensor(), () => data.ToTensor(0..2048), () => data.ToBatch() })
            Assert.StartsWith("pixels: 2048 samples with 1048576 numbers each are more than a tensor has, 2147483647; take a smaller block.", Assert.Throws<ArgumentException>("rows", take).Message);
        Assert.Equal<Shape>([3, 1 << 20], data.ToTensor(..3).Shape);
    }

    /// <summary>Also if batches are gathered ahead, into memory of their size.</summary>
    [Fact]
    public void A_batch_of_more_samples_than_there_are_is_all_of_them()
    {
        using var folder = new TemporaryFolder();
        var mapped = MappedClouds.Map(folder, 20, memory: 1);
        var model = Model.Initialize(1);
        var expected = model.Evaluate(mapped, 20).ThrowIfFail();
        Assert.Equal(expected.Loss, model.Evaluate(mapped, int.MaxValue).ThrowIfFail().Loss);
        Assert.Equal(model.Predict(mapped, 20).ThrowIfFail(), model.Predict(mapped, int.MaxValue).ThrowIfFail());
    }

    [Fact]
    public void Nothing_in_place_of_an_argument_is_told_by_its_name()
    {
        var model = Model.Initialize(1);
        var batch = Clouds.ToBatch();
        void Refused(string name, Func<object> call) => Assert.Throws<ArgumentNullException>(name, call);
        Refused("train", () => model.Fit((Dataset)null!));
        Refused("data", () => model.Evaluate(null!));
        Refused("data", () => model.Evaluate(null!, 3));
        Refused("data", () => model.Predict((null as Dataset)!));
        Refused("samples", () => model.Predict((null as Tensor)!));
        Refused("data", () => model.LossAndGradient((null as Dataset)!));
        Refused("data", () => Model.CrossValidate(null!));
        Refused("engine", () => model.To(null!));
        Refused("engine", () => model.Kernel.To(null!));
        Refused("engine", () => Tensor.Create([1], [1.0], null!));
        Refused("input", () => ModelCalls.Forward(model, null!));
        Refused("batch", () => ModelCalls.Loss(model, null!));
        Refused("batch.Inputs", () => ModelCalls.Loss(model, batch with { Inputs = null! }));
        Refused("batch.Labels", () => ModelCalls.LossAndGradient(model, batch with { Labels = null! }, default));
        Model none = null!;
        Refused("model", () => none.Fit(Clouds));
        Refused("model", () => none.Evaluate(Clouds));
        Refused("model", () => none.Predict(Clouds));
        Refused("model", () => none.Predict(batch.Inputs));
        Refused("model", () => none.Predictor());
        Refused("model", () => none.LossAndGradient(Clouds));
        Refused("model", () => none.Save("model.safetensors"));
        Refused("model", () => none.To(Engine.Cpu));
        Refused("model", () => ModelCalls.Forward(none, batch.Inputs));
        Refused("model", () => ModelCalls.Loss(none, batch));
        Refused("model", () => ModelCalls.LossAndGradient(none, batch, default));
        Refused("model", () => ModelCalls.Add(none, model));
        Refused("model", () => ModelCalls.Subtract(model, none));
        Refused("model", () => ModelCalls.Scale(2, none));
        Refused("b", () => model.Kernel + (null as Tensor)!);
        Refused("a", () => (null as Tensor)! * model.Kernel);
        Refused("tensor", () => 2 * (null as Tensor)!);
        Refused("x", () => (null as Tensor)! + 1);
        Refused("x", () => (null as Tensor)! < 1);
        Refused("x", () => Relu(null!));
        Refused("b", () => MatMul(model.Kernel, null!));
        Refused("rows", () => Argmax(null!));
        Refused("parts", () => Dataset.Join(null!));
        Refused("classes", () => Clouds | OfClasses(null!));
        Refused("classes", () => Clouds | IsClass(null!));
        Refused("weights", () => Clouds | WithSampleWeights(null!));
    }

    /// <summary>The null of a lazy sequence can be found only when the sequence is read.</summary>
    [Fact]
    public void Tensors_that_are_null_in_a_lazy_sequence_are_missing() => Assert.Contains(
        "is missing", ((Error)ModelCalls.CheckParameters(Model.Description, Model.Initialize(1).Parameters.Map(_ => (Tensor)null!)).Case!).Message, StringComparison.Ordinal);

    /// <summary>Class indices are not numbers: engines that read them as numbers would read other memory.</summary>
    [Fact]
    public void Functions_of_tensors_refuse_class_indices_in_every_place()
    {
        var (x, classes) = (Tensor.Zeros([2, 2]), Tensor.Create([2, 2], new int[4]));
        Func<object>[] calls =
        [
            () => x + classes, () => classes - x, () => x * classes, () => x < classes, () => Where(classes, x, x), () =>
                Where(x, x, classes), () => Where(x, classes, x),
            () => Concat([x, classes]), () => MatMul(x, classes), () => MatMul(classes, x), () => classes.Sum(0), () => Exp(classes), () =>
                Maximum(x, classes),
        ];
        Assert.All(calls, call => Assert.Contains("holds class indices", Assert.Throws<ArgumentException>(call).Message));
    }
}
