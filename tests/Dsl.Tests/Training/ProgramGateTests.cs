using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Tests.Data;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;

namespace ModelDsl.Tests.Training;

/// <summary>
/// The parameters that a program is laid out from are compared with the model, and so are both sides of an operator: the border cases.
/// </summary>
public class ProgramGateTests
{
    private static readonly Dataset Clouds = ToyData.Clouds(20);

    private static readonly ModelDescription Description = Model.Description;

    /// <summary>A program that consists only of its checks.</summary>
    private sealed class Checks(ITensorEngine engine, int rows, ProgramMemory memory, params ReadOnlySpan<ParameterArena> arenas)
        : ModelProgram(Description, engine, rows, memory, arenas)
    {
        public override void Run(RandomKey key) { }
    }

    private static string Refused(ITensorEngine engine, params ParameterArena[] arenas) =>
        Assert.ThrowsAny<ArgumentException>(() => new Checks(engine, 1, new(1, 1), arenas)).Message;

    [Fact]
    public void Every_arena_of_a_program_is_compared()
    {
        var (own, far) = (new ParameterArena(Engine.Cpu, Description), new ParameterArena(Engine.Reference, Description));
        var other = new ParameterArena(Engine.Cpu, Numbers.Description);
        foreach (var arenas in (ParameterArena[][])[[other], [other, own], [own, other]])
            Assert.Equal("A program of Classifier can't work with an arena of Regression: its tensors have other shapes.", Refused(Engine.Cpu, arenas));
        foreach (var arenas in (ParameterArena[][])[[far], [far, own], [own, far]])
            Assert.Equal("A program of Classifier on the engine cpu can't work with an arena on reference.", Refused(Engine.Cpu, arenas));
        foreach (var arenas in (ParameterArena[][])[[null!], [own, null!]]) Assert.Contains("arena", Refused(Engine.Cpu, arenas), StringComparison.Ordinal);
        Assert.Equal(1, new Checks(Engine.Cpu, 1, new(1, 1), own, own).Rows);
        // Equal shapes are enough: a run trains its own description, in which some tensors stay unchanged.
        Assert.Equal(2, new Checks(Engine.Cpu, 2, new(1, 1), new ParameterArena(Engine.Cpu, Description with { Name = "Frozen" })).Rows);
    }

