using ModelDsl.Engines;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.DiffSharp.Tests.Oracle;

/// <summary>
/// Computes the forward pass of a random model in DiffSharp's operations, from the spec alone, and the gradient by DiffSharp's reverse
/// mode.
/// </summary>
internal static class TextbookModel
{
    public static double[][] Gradient(CompiledModel model, double[][] parameters, Samples samples, RandomKey key) => Reverse.Gradient(
        parameters.Zip(model.Description.Parameters, (numbers, p) => (numbers, p.Shape.Dimensions.ToArray())),
        at => Loss(model.Model.Spec, at, samples, model.Description.Classes, key));

    private static DiffTensor Loss(ModelSpec spec, DiffTensor[] parameters, Samples samples, int columns, RandomKey key)
    {
        var (y, last) = Forward(spec, parameters, samples, key);
        y = y.view([-1, columns]);
        var rows = y.shape[0];
        double[] targets = spec.Losses[0].Name == "SparseCategoricalCrossentropy"
            ? [.. samples.Labels.SelectMany(label => Enumerable.Range(0, columns).Select(j => j == (int)label ? 1.0 : 0.0))]
            : samples.Labels;
        var losses = TextbookLosses.Of(spec.Losses[0], last, y, Reverse.Constant(targets, rows, columns));
        if (samples.Weights is { } weights) losses *= Reverse.Constant(weights, rows, 1);
        return losses.sum(null) / (double)rows + Penalty(spec, parameters);
    }

    /// <summary>Returns the output, and the last activation before it; a linear activation layer does not count.</summary>
    private static (DiffTensor Output, string Last) Forward(ModelSpec spec, DiffTensor[] parameters, Samples samples, RandomKey key)
    {
        var (columns, next, last) = (spec.InputShape[^1], 0, "Linear");
        var x = Reverse.Constant(samples.Inputs, -1, columns);
        for (var index = 0; index < spec.Layers.Count; index++)
        {
            switch (spec.Layers[index])
            {
                case FlattenSpec:
                    x = x.view([samples.Rows, -1]);
                    break;
                case DropoutSpec { Rate: > 0 } dropout:
                    var stream = RandomStreams.Dropout + (uint)index;
                    var kept = Enumerable.Range(0,
                        x.nelement).Select(i => Philox.Uniform(key, stream, (uint)i) >= dropout.Rate ? 1 / (1 - dropout.Rate) : 0);
                    x *= Reverse.Constant([.. kept], x.shape);
                    break;
                case ActivationSpec { Activation: not "Linear" } activation:
                    x = TextbookActivations.Of(last = activation.Activation, x);
                    break;
                case DenseSpec dense:
                    x = x.matmul(parameters[next++]);
                    if (dense.UseBias) x += parameters[next++];
                    x = TextbookActivations.Of(last = dense.Activation, x);
                    break;
            }
        }
        return (x, last);
    }

    private static DiffTensor Penalty(ModelSpec spec, DiffTensor[] parameters)
    {
        var (sum, next) = (Reverse.Constant([0.0]), 0);
        foreach (var dense in spec.Layers.OfType<DenseSpec>())
        {
            var kernel = parameters[next];
            if (dense.Kernel.Penalty.L2 > 0) sum += (kernel * kernel).sum(null) * dense.Kernel.Penalty.L2;
            next += dense.UseBias ? 2 : 1;
        }
        return sum;
    }
}
