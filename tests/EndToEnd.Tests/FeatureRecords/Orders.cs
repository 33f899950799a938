namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>How an order was sent.</summary>
public enum Carrier
{
    Post,
    Courier,
    Drone,
}

/// <summary>An order with three answers. Weight and size are read twice from a table, as a number and as an interval.</summary>
[Features]
public sealed partial record Order(
    [Normalize] float? Size,
    [Column("Size"), Bucket(2, 5)] float? SizeClass,
    [Category("near", "far")] string Distance,
    [Label] Carrier? Carrier = null,
    [Label(Normalize = true)] double? Price = null,
    [Label] bool? Late = null,
    [SampleWeight] float Weight = 1);

/// <summary>All answers at once; the outputs are in another order than the labels.</summary>
[Model(typeof(Order)), MeanSquaredError(Output = "Price", Weight = 0.5), BinaryCrossentropy(Output = "Late"), SparseCategoricalCrossentropy(Output = "Carrier")]
public sealed partial record Orders(
    [Dense(6, Activation.Tanh)] Dense Hidden, [Dense(1)] Dense Cost, [Dense(1, Activation.Sigmoid)] Dense Delay,
    [Dense(3, Activation.Softmax)] Dense Sender)
{
    [Forward]
    static (Tensor Price, Tensor Late, Tensor Carrier) Look(Orders m, Tensor x)
    {
        var hidden = x | m.Hidden;
        return (hidden | m.Cost, hidden | m.Delay, hidden | m.Sender);
    }
}

/// <summary>The same network for numbers that somebody encoded by hand.</summary>
[Model(8), MeanSquaredError(Output = "Price", Weight = 0.5), BinaryCrossentropy(Output = "Late"), SparseCategoricalCrossentropy(Output = "Carrier")]
public sealed partial record OrdersWide(
    [Dense(6, Activation.Tanh)] Dense Hidden, [Dense(1)] Dense Cost, [Dense(1, Activation.Sigmoid)] Dense Delay,
    [Dense(3, Activation.Softmax)] Dense Sender)
{
    [Forward]
    static (Tensor Price, Tensor Late, Tensor Carrier) Look(OrdersWide m, Tensor x)
    {
        var hidden = x | m.Hidden;
        return (hidden | m.Cost, hidden | m.Delay, hidden | m.Sender);
    }
}
