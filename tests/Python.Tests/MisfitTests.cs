namespace ModelDsl.Python.Tests;

/// <summary>What has no place is named, all at once, with the lines to write.</summary>
public class MisfitTests
{
    /// <summary>Three layers of one shape, whose names tell no order, are not guessed. The lines that are printed help.</summary>
    [Fact]
    public void Layers_that_could_change_places_are_an_error_with_the_lines_to_write()
    {
        Assert.Equal("""
            squares.pt does not fit Squares:
              Asking needs weight [4, 4] and bias [4]; it could be query, answer, doubt
              Doubting needs weight [4, 4] and bias [4]; it could be query, answer, doubt
              Answering needs weight [4, 4] and bias [4]; it could be query, answer, doubt
              left over: query.weight float32 [4, 4]
              left over: query.bias float32 [4]
              left over: answer.weight float32 [4, 4]
              left over: answer.bias float32 [4]
              left over: doubt.weight float32 [4, 4]
              left over: doubt.bias float32 [4]
            Say which layer is which; these lines are a guess:
            new WeightMap
            {
                Names =
                [
                    ("query", "Asking"),
                    ("answer", "Doubting"),
                    ("doubt", "Answering"),
                ],
            }.
            """, Squares.LoadTorch(Fixture.At("squares.pt")).Fault());
        var map = new WeightMap { Names = [("query", "Asking"), ("doubt", "Doubting"), ("answer", "Answering")] };
        Fixture.Predicts(Squares.LoadTorch(Fixture.At("squares.pt"), map).Value(), "squares");
    }

    [Fact]
    public void Names_of_single_tensors()
    {
        var map = new WeightMap
        {
            Names =
            [
                ("query.weight", "Asking.Kernel"), ("query.bias", "Asking.Bias"), ("doubt.weight", "Doubting.Kernel"), ("doubt.bias", "Doubting.Bias"),
            ],
        };
        Fixture.Predicts(Squares.LoadTorch(Fixture.At("squares.pt"), map).Value(), "squares");
    }

    /// <summary>The kernel of a square layer is transposed because the file is PyTorch's, not because of its shape.</summary>
    [Fact]
    public void A_square_kernel_is_transposed()
    {
        using var weights = ForeignWeights.OpenTorch(Fixture.At("mlp.pt")).Value();
        var model = Mlp.Initialize(0).WithWeights(weights).Value();
        Assert.Equal(weights.Read(weights.Tensors[2]).Value().Transpose(1, 0), model.Second.Kernel);
    }

