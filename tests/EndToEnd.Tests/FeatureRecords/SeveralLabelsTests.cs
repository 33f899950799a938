using System.Buffers.Binary;
using System.Text.Json;
using LanguageExt;

namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>Rows with a label for each output of a model.</summary>
public sealed class SeveralLabelsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("labels-").FullName;

    private static readonly FitOptions Options = new()
    {
        Epochs = 3,
        Seed = 1,
        Optimizer = new Adam(0.01),
        Metrics = [Metric.MeanAbsoluteError.Of("Price"), Metric.Accuracy.Of("Carrier"), Metric.Accuracy.Of("Late")],
    };

    private static Order[] Rows { get; } = Draw(120, 3);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_output_predicts_the_label_of_its_name()
    {
        var model = Orders.Initialize(2).Fit(Rows, Options with { Epochs = 150 }).ThrowIfFail().Model;
        (Prediction<double> Price, Prediction<bool> Late, Prediction<Carrier> Carrier) near = model.Predict(new Order(8, 8, "near")).ThrowIfFail();
        Assert.Equal((Carrier.Courier, false), (near.Carrier.Value, near.Late.Value));
        Assert.InRange(near.Price.Value, 1150, 1250);
        Assert.Equal([Carrier.Post, Carrier.Courier, Carrier.Drone], near.Carrier.Probabilities.Map(one => one.Class).ToArray());
        Assert.Equal(1, near.Carrier.Probabilities.Map(one => (double)one.Probability).Sum(), 6);
        var far = model.Predict(new Order(1, 1, "far")).ThrowIfFail();
        Assert.Equal((Carrier.Drone, true), (far.Carrier.Value, far.Late.Value));
        Assert.InRange(far.Price.Value, 1000, 1100);
        Assert.Equal([near, far], model.Predict([new Order(8, 8, "near"), new Order(1, 1, "far")]).ThrowIfFail().ToArray());
        // The tensors are those of any model with several outputs.
        var packed = model.Forward(model.Encode([new Order(1, 1, "far")]).ThrowIfFail().ToTensor());
        Assert.Equal(far.Late.Probabilities[1].Probability, packed.Late.ToArray()[0], 1e-6f);
    }

    /// <summary>Rows are a convenience: the same numbers, encoded by hand, give the same bits.</summary>
    [Fact]
    public void A_model_of_numbers_encoded_by_hand_has_the_same_bits()
    {
        var fitted = Orders.Initialize(5).Fit(Rows, Options).ThrowIfFail();
        var (sizes, prices) = (Rows.Select(row => (double)row.Size!.Value).ToArray(), Rows.Select(row => row.Price!.Value).ToArray());
        var (size, price) = (Moments(sizes), Moments(prices));
        float[] whole = [.. Rows.SelectMany(row => (float[])[
            (float)((row.Size!.Value - size.Mean) / size.Deviation), 0,
            row.Size < 2 ? 1 : 0, row.Size is >= 2 and < 5 ? 1 : 0, row.Size >= 5 ? 1 : 0, 0,
            row.Distance == "near" ? 1 : 0, row.Distance == "near" ? 0 : 1])];
        var encoded = fitted.Model.Encode(Rows).ThrowIfFail().ToTensor().ToArray();
        Assert.All(encoded.Zip(whole), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-6f));
        // The last digit of a mean depends on the order of a sum.
        whole = encoded;
        Assert.All(PricesOf(fitted.Model).Zip(prices), pair => Assert.Equal((pair.Item2 - price.Mean) / price.Deviation, pair.Item1, 1e-6));
        var weights = Rows.Select(row => row.Weight).ToArray();
        Dataset With(Fin<Dataset> labelled) => labelled.Bind(Functions.WithSampleWeights(weights)).ThrowIfFail();
        var byHand = OrdersWide.JoinLabels(
            price: With(Dataset.Create<float>([8], whole, PricesOf(fitted.Model), [1])),
            late: With(Dataset.Create<float>([8], whole, [.. Rows.Select(row => row.Late == true ? 1f : 0f)], [1])),
            carrier: With(Dataset.Create<float>([8], whole, [.. Rows.Select(row => (int)row.Carrier!.Value)], ["Post", "Courier", "Drone"]))).ThrowIfFail();
        var other = OrdersWide.Initialize(5).Fit(byHand, Options).ThrowIfFail();
        Assert.Equal(Bits(fitted.Model.Parameters), Bits(other.Model.Parameters));
        Assert.Equal(fitted.History.Map(epoch => epoch.Loss).ToArray(), other.History.Map(epoch => epoch.Loss).ToArray());
        // Loss and losses of outputs are as trained; the error of the price is in its own units.
        var (mine, its) = (fitted.History[^1].Metrics, other.History[^1].Metrics);
        Assert.Equal(its.Map(m => m.Name).ToArray(), mine.Map(m => m.Name).ToArray());
        for (var i = 1; i < mine.Count; i++) Assert.Equal(its[i].Value, mine[i].Value);
        Assert.Equal(its[0].Value * price.Deviation, mine[0].Value, 1e-6 * mine[0].Value);
    }

    [Fact]
    public void The_file_has_the_names_and_units_of_each_output()
    {
        var model = Orders.Initialize(1).Fit(Rows, Options).ThrowIfFail().Model;
        var path = Path.Combine(folder, "orders.safetensors");
        Assert.True(model.Save(path).IsSucc);
        var loaded = Orders.Load(path).ThrowIfFail();
        Assert.Equal(model, loaded);
        Assert.Equal(model.Predict(Rows).ThrowIfFail(), loaded.Predict(Rows).ThrowIfFail());
        Assert.Equal(model.Evaluate(Rows, [.. Options.Metrics]), loaded.Evaluate(Rows, [.. Options.Metrics]));
        var bytes = File.ReadAllBytes(path);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)BinaryPrimitives.ReadInt64LittleEndian(bytes)));
        Assert.Equal("""[{"classes":[]},{"yes":["True"]},{"classes":["Post","Courier","Drone"]}]""",
            header.RootElement.GetProperty("__metadata__").GetProperty("modeldsl.classes").GetString());
    }

    [Fact]
    public void Validation_and_folds_take_several_labels()
    {
        var fitted = Orders.Initialize(1).Fit(Rows[..80], Options, Rows[80..]).ThrowIfFail();
        var validation = fitted.History[^1].Validation.IfNone(() => throw new InvalidOperationException());
        var evaluated = fitted.Model.Evaluate(Rows[80..], [.. Options.Metrics]).ThrowIfFail();
        Assert.Equal(validation.Metrics.Map(m => m.Name).ToArray(), evaluated.Metrics.Map(m => m.Name).ToArray());
        Assert.Equal(validation.Metrics[0].Value, evaluated.Metrics[0].Value, 1e-6 * evaluated.Metrics[0].Value);
        Assert.True(validation.Metrics[0].Value > 1);
        Assert.Equal(3, Orders.CrossValidate(Rows, Options, folds: 3, seed: 2).ThrowIfFail().Folds.Count);
        Assert.Contains("Order has several labels. Leave `stratified` out", Message(Orders.CrossValidate(Rows, Options, folds: 3, stratified: true)));
    }

    [Fact]
    public void A_missing_label_and_a_data_set_without_a_model_are_told()
    {
        var model = Orders.Initialize(1).Adapt(Rows).ThrowIfFail();
        Assert.Contains("row 1: Price is missing; a row to learn from, or to evaluate with, needs its labels",
            Message(model.Evaluate([Rows[0], Rows[1] with { Price = null }])));
        Assert.Contains("Order has the labels Carrier and Price and Late, and a data set has them in the order of a model's outputs: write model.Encode(rows)",
            Message(model.Encoder!.Encode(Rows)));
        Order[] unknown = [.. Rows.Select(row => new Order(row.Size, row.SizeClass, row.Distance))];
        Assert.False(model.Encode(unknown).ThrowIfFail().HasLabels);
        Assert.False(model.Encoder.Encode(unknown).ThrowIfFail().HasLabels);
        Assert.Contains("row 0: Carrier is missing, and in 1 other rows", Message(model.Encode([unknown[0], Rows[0], unknown[1]])));
    }

    [Fact]
    public void Two_parameters_read_one_column_of_a_file()
    {
        var path = Path.Combine(folder, "orders.csv");
        File.WriteAllText(path, "distance,size,late,carrier,price\nnear,3.5,yes,drone,7\nfar,,no,Post,8\n");
        var rows = Csv.Load<Order>(path).ThrowIfFail();
        Assert.Equal([new Order(3.5f, 3.5f, "near", Carrier.Drone, 7, true), new Order(null, null, "far", Carrier.Post, 8, false)], rows);
        File.WriteAllText(path, "distance,size\nnear,x\n");
        Assert.Equal($"{path}: line 2, column Size: 'x' is not a number.", Message(Csv.Load<Order>(path)));
        File.WriteAllText(path, "size\n1\n");
        Assert.Contains("there is no column Distance; the columns are", Message(Csv.Load<Order>(path)));
    }

    private static Order[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (size, near) = ((float)(random.NextDouble() * 10), random.Next(2) == 0);
            return new Order(size, size, near ? "near" : "far", near ? size > 5 ? Carrier.Courier : Carrier.Post : Carrier.Drone,
                1000 + 25 * size + (near ? 0 : 20), !near, 1 + i % 2);
        })];
    }

    /// <summary>The normalized prices: the first number of each label, because Price is the first output.</summary>
    private static float[] PricesOf(Orders model)
    {
        var data = model.Encode(Rows).ThrowIfFail();
        var labels = new float[Rows.Length * 3];
        data.CopyTargets([.. Enumerable.Range(0, Rows.Length)], labels);
        return [.. labels.Where((_, i) => i % 3 == 0)];
    }

    /// <summary>Mean and deviation; sums of sorted numbers, as the encoder's.</summary>
    private static (double Mean, double Deviation) Moments(double[] numbers)
    {
        var mean = numbers.Order().Average();
        return (mean, Math.Sqrt(numbers.Select(x => (x - mean) * (x - mean)).Order().Average()));
    }

    private static float[] Bits(Seq<Tensor> tensors) => [.. tensors.SelectMany(tensor => tensor.ToArray())];

    private static string Message<T>(Fin<T> result) => result.Match(Succ: _ => "", Fail: fault => fault.Message);
}
