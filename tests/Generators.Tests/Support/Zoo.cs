namespace ModelDsl.Generators.Tests.Support;

/// <summary>Models that together use every layer, every loss and every kind of number in generated code.</summary>
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
        """
        namespace Zoo.Methods;

        [Model(2, 6), CategoricalCrossentropy]
        internal sealed partial record Towers([Dense(8)] Dense Tower, [Dropout(0.25)] Dropout Drop, [Dense(3)] Dense Head)
        {
            [Forward]
            private static Tensor Compare(Towers m, Tensor x, bool training)
            {
                var (left, right) = (x[.., 0, ..^2], x[.., 1, 2..]);
                for (var i = 0; i < 2; i++) (left, right) = (right, left * 1234.5);
                var h = Concat([left | m.Tower, right | m.Tower, Where(left > right, left, right)]).Reshape(-1, 2, 10).Transpose(0, 2, 1).Max(-1) | Curve;
                return (training ? 0.987654321 * h : h) | m.Drop | m.Head;
            }

            [Elementwise]
            private static float Curve(float v) => v > 1234.5f ? 0.987654321f * v : 1.5e-5f + v;
        }
        """,
        """
        namespace Zoo.Composed;

        [Block]
        internal sealed partial record Step([Dense(6, Activation.Tanh)] Dense Inner, [Dropout(0.5)] Dropout Drop)
        {
            [Forward]
            private static Tensor Add(Step m, Tensor x) => x + (x | m.Inner | m.Drop);
        }

        [Model(6), MeanSquaredError]
        internal sealed partial record Base(Step First, [Frozen, Repeat(2)] LanguageExt.Seq<Step> Rest, [Frozen, BatchNormalization] BatchNormalization Norm);

        [Model(6), MeanSquaredError]
        internal sealed partial record Whole(Base Base, [Repeat(2), Dense(6)] LanguageExt.Seq<Dense> Tied)
        {
            [Forward]
            private static Tensor Run(Whole m, Tensor x)
            {
                var h = x | m.Base;
                foreach (var layer in m.Tied) h = MatMul(h | layer | m.Base.First, 0.12345 * layer.Kernel.Transpose(1, 0));
                return h;
            }
        }
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

    /// <summary>One of many models with a method.</summary>
    public static string ManyMethods(int i) => $$"""
        namespace Many;

        [Model(12), SparseCategoricalCrossentropy]
        public sealed partial record Method{{i}}([Dense({{100 + i}})] Dense Stem, [Dense({{100 + i}})] Dense Block, [Dense(10)] Dense Head)
        {
            [Forward]
            static Tensor Logits(Method{{i}} m, Tensor x)
            {
                var h = x | m.Stem | Relu;
                for (var i = 0; i < 2; i++) h = Shared.Residual(h, h | m.Block);
                return h * 0.5 | m.Head;
            }
        }
        """;

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
