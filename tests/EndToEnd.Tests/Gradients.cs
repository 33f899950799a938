using ModelDsl.CompilerServices;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>The gradient of emitted code, against differences of the loss of emitted code.</summary>
internal static class Gradients
{
    /// <summary>Checks every element at a random point, on the reference engine; frozen parameters have no gradient.</summary>
    /// <param name="training">Whether the loss is that of training, with noise.</param>
    /// <param name="batch">The batch; a random one by default.</param>
    public static void AgreeWithDifferences<T>(bool training = false, Batch? batch = null) where T : class, IModel<T>
    {
        const double Step = 1e-4;
        var model = Numbers.Point<T>(9, Engine.Reference);
        batch ??= Numbers.Random<T>(2, 9);
        var gradient = ModelCalls.LossAndGradient(model, batch, default).Gradient.Parameters;
        for (var p = 0; p < model.Parameters.Count; p++)
        {
            var (at, derived) = (model.Parameters[p].ToDoubles(), gradient[p].ToDoubles());
            if (T.Description.Parameters[p].IsFrozen)
            {
                Assert.All(derived, d => Assert.Equal(0, d));
                continue;
            }
            for (var i = 0; i < at.Length; i++)
            {
                var slope = (8 * (Loss(p, at, i, Step) - Loss(p, at, i, -Step)) - Loss(p, at, i, 2 * Step) + Loss(p, at, i, -2 * Step))
                    / (12 * Step);
                Assert.Equal(slope, derived[i], 1e-8);
            }
        }

        double Loss(int parameter, double[] at, int i, double step)
        {
            var moved = (double[])at.Clone();
            moved[i] += step;
            var there = Numbers.With(model, [.. model.Parameters.Select((p, k) => k == parameter ? Numbers.Tensor(p.Shape, moved) : p)]);
            return training ? ModelCalls.LossAndGradient(there, batch, default).Loss : ModelCalls.Loss(there, batch);
        }
    }
}