    [Fact]
    public void An_arena_of_as_many_tensors_but_other_shapes_is_another_model_s()
    {
        foreach (var shape in (Shape[])[[3, 2], [6], [2, 3, 1], [2, 4]])
        {
            var other = Description with
            {
                Parameters = Description.Parameters.Map((i, p) => i == 0 ? p with { Shape = shape } : p)
                .ToSeq().Strict()
            };
            Assert.Contains("other shapes", Refused(Engine.Cpu, new ParameterArena(Engine.Cpu, other)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, int.MaxValue), InlineData(3, int.MaxValue / 3), InlineData(int.MaxValue, 1), InlineData(46341, 46340)]
    public void As_many_samples_as_a_tensor_holds_have_room(long largest, int rows)
    {
        new ProgramMemory(largest, 0).Check(Description, Engine.Cpu, rows);
        var refused = Assert.Throws<TooManySamples>(() => new ProgramMemory(largest + 1, 0).Check(Description, Engine.Cpu, rows)).Message;
        Assert.Contains($"would have {(largest + 1) * rows} numbers", refused, StringComparison.Ordinal);
        Assert.EndsWith($"Take batches of {int.MaxValue / (largest + 1)} samples or fewer.", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(int.MinValue)]
    public void No_sample_is_no_run(int rows) =>
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => new ProgramMemory(1, 1).Check(Description, Engine.Cpu, rows));

    /// <summary>
    /// Numbers that take three quarters of the machine's memory in float32 take one and a half of it in double precision.
    /// </summary>
    [Fact]
    public void The_reference_engine_takes_twice_the_memory()
    {
        var numbers = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 * 3;
        new ProgramMemory(1, numbers).Check(Description, Engine.Cpu, 1);
        Assert.Contains("GB of memory", Assert.Throws<TooManySamples>(() => new ProgramMemory(1, numbers).Check(Description, Engine.Reference, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_on_two_engines_are_told_in_order()
    {
        var model = Model.Initialize(1);
        var mixed = model with { Bias = model.Bias.To(Engine.Reference) };
        const string Told = "Output.Kernel lies on the engine cpu, but Output.Bias on reference: bring them to one by model.To(engine)";
        Error[] errors =
        [
            (Error)mixed.Fit(Clouds).Case!, (Error)mixed.Evaluate(Clouds).Case!, (Error)mixed.Predict(Clouds).Case!,
            (Error)mixed.Predictor().Case!,
            (Error)mixed.LossAndGradient(Clouds).Case!, (Error)model.WithParameters(mixed.Parameters).Case!,
        ];
        Assert.All(errors, error => Assert.Contains(Told, error.Message, StringComparison.Ordinal));
        foreach (var (a, b) in new[] { (mixed, model), (model, mixed) })
        {
            Assert.Contains(Told, Assert.Throws<ArgumentException>(() => ModelCalls.Add(a, b)).Message, StringComparison.Ordinal);
            Assert.Contains(Told, Assert.Throws<ArgumentException>(() => ModelCalls.Subtract(a, b)).Message, StringComparison.Ordinal);
        }
        Assert.Contains(Told, Assert.Throws<ArgumentException>(() => ModelCalls.Scale(2, mixed)).Message, StringComparison.Ordinal);
        Assert.Equal(model, mixed.To(Engine.Cpu));
        Assert.Equal(model.To(Engine.Reference), mixed.To(Engine.Reference));
    }

    /// <summary>The engine is taken from the tensors that are present.</summary>
    [Fact]
    public void A_first_tensor_that_is_missing_is_told()
    {
        var model = Model.Initialize(1) with { Kernel = null! };
        const string Told = "Output.Kernel [2, 3] is missing";
        Assert.Contains(Told, ((Error)model.Predict(Clouds).Case!).Message, StringComparison.Ordinal);
        Assert.Contains(Told, ((Error)model.Fit(Clouds).Case!).Message, StringComparison.Ordinal);
        Assert.Contains(Told, Assert.Throws<ArgumentException>(() => ModelCalls.Forward(model, Clouds.ToTensor())).Message,
            StringComparison.Ordinal);
        Assert.Contains(Told, Assert.Throws<ArgumentException>(() => model.To(Engine.Reference)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_sides_of_an_operator_are_compared()
    {
        var model = Model.Initialize(1);
        var wrong = model with { Kernel = Tensor.Zeros([3, 2]) };
        foreach (var (a, b) in new[] { (wrong, model), (model, wrong), (wrong, wrong) })
        {
            Assert.StartsWith("These parameters do not fit Classifier: Output.Kernel is [3, 2]", Assert.Throws<ArgumentException>(() => ModelCalls.Add(a, b)).Message, StringComparison.Ordinal);
            Assert.StartsWith("These parameters do not fit Classifier: Output.Kernel is [3, 2]", Assert.Throws<ArgumentException>(() => ModelCalls.Subtract(a, b)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A refused model is refused again; an accepted model is not checked again.</summary>
    [Fact]
    public void A_refusal_is_not_forgotten()
    {
        var model = Model.Initialize(1) with { Bias = Tensor.Create([3], [0, double.NaN, 0], Engine.Cpu) };
        for (var i = 0; i < 3; i++)
            Assert.Equal("Classifier can't be used: the parameter Output.Bias holds a number that is not finite, NaN at [1]: start from a fresh model.", ((Error)model.Predict(Clouds).Case!).Message);
    }

    [Fact]
    public void Unused_tensors_stand_behind_the_others()
    {
        var (a, b) = (Tensor.Zeros([1]), Tensor.Zeros([2]));
        Assert.Equal([a], ModelCalls.Tensors([a], null, null).ToArray());
        Assert.Equal([a, b], ModelCalls.Tensors([a], null, b).ToArray());
        Assert.Contains(
            "tensor 3 [2] is extra: the model's layers have no Output.Bias",
            ((Error)ModelCalls.CheckParameters(Description with { Unused = LanguageExt.Prelude.Seq1("Output.Bias") }, LanguageExt.Prelude.Seq(Tensor.Zeros([2, 3]), Tensor.Zeros([3]), b)).Case!).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_layer_is_told()
    {
        var right = Model.Initialize(1);
        var message = ((Error)ModelCalls.CheckParameters(Description, LanguageExt.Prelude.Seq(right.Kernel, null!),
            right.Parameters).Case!).Message;
        Assert.Equal("These parameters do not fit Classifier: Output.Bias [3] is missing.", message);
        Assert.Equal(right.Parameters, ModelCalls.CheckParameters(Description, LanguageExt.Prelude.Seq(right.Kernel, Tensor.Zeros([9])),
            right.Parameters).ThrowIfFail());
    }

    [Fact]
    public void A_layer_s_tensors_lie_on_one_engine()
    {
        var (x, kernel) = (Tensor.Zeros([2, 2]), Tensor.Zeros([2, 3]));
        var bias = Tensor.Zeros([3]).To(Engine.Reference);
        var call = new LayerCall("Hidden", x, kernel, bias);
        Assert.Equal([2, 3], call.Parameter("Kernel", kernel, [2, 3]).Shape);
        Assert.Equal(
            "Hidden.Bias lies on the engine reference, but the layer's first tensor on cpu: bring them to one by model.To(engine).",
            Assert.Throws<ArgumentException>(() => call.Parameter("Bias", bias, [3])).Message);
        Assert.Same(Engine.Reference, new LayerCall("Hidden", x, null, bias).Engine);
    }
}
