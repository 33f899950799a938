namespace Benchmarks;

/// <summary>
/// ALLOCATION: managed memory that training asks for, of all threads. With bytes(n, e) those of a fit of n steps an epoch and e epochs, an
/// epoch's are bytes(n, 2) − bytes(n, 1); and what these grow by from n to 2n steps is the steps' own, however much a fit or an epoch takes.
/// </summary>
public static class Allocation
{
    private const int Steps = 100;

    /// <summary>Two contests for each of W1 to W4.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        foreach (var work in Training.All)
        {
            var train = fashion | Scale(1 / 255f);
            var (some, more) = (train | Take(Steps * work.BatchSize), train | Take(2 * Steps * work.BatchSize));
            yield return new Contest($"{work.Name}, a step", [new(Side.ModelDsl, () => new Sample((Epoch(work, more) - Epoch(work, some)) / Steps))])
            {
                Unit = Unit.Bytes,
                Goals = [Goal.AtMost(0, Unit.Bytes)],
            };
            yield return new Contest($"{work.Name}, an epoch, but for its steps", [new(Side.ModelDsl, () => new Sample((2 * Epoch(work, some)) - Epoch(work, more)))])
            {
                Unit = Unit.Bytes,
            };
        }
    }

    private static double Epoch(Training work, Dataset train) => Bytes(work, train, 2) - Bytes(work, train, 1);

    private static double Bytes(Training work, Dataset train, int epochs)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        work.Fit(train, work.Options with { Epochs = epochs });
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
