namespace Benchmarks;

/// <summary>The peers' networks that have other layers than dense ones.</summary>
public static class Networks
{
    private static readonly Part Relu = new(PartKind.Relu);
    private static readonly Part BatchNorm = new(PartKind.BatchNorm);
    private static readonly Part LayerNorm = new(PartKind.LayerNorm);
    private static readonly Part Pool = new(PartKind.Pool);

    /// <summary>W4's, <see cref="FashionConvolutional"/>.</summary>
    public static Network Convolutional { get; } = new(
        [28, 28, 1],
        new(PartKind.Conv, 32), Relu, Pool, new(PartKind.Conv, 64), Relu, Pool, new(PartKind.Flatten), Dense(100), Relu, Dense(10));

    /// <summary>W5's, <see cref="Benchmarks.Gpt"/>.</summary>
    public static Network Gpt { get; } = new(
        [2, 64],
        [
            new(PartKind.PositionedEmbedding, 128) { Vocabulary = 64 },
            .. Enumerable.Repeat(TransformerBlock, 4).SelectMany(block => block),
            LayerNorm, Dense(64),
        ]);

    /// <summary>W6's, <see cref="Benchmarks.ResNet14"/>.</summary>
    public static Network ResNet14 { get; } = new(
        [32, 32, 3],
        [
            Conv(16), BatchNorm, Relu,
            .. Residual(16, 1), .. Residual(16, 1), .. Residual(32, 2), .. Residual(32, 1), .. Residual(64, 2), .. Residual(64, 1),
            new(PartKind.Average), Dense(10),
        ]);

    /// <summary>W7's, <see cref="LstmReader"/>.</summary>
    public static Network Lstm { get; } = Reader(PartKind.Lstm);

    /// <summary>W7's, <see cref="GruReader"/>.</summary>
    public static Network Gru { get; } = Reader(PartKind.Gru);

    private static Network Reader(PartKind recurrent) =>
        new([100], new(PartKind.Embedding, 64) { Vocabulary = 64 }, new(recurrent, 64), Dense(10));

    private static Part[] TransformerBlock =>
    [
        Part.Residual(LayerNorm, new(PartKind.Attention, 4)),
        Part.Residual(LayerNorm, Dense(512), new(PartKind.Gelu), Dense(128)),
    ];

    private static Part Dense(int units) => new(PartKind.Dense, units);

    private static Part Conv(int filters, int stride = 1) => new(PartKind.Conv, filters) { Stride = stride, HasBias = false };

    private static Part[] Residual(int filters, int stride) =>
        [Part.Residual(Conv(filters, stride), BatchNorm, Relu, Conv(filters), BatchNorm), Relu];
}
