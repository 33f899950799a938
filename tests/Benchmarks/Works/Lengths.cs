namespace Benchmarks;

/// <summary>
/// LENGTHS: an epoch over sequences of 1 to 99 steps, padded to 100 and masked. Their time is to be that of their real steps, which are 50
/// on average.
/// </summary>
public static class Lengths
{
    private const int Samples = 3_200;
    private const int Steps = 100;
    private const string HalfAsLong = "50 steps each, no mask";

    /// <summary>A contest for each layer.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        yield return Compare<MaskedLstm, LstmOfFifty, LstmReader>("LSTM of 64, batch 32");
        yield return Compare<MaskedGru, GruOfFifty, GruReader>("GRU of 64, batch 32");
    }

    private static Contest Compare<TMasked, THalf, TWhole>(string title)
        where TMasked : class, IModel<TMasked> where THalf : class, IModel<THalf> where TWhole : class, IModel<TWhole> =>
        new(title, [Of<TMasked>("1 to 99 steps, padded to 100", Steps, true), Of<THalf>(HalfAsLong, Steps / 2, false),
            Of<TWhole>("100 steps each, no mask", Steps, false)])
        {
            Goals = [Goal.Times(1 / 1.2, HalfAsLong)],
        };

    private static Side Of<T>(string name, int steps, bool padded) where T : class, IModel<T>
    {
        var (train, heldOut) = (MadeData.Words(Samples, steps, padded, seed: 1), MadeData.Words(400, steps, padded, seed: 2));
        var options = new FitOptions { BatchSize = 32, Optimizer = new RmsProp(), Threads = 1 };
        return new(name, new Classifier<T>(train, heldOut, options).Measure);
    }
}
