namespace ModelDsl.Generators.Tests.Support;

/// <summary>Models that together use every layer, loss and kind of number that generated code writes.</summary>
public static class Zoo
{
    public static string[] Files { get; } =
    [
        """
        namespace Zoo;

        /// <summary>An image classifier.</summary>
        [Model(28, 28), SparseCategoricalCrossentropy]
        public sealed partial record Images(
            [Flatten] Flatten Input,
            [Dense(100, Activation.Relu, KernelL2 = 1.5e-5)] Dense Index,
            [Dropout(0.3)] Dropout Idle,
            [Dense(10, Activation.Softmax)] Dense Output);
        """,
        """
        namespace Zoo
        {
            static partial class Regressions
            {
                [Model(1234), MeanSquaredError]
                internal partial record Price([Dense(1, UseBias = false, KernelL2 = 1234567.5)] Dense Output);

                [Model(5, 4), CategoricalCrossentropy(LabelSmoothing = 0.1, Labels = new[] { 5, 3 })]
                internal partial record Rows(
                    [Dense(8, Activation.Tanh)] Dense INNER,
                    [Activation(Activation.LeakyRelu)] Activation Leaky,
                    [Dense(3)] Dense Output);
            }
        }
        """,
        """
        [Model(3), BinaryCrossentropy(LabelSmoothing = 0.05)]
        internal partial record Spam([Dropout(0.123456789)] Dropout İ, [Dense(1, Activation.Sigmoid)] Dense ı);
        """,
    ];

    /// <summary>The same models with mistakes.</summary>
    public static string[] WrongFiles { get; } =
    [
        .. Files.Select(file => file
            .Replace("Dropout(0.", "Dropout(1234.", StringComparison.Ordinal)
            .Replace("1.5e-5", "-1.5e-5", StringComparison.Ordinal)
            .Replace("Labels = new[] { 5, 3 }", "Labels = new[] { 5000, 3 }", StringComparison.Ordinal)),
    ];

    public static string Many(int i) => $$"""
        namespace Many;

        [Model(28, 28), SparseCategoricalCrossentropy]
        public sealed partial record Model{{i}}(
            [Flatten] Flatten Pixels,
            [Dense({{100 + i}}, Activation.Relu)] Dense Hidden,
            [Dropout(0.3)] Dropout Regularize,
            [Dense(10, Activation.Softmax)] Dense Output);
        """;
}
