using System.ComponentModel;

namespace ModelDsl.CompilerServices;

/// <summary>
/// The functions of <see cref="Bidirectional{TLayer}"/> and <see cref="TimeDistributed{TLayer}"/> in a method that runs as it is written.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Wrappers
{
    /// <summary>
    /// Returns the function of a bidirectional layer: the layer and a batch <c>[N, steps, in]</c> give the merged outputs of both
    /// directions.
    /// </summary>
    /// <param name="merge">How both outputs become one.</param>
    public static Func<Layer, Tensor, Tensor> Bidirectional<TLayer>(Merge merge) where TLayer : Layer => (layer, x) =>
    {
        var both = (Bidirectional<TLayer>)layer;
        var (there, back) = (both.Forward.Call(x), both.Backward.Call(x));
        if (back.Shape.Rank == 3) back = back.Flip(1);
        return merge switch
        {
            Merge.Sum => there + back,
            Merge.Mul => there * back,
            Merge.Ave => 0.5 * (there + back),
            _ => Functions.Concat([there, back]),
        };
    };

    /// <summary>
    /// The function of a layer that is applied to each step: the layer and a batch <c>[N, steps, …]</c> give that of its outputs.
    /// </summary>
    public static Tensor TimeDistributed<TLayer>(Layer layer, Tensor x) where TLayer : Layer
    {
        ArgumentNullException.ThrowIfNull(x);
        var (inner, step) = (((TimeDistributed<TLayer>)layer).Layer, x.Shape.ToArray());
        return Functions.Concat([.. x.Split(step[1], 1).Select(part =>
        {
            var y = inner.Call(part.Reshape([-1, .. step[2..]]));
            return y.Reshape([-1, 1, .. y.Shape.ToArray()[1..]]);
        })], 1);
    }
}
