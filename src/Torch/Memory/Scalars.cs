using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// libtorch's functions with a number. The number is an <see cref="Operand"/> where that is possible, otherwise a
/// <see cref="NativeScalar"/> that is disposed at once. The name of a function that changes its operand ends with an underscore, as in
/// libtorch.
/// </summary>
internal static class Scalars
{
    private static readonly Scalar One = new NativeScalar(1.0).Value;
    private static readonly Scalar MinusOne = new NativeScalar(-1.0).Value;
    private static readonly Scalar Zero = new NativeScalar(0.0).Value;

    extension(TorchTensor x)
    {
        /// <summary>Sets all elements to 0. TorchSharp's own function returns a second tensor of the same memory.</summary>
        public TorchTensor Clear_() => x.fill_(Zero);

        public TorchTensor Plus(TorchTensor y) => x.add(y, One);

        public TorchTensor Minus(TorchTensor y) => x.add(y, MinusOne);

        public TorchTensor Plus_(TorchTensor y) => x.add_(y, One);

        public TorchTensor Minus_(TorchTensor y) => x.add_(y, MinusOne);

        /// <summary>Returns x². TorchSharp's own function makes a native number for the exponent.</summary>
        public TorchTensor Squared() => x.mul(x);

        public TorchTensor PlusProduct_(TorchTensor a, TorchTensor b, double factor)
        {
            using var f = new NativeScalar(factor);
            return x.addcmul_(a, b, f.Value);
        }

        public TorchTensor Times(double factor) => x.mul(Operand.Of(factor));

        public TorchTensor Times_(double factor) => factor == 1.0 ? x : x.mul_(Operand.Of(factor));

        public TorchTensor Plus(double number) => x.add(Operand.Of(number), One);

        public TorchTensor Plus_(double number) => x.add_(Operand.Of(number), One);

        public TorchTensor Fill_(double number)
        {
            using var n = new NativeScalar(number);
            return x.fill_(n.Value);
        }

        /// <summary>Sets the elements that a mask marks to a number.</summary>
        public TorchTensor Set_(TorchTensor mask, double number)
        {
            using var n = new NativeScalar(number);
            return x.masked_fill_(mask, n.Value);
        }

        /// <summary>Returns max(x, bound); NaN for NaN.</summary>
        public TorchTensor AtLeast(double bound)
        {
            using var b = new NativeScalar(bound);
            return x.clamp_min(b.Value);
        }

        public TorchTensor AtLeast_(double bound)
        {
            using var b = new NativeScalar(bound);
            return x.clamp_min_(b.Value);
        }

        /// <summary>Returns min(x, bound); NaN for NaN.</summary>
        public TorchTensor AtMost(double bound)
        {
            using var b = new NativeScalar(bound);
            return x.clamp_max(b.Value);
        }

        public TorchTensor AtMost_(double bound)
        {
            using var b = new NativeScalar(bound);
            return x.clamp_max_(b.Value);
        }

        public TorchTensor Above(double bound) => x.gt(Operand.Of(bound));

        public TorchTensor Is(double number) => x.eq(Operand.Of(number));

        /// <summary>Returns 1 where a mask is true, otherwise 0.</summary>
        public TorchTensor AsNumbers() => x.to(torch.ScalarType.Float32);
    }
}
