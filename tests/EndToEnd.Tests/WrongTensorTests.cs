using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using ModelDsl.Laws;

namespace ModelDsl.EndToEnd.Tests;

public sealed class WrongTensorLawsOfManagedEngines() : WrongTensorLaws(Engine.Cpu, Engine.Reference);

/// <summary>Parts that do not belong to a model: the cases by name.</summary>
public class WrongTensorTests
{
    private static readonly Tensor Samples = Tensor.Zeros([2, 6]);

    /// <summary>A layer of another model, which is smaller.</summary>
    [Fact]
    public void A_layer_of_another_model_is_refused_with_both_shapes()
    {
        var wrong = SmallResidual.Initialize(1) with { Head = FeatureClassifier.Initialize(1).Head };
        var error = (Error)wrong.Predict(Samples).Case!;
        Assert.Equal("These parameters do not fit SmallResidual: Head.Kernel is [3, 4], but must be [5, 3]; Head.Bias is [4], but must be [3].", error.Message);
        Assert.Equal(error.Message, Assert.Throws<ArgumentException>(() => wrong.Forward(Samples)).Message);
    }

    /// <summary>Each was once accepted, and predicted something.</summary>
    [Fact]
    public void Layers_of_every_kind_are_compared()
    {
        var tiny = Tiny.Initialize(1);
        Dense Of(Shape kernel, params Shape[] bias) => new(Tensor.Zeros(kernel), Tensor.Zeros(bias is [var only] ? only : [3]));
        Refused<Tiny>(tiny with { O = Of([16, 2], [2]) }, "O.Kernel is [16, 2], but must be [16, 3]; O.Bias is [2], but must be [3]");
        Refused<Tiny>(tiny with { O = Of([3, 16]) }, "O.Kernel is [3, 16], but must be [16, 3]");
        Refused<Tiny>(tiny with { O = Of([16, 3], [1]) }, "O.Bias is [1], but must be [3]");
        Refused<Tiny>(tiny with { O = tiny.O with { Bias = Tensor.Create([3], [1, 2, 3]) } }, "O.Bias holds class indices, but must hold real numbers");
        var gray = Gray.Initialize(1);
        Refused<Gray>(gray with { Filters = gray.Filters with { Kernel = Tensor.Zeros([4, 1, 3, 3]) } }, "Filters.Kernel is [4, 1, 3, 3], but must be [3, 3, 1, 4]");
        var two = Tensor.Zeros([2]);
        Refused<Gray>(gray with { Norm = new BatchNormalization(two, two, two, two) }, "Norm.MovingVariance is [2], but must be [4]");

        static void Refused<T>(T wrong, string text) where T : class, IModel<T>
        {
            foreach (var engine in Numbers.Engines)
            {
                foreach (var (call, fault) in WrongTensors.Calls(wrong, T.Initialize(1), engine,
                    Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())))
                    Assert.True(fault?.Contains(text, StringComparison.Ordinal), $"{call} says \"{fault}\".");
            }
        }
    }

    /// <summary>It once killed the process.</summary>
    [Fact]
    public void A_kernel_that_is_transposed_is_refused()
    {
        var model = FashionMlp.Initialize(1);
        var wrong = model with { Output = model.Output with { Kernel = model.Output.Kernel.Transpose(1, 0) } };
        Assert.Contains("Output.Kernel is [10, 100], but must be [100, 10]", Assert.Throws<ArgumentException>(() => wrong.Forward(Tensor.Zeros([1, 28, 28]))).Message);
    }

    [Fact]
    public void Several_faults_are_told_together()
    {
        var model = SmallResidual.Initialize(1);
        var wrong = model with
        {
            Stem = null!,
            Block = new Dense(model.Block.Kernel, Tensor.Create([5], [1, 2, 3, 4, 5])),
            Head = model.Head with { Bias = null }
        };
        Assert.Equal(
            "These parameters do not fit SmallResidual: Stem.Kernel [6, 5] is missing; Stem.Bias [5] is missing; Block.Bias holds class indices, but must hold real numbers; " +
            "Head.Bias [3] is missing.", ((Error)wrong.Predictor().Case!).Message);
    }

    [Fact]
    public void A_layer_that_is_declared_without_a_bias_must_not_have_one()
    {
        var wrong = SparseLogits.Initialize(1) with { Output = new Dense(Tensor.Zeros([3, 3]), Tensor.Zeros([3])) };
        Assert.Contains("tensor 2 [3] is extra: the model's layers have no Output.Bias", ((Error)wrong.Predict(Tensor.Zeros([1, 3])).Case!).Message);
        Assert.Contains("Output.Bias", ((Error)wrong.Save(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).Case!).Message);
    }

    [Fact]
    public void Parameters_replace_wrong_ones_but_not_what_has_no_layer()
    {
        var right = SmallResidual.Initialize(1);
        var misshapen = right with { Head = new Dense(Tensor.Zeros([1]), Tensor.Zeros([1])) };
        Assert.Equal(right, misshapen.WithParameters(right.Parameters).ThrowIfFail());
        Assert.Contains("Head.Kernel [5, 3] is missing", ((Error)(right with { Head = null! }).WithParameters(right.Parameters).Case!).Message);
    }

    [Fact]
    public void Tensors_on_several_engines_are_brought_to_one_by_To()
    {
        var model = SmallResidual.Initialize(1);
        var mixed = model with { Block = model.To(Engine.Reference).Block };
        Assert.Contains("Stem.Kernel lies on the engine", ((Error)mixed.Predict(Samples).Case!).Message);
        Assert.Equal(model, mixed.To(Engine.Cpu));
        Assert.Contains("bring them to one", Assert.Throws<ArgumentException>(() => Samples | (mixed.Stem with { Bias = mixed.Block.Bias })).Message);
    }

    /// <summary>A layer of a model with a method can be called by itself.</summary>
    [Fact]
    public void A_layer_that_is_called_compares_its_tensors_with_its_attribute()
    {
        var head = SmallResidual.Initialize(1).Head;
        var x = Tensor.Zeros([2, 5]);
        string Why(Dense layer) => Assert.Throws<ArgumentException>(() => x | layer).Message;
        Assert.Contains("Head.Kernel is [3, 5], but must be [5, 3]", Why(head with { Kernel = Tensor.Zeros([3, 5]) }));
        Assert.Contains("Head.Kernel is missing", Why(head with { Kernel = null! }));
        Assert.Contains("class indices", Why(head with { Bias = Tensor.Create([3], [1, 2, 3]) }));
        Assert.Contains("class indices", Assert.Throws<ArgumentException>(() => Tensor.Create([2, 5], new int[10]) | head).Message);
        var without = WeightValues.Initialize(1).A;
        Assert.Contains("A.Bias is [3], but the layer is declared without", Assert.Throws<ArgumentException>(() => Tensor.Zeros([1, 3]) | (without with { Bias = Tensor.Zeros([3]) })).Message);
        Assert.Throws<ArgumentNullException>("layer", () => x | (null as Dense)!);
        Assert.Throws<ArgumentNullException>("x", () => (null as Tensor)! | head);
        Assert.Throws<ArgumentNullException>("model", () => x | (null as SmallResidual)!);
    }

    /// <summary>Records within records, one of them null.</summary>
    [Fact]
    public void A_block_that_is_missing_is_told_by_its_tensors()
    {
        var deep = DeepInMethod.Initialize(1);
        var wrong = deep with { Blocks = Prelude.Seq(deep.Blocks[0], null!, deep.Blocks[2] with { Wide = null! }) };
        var message = ((Error)wrong.Predict(Samples).Case!).Message;
        Assert.Contains("Blocks.1.Narrow.Bias [4] is missing; Blocks.2.Wide.Kernel [4, 4] is missing", message);
        Assert.DoesNotContain("Blocks.0", message);
    }

    [Fact]
    public void Derivatives_are_under_the_gate_with_model_and_direction()
    {
        var right = Derived.Initialize(1);
        var wrong = right with { Output = right.Output with { Bias = Tensor.Zeros([7]) } };
        var batch = Numbers.Random<Derived>(3, seed: 1);
        foreach (var (model, direction) in new[] { (wrong, right), (right, wrong) })
        {
            Assert.Contains("Output.Bias is [7]", Assert.Throws<ArgumentException>(() => model.HessianVectorProduct(batch, direction)).Message);
            Assert.Contains("Output.Bias is [7]", Assert.Throws<ArgumentException>(() => model.JacobianVectorProduct(batch.Inputs, direction)).Message);
        }
        Assert.Throws<ArgumentNullException>("direction", () => right.HessianVectorProduct(batch, null!));
        Assert.Throws<ArgumentNullException>("direction", () => right.JacobianVectorProduct(batch.Inputs, (null as Derived)!));
        Assert.Throws<ArgumentNullException>("direction", () => right.JacobianVectorProduct(batch.Inputs, (null as Tensor)!));
        var data = Dataset.Create<float>([3], [1, 2, 3, 4, 5, 6], new float[2], [1]).ThrowIfFail();
        var refused = Assert.IsType<InvalidFit>(wrong.Minimize(data).Case);
        Assert.Equal("Output.Bias is [7], but must be [1]", Assert.Single(refused.Faults));
    }

    [Fact]
    public void A_program_does_not_take_another_model_s_memory()
    {
        var (own, other) = (new ParameterArena(Engine.Cpu, Line.Description), new ParameterArena(Engine.Cpu, TwoClasses.Description));
        Assert.Contains("TwoClasses", Assert.Throws<ArgumentException>(() => Line.Compile(ProgramKind.Forward, Engine.Cpu, 1, other, null)).Message);
        Assert.Contains("TwoClasses", Assert.Throws<ArgumentException>(() => Line.Compile(ProgramKind.Gradient, Engine.Cpu, 1, own, other)).Message);
        Assert.Contains("engine", Assert.Throws<ArgumentException>(() => Line.Compile(ProgramKind.Forward, Engine.Reference, 1, own, null)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => Line.Compile(ProgramKind.Forward, Engine.Cpu, 0, own, null));
        Assert.Throws<ArgumentNullException>("arena", () => Line.Compile(ProgramKind.Forward, Engine.Cpu, 1, null!, null));
    }
}

[Model(16), SparseCategoricalCrossentropy]
public sealed partial record Tiny([Dense(3)] Dense O);

[Model(6, 6, 1), SparseCategoricalCrossentropy]
public sealed partial record Gray(
    [Conv2D(4, 3)] Conv2D Filters, [BatchNormalization] BatchNormalization Norm, [GlobalAveragePooling2D] GlobalAveragePooling2D Pool,
    [Dense(3)] Dense O);

/// <summary>A model that asks for both derivatives.</summary>
[Model(3, Derivatives = Derivatives.HessianVectorProduct | Derivatives.JacobianVectorProduct), MeanSquaredError]
public sealed partial record Derived([Dense(2, Activation.Tanh)] Dense Hidden, [Dense(1)] Dense Output);
