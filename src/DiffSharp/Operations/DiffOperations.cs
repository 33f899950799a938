using Microsoft.FSharp.Core;
using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

/// <summary>
/// DiffSharp's operations in the forms that instructions need. C# can't omit F#'s optional arguments. Some operations of DiffSharp do not
/// suit an engine. This class has row-wise or exact operations instead. DiffSharp's <c>softmax</c> subtracts the maximum of the whole
/// tensor. Its <c>max</c> of two tensors is <c>(a + b + |a − b|)/2</c>, its <c>sign</c> of NaN throws, and its <c>clamp</c> makes a mask
/// that nothing needs. A mask is a tensor of Int32, 0 or 1.
/// </summary>
internal static class DiffOperations
{
    private static readonly FSharpOption<bool> Keep = FSharpOption<bool>.Some(true);

    extension(DiffTensor x)
    {
        /// <summary>Returns the same numbers in another shape.</summary>
        public DiffTensor As(params int[] shape) => x.view(shape);

        /// <summary>Returns the sums along an axis, which stays with length 1.</summary>
        public DiffTensor Total(int axis) => x.sum(axis, Keep, null);

        /// <summary>Returns the means along an axis, which stays with length 1.</summary>
        public DiffTensor Mean(int axis) => x.Total(axis) * (1.0 / x.shape[axis]);

        /// <summary>Returns the largest number along an axis, which stays with length 1. NaN may be ignored.</summary>
        public DiffTensor Largest(int axis) => x.max(axis, Keep);

        /// <summary>Returns x².</summary>
        public DiffTensor Squared() => x * x;

        /// <summary>Returns one number everywhere, in the shape and type of x.</summary>
        public DiffTensor All(double number) => x.Single(number).expand(x.shape);

        /// <summary>Returns max(least, min(x, most)); NaN for NaN.</summary>
        public DiffTensor Within(double least, double most) =>
            DiffTensor.ofRawTensor(x.primalRaw.ClampT(x.Single(least).primalRaw, x.Single(most).primalRaw));

        /// <summary>Returns 0, and NaN where x is NaN.</summary>
        public DiffTensor Nothing() => x.Within(0.0, 0.0);

        /// <summary>Returns max(x, y), exactly; NaN where either is NaN.</summary>
        public DiffTensor Greater(DiffTensor y) => Select(x.gt(y).int32(), x, y) + x.Nothing();

        /// <summary>Marks the numbers above a bound.</summary>
        public DiffTensor Above(double bound) => x.gt(x.All(bound)).int32();

        /// <summary>Marks the numbers that are not below a bound, and not NaN.</summary>
        public DiffTensor NotBelow(double bound) => x.ge(x.All(bound)).int32();

        /// <summary>Returns a mask's zeros and ones in the type of another tensor.</summary>
        public DiffTensor AsNumbers(DiffTensor like) => x.cast(like.dtype);

        /// <summary>
        /// Returns <paramref name="count"/> indices of an axis, from <paramref name="first"/> on. DiffSharp has slices too, but its
        /// Reference backend copies them one index at a time.
        /// </summary>
        public DiffTensor Slice(int axis, int first, int count)
        {
            var rest = x.shape[axis] - first - count;
            if (first == 0 && rest == 0) return x;
            int[] sizes = (first > 0, rest > 0) switch
            {
                (true, true) => [first, count, rest],
                (true, false) => [first, count],
                _ => [count, rest]
            };
            return x.split(sizes, Axis(axis))[first > 0 ? 1 : 0];
        }

        /// <summary>Returns one of several equal parts along an axis.</summary>
        public DiffTensor Part(int axis, int part, int parts) => x.Slice(axis, part * (x.shape[axis] / parts), x.shape[axis] / parts);

        private DiffTensor Single(double number) => x.like(number, null, null, null);
    }

    /// <summary>
    /// Returns x where the mask is 1, otherwise y. Elements are chosen, not computed: NaN or infinity in the other tensor has no effect.
    /// </summary>
    public static DiffTensor Select(DiffTensor mask, DiffTensor x, DiffTensor y)
    {
        var count = mask.nelement;
        return Join(0, y.As(1, count), x.As(1, count)).gather(0, mask.As(1, count)).view(mask.shape);
    }

    /// <summary>Joins tensors along an axis.</summary>
    public static DiffTensor Join(int axis, params DiffTensor[] parts) => parts.Length == 1 ? parts[0] : DiffTensor.cat(parts, Axis(axis));

    /// <summary>Stacks tensors of one shape along a new axis.</summary>
    public static DiffTensor Stack(int axis, params DiffTensor[] parts) => DiffTensor.stack(parts, Axis(axis));

    private static FSharpOption<int> Axis(int axis) => FSharpOption<int>.Some(axis);
}