    [Fact]
    public void A_part_of_a_file_begins_a_model()
    {
        var fresh = Mlp.Initialize(5);
        var map = new WeightMap { Ignore = ["4"], Keep = ["Third"] };
        var model = fresh.WithTorch(Fixture.At("mlp.pt"), map).Value();
        Assert.Equal(Mlp.LoadTorch(Fixture.At("mlp.pt")).Value() with { Third = fresh.Third }, model);
        Assert.Contains("left over: 4.weight float32 [3, 6]", Mlp.LoadTorch(Fixture.At("mlp.pt"), map with { Ignore = [] }).Fault(), StringComparison.Ordinal);
        Assert.Contains("Third needs weight [3, 6] and bias [3]", Mlp.LoadTorch(Fixture.At("mlp.pt"), map with { Keep = [] }).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_dict_of_a_checkpoint_is_chosen()
    {
        Assert.Equal("two.pt holds several state dicts. Choose one: new WeightMap { Prefix = \"…\" } with model, average.", Mlp.LoadTorch(Fixture.At("two.pt")).Fault());
        Assert.Equal(
            Mlp.LoadTorch(Fixture.At("mlp.pt")).Value(), Mlp.LoadTorch(Fixture.At("two.pt"), new WeightMap { Prefix = "average" }).Value());
    }

    /// <summary>What the author writes is used, or an error: nothing is ignored.</summary>
    [Fact]
    public void Unknown_names_are_errors()
    {
        Check(new() { Prefix = "student" }, "mlp.pt has no tensors whose names begin with student.");
        Check(new() { Ignore = ["fc"] }, "mlp.pt has no tensors fc, which Ignore names.");
        Check(new() { Keep = ["Head"] }, "mlp.pt can't be read with this Keep: the model has no layer Head.");
        Check(new() { ChannelsLast = ["Head"] }, "mlp.pt can't be read with this ChannelsLast: the model has no layer Head.");
        Check(new() { Names = [("9", "First"), ("0", "Head"), ("0.weight", "First")] },
            "mlp.pt can't be read with these Names: the file has no layer and no tensor 9; the model has no layer and no tensor Head; (0.weight, First) is a layer and a tensor, but both must be layers, or both tensors.");
        Check(new() { Names = [("4", "First")] }, "4.weight float32 [3, 6] does not fit First.Kernel [6, 6], which needs [6, 6] of PyTorch");

        static void Check(WeightMap map, string message) =>
            Assert.Contains(message, Mlp.LoadTorch(Fixture.At("mlp.pt"), map).Fault(), StringComparison.Ordinal);
    }

    /// <summary>A layer of the right name whose module holds more is told by both names, and not by what is left over alone.</summary>
    [Fact]
    public void A_tensor_that_a_named_layer_has_no_place_for_is_an_error_of_this_layer()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var file = Path.Combine(folder, "biased.safetensors");
        Safetensors.Write(file, new SafetensorsFile(LanguageExt.Prelude.Seq<NamedTensor>(
            new("answer.weight", Tensor.Zeros([2, 4])), new("answer.bias", Tensor.Zeros([2]))), default)).Value();
        Assert.Contains("\n  Answer has no place for answer.bias float32 [2]\n", Unbiased.LoadTorch(file).Fault(), StringComparison.Ordinal);
        Assert.True(Unbiased.LoadTorch(file, new WeightMap { Ignore = ["answer.bias"] }).IsSucc);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Nobody can know how PyTorch orders these features, so the author says it.</summary>
    [Fact]
    public void An_unknown_order_of_features_is_an_error()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var file = Path.Combine(folder, "doubtful.safetensors");
        var numbers = new float[60];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = i;
        Safetensors.Write(file, new SafetensorsFile(LanguageExt.Prelude.Seq<NamedTensor>(
            new("pixels.weight", Tensor.Zeros([5, 4])), new("pixels.bias", Tensor.Zeros([5])),
            new("out.weight", Tensor.Create([2, 30], numbers)), new("out.bias", Tensor.Zeros([2]))), default)).Value();
        Assert.Equal(
            $"{file} does not say how PyTorch orders the features [2, 3, 5] that Out reads. Write new WeightMap {{ ChannelsFirst = [\"Out\"] }} if they are those of a PyTorch image or sequence with channels first; otherwise ChannelsLast.",
            Doubtful.LoadTorch(file).Fault());
        Assert.Equal([0, 1, 2, 3], First(new() { ChannelsLast = ["Out"] }));
        Assert.Equal([0, 6, 12, 18], First(new() { ChannelsFirst = ["Out"] }));
        Directory.Delete(folder, recursive: true);

        float[] First(WeightMap map) => [.. Doubtful.LoadTorch(file, map).Value().Out.Kernel.Transpose(1, 0).ToArray()[..4]];
    }

    [Fact]
    public void Features_of_rows_lie_as_in_PyTorch() =>
        Assert.Equal(new MergedAxes([3, 5], AxesSource.Rows), Rowwise.Description.Layers.Last().Reads);

    [Theory]
    [InlineData("legacy.pt", "legacy.pt was written by a PyTorch before 1.6, or by pickle itself. Save it again in Python: torch.save(torch.load(path, map_location=\"cpu\"), \"weights.pt\").")]
    [InlineData("script.pt", "script.pt is a TorchScript archive, which holds a program. Save its weights in Python: torch.save(torch.jit.load(path).state_dict(), \"weights.pt\").")]
    [InlineData("module.pt", "module.pt can't be read: it holds an object of torch.nn.modules.linear.Linear, which is no part of a state dict. Nothing of it was run. If you trust the file, save the weights alone in Python: torch.save(model.state_dict(), \"weights.pt\").")]
    [InlineData("system.pt", "system.pt can't be read: it wants to run posix.system. Nothing of it was run. Do not trust this file.")]
    [InlineData("eval.pt", "eval.pt can't be read: it wants to run __builtin__.eval. Nothing of it was run. Do not trust this file.")]
    [InlineData("image.keras", "image.keras is a file of Keras. Read it as such: LoadKeras.")]
    [InlineData("deep.weights.h5", "deep.weights.h5 is an HDF5 file. If it is of Keras, read it as such: LoadKeras.")]
    [InlineData("mlp.example", "mlp.example is neither a file of torch.save nor a safetensors file.")]
    public void Files_that_are_no_state_dicts(string file, string message) =>
        Assert.Equal(message, Mlp.LoadTorch(Fixture.At(file)).Fault());

    [Theory]
    [InlineData("mlp.pt", "mlp.pt is a file of PyTorch. Read it as such: LoadTorch.")]
    [InlineData("mlp.safetensors", "mlp.safetensors is not a file of Keras. If it is of PyTorch, read it as such: LoadTorch.")]
    [InlineData("old.h5", "old.h5 is in the old HDF5 format of Keras 2. Save it in Python in that of Keras 3: model.save_weights(\"model.weights.h5\").")]
    [InlineData("mlp.example", "mlp.example is neither a .keras file nor a .weights.h5 file.")]
    public void Files_that_are_not_of_Keras(string file, string message) => Assert.Equal(message, Deep.LoadKeras(Fixture.At(file)).Fault());

    [Fact]
    public void A_missing_file() => Assert.StartsWith("none.pt can't be read: ", Mlp.LoadTorch(Fixture.At("none.pt")).Fault(), StringComparison.Ordinal);
}
