namespace ModelDsl.Engines;

/// <summary>
/// libtorch's functions with a number. A number is a native object, too, which an implicit conversion would leave to the finalizer: here each
/// is disposed at once. An underscore ends the name of what changes its operand, as in libtorch.
/// </summary>
internal static class Scalars
{
    private static readonly Scalar One = 1.0;
    private static readonly Scalar MinusOne = -1.0;
    private static readonly Scalar Zero = 0.0;

    extension(TorchTensor x)
    {
        /// <summary>Sets all to 0. TorchSharp's own gives a second tensor of the same memory.</summary>
        public TorchTensor Clear_() => x.fill_(Zero);

        public TorchTensor Plus(TorchTensor y) => x.add(y, One);

        public TorchTensor Minus(TorchTensor y) => x.add(y, MinusOne);

        public TorchTensor Plus_(TorchTensor y) => x.add_(y, One);

        public TorchTensor Minus_(TorchTensor y) => x.add_(y, MinusOne);

        /// <summary>x². TorchSharp's own makes a number for the exponent.</summary>
        public TorchTensor Squared() => x.mul(x);

        public TorchTensor PlusScaled_(TorchTensor y, double factor)
        {
            using Scalar f = factor;
            return x.add_(y, f);
        }

        public TorchTensor PlusProduct_(TorchTensor a, TorchTensor b, double factor)
        {
            using Scalar f = factor;
            return x.addcmul_(a, b, f);
        }

        public TorchTensor PlusQuotient_(TorchTensor a, TorchTensor b, double factor)
        {
            using Scalar f = factor;
            return x.addcdiv_(a, b, f);
        }

        public TorchTensor Times(double factor)
        {
            using Scalar f = factor;
            return x.mul(f);
        }

        public TorchTensor Times_(double factor)
        {
            if (factor == 1.0) return x;
            using Scalar f = factor;
            return x.mul_(f);
        }

        public TorchTensor Plus(double number)
        {
            using Scalar n = number;
            return x.add(n, One);
        }

        public TorchTensor Plus_(double number)
        {
            using Scalar n = number;
            return x.add_(n, One);
        }

        public TorchTensor Fill_(double number)
        {
            using Scalar n = number;
            return x.fill_(n);
        }

        /// <summary>Sets the elements that a mask marks.</summary>
        public TorchTensor Set_(TorchTensor mask, double number)
        {
            using Scalar n = number;
            return x.masked_fill_(mask, n);
        }

        /// <summary>max(x, bound); what is not a number stays so.</summary>
        public TorchTensor AtLeast(double bound)
        {
            using Scalar b = bound;
            return x.clamp_min(b);
        }

        public TorchTensor AtLeast_(double bound)
        {
            using Scalar b = bound;
            return x.clamp_min_(b);
        }

        /// <summary>min(x, bound); what is not a number stays so.</summary>
        public TorchTensor AtMost(double bound)
        {
            using Scalar b = bound;
            return x.clamp_max(b);
        }

        public TorchTensor AtMost_(double bound)
        {
            using Scalar b = bound;
            return x.clamp_max_(b);
        }

        public TorchTensor Within(double least, double most) => x.AtLeast(least).AtMost_(most);

        public TorchTensor Above(double bound)
        {
            using Scalar b = bound;
            return x.gt(b);
        }

        public TorchTensor NotBelow(double bound)
        {
            using Scalar b = bound;
            return x.ge(b);
        }

        public TorchTensor Below(double bound)
        {
            using Scalar b = bound;
            return x.lt(b);
        }

        public TorchTensor NotAbove(double bound)
        {
            using Scalar b = bound;
            return x.le(b);
        }

        public TorchTensor Is(double number)
        {
            using Scalar n = number;
            return x.eq(n);
        }

        /// <summary>1 where a mask marks, else 0.</summary>
        public TorchTensor AsNumbers() => x.to(torch.ScalarType.Float32);
    }
}
