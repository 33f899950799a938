using ModelDsl.Import.Python;

namespace ModelDsl.Import.Tests.Python;

/// <summary>Names, numbers and lines of printed Python, and tables without holes.</summary>
public sealed class PythonTextTests
{
    [Theory]
    [InlineData("Hidden", "hidden")]
    [InlineData("HiddenLayer", "hidden_layer")]
    [InlineData("/layer1/layer1.0/conv1/Conv", "layer1_layer1_0_conv1_conv")]
    [InlineData("LSTMOut", "lstm_out")]
    [InlineData("conv2D", "conv2d")]
    [InlineData("Class", "class_")]
    [InlineData("Train", "train_")]
    [InlineData("F", "f")]
    [InlineData("0", "layer_0")]
    [InlineData("größe", "gr_e")]
    [InlineData("…", "layer")]
    public void Names_are_in_Pythons_style(string name, string expected) => Assert.Equal(expected, PythonText.Snake(name, "layer"));

    [Theory]
    [InlineData(1, "1.0")]
    [InlineData(0.1f, "0.1")]
    [InlineData(-1e-5f, "-1e-05")]
    [InlineData(16777216, "16777216.0")]
    [InlineData(0.33333334f, "0.33333334")]
    [InlineData(float.NegativeInfinity, "float(\"-inf\")")]
    public void Numbers_have_the_fewest_digits(float number, string expected) => Assert.Equal(expected, PythonText.Number(number));

    [Fact]
    public void Every_kind_has_a_row()
    {
        Assert.Equal(Kinds<Layer>(), LayerTable.Kinds.Select(kind => kind.Name).Order());
        Assert.Equal(Kinds<Operation>(), OperationTable.Kinds.Select(kind => kind.Name).Order());
        Assert.Equal(Enum.GetValues<UnaryFunction>().Order(), UnaryTable.Functions.Order());
        Assert.Equal(Enum.GetValues<BinaryFunction>().Order(), BinaryTable.Functions.Order());

        static IEnumerable<string> Kinds<T>() =>
            typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T))).Select(type => type.Name).Order();
    }

    /// <summary>No number of a prediction or of a gradient shows the momentum, and no digit of float32 is left over.</summary>
    [Fact]
    public void Momentum_is_counted_as_PyTorch_counts_it()
    {
        var tensor = Tensor.Floats("gamma", [6], () => new float[6]);
        var layer = new BatchNorm("Norm", tensor, tensor, tensor, tensor, 0.001f, 0.99f);
        var printed = LayerTable.Print(layer, new("norm", [new([Dimension.Batch, new(6), new(4), new(4)])], Assert.Fail));
        Assert.Equal(["self.norm = nn.BatchNorm2d(6, eps=0.001, momentum=0.01)"], printed.Lines);
    }

    /// <summary>A break within brackets leaves the meaning as it is, also where several are open.</summary>
    [Fact]
    public void Long_lines_break_within_brackets()
    {
        var line = "        a, b = torch.cat((first, torch.relu(second), third, fourth), dim=1), fifth  # [N, 3]";
        var lines = PythonLines.Wrap(line, 44).ToList();
        Assert.Equal(
            ["        # [N, 3]", "        a, b = torch.cat((first,", "            torch.relu(second), third,", "            fourth), dim=1), fifth"],
            lines);
        Assert.All(lines, part => Assert.True(part.Length <= 44));
    }
}
