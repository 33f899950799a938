using System.Text.Json;

namespace ModelDsl.Examples;

/// <summary>The figures of other libraries on the tables, as <c>bench.sh TABLE</c> wrote them: Tables/peers.json.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Date">The day.</param>
/// <param name="Tables">The tables.</param>
internal sealed record RecordedPeers(string Machine, string Date, IReadOnlyList<PeersOfTable> Tables)
{
    /// <summary>Reads the file beside the program.</summary>
    public static RecordedPeers Read() => JsonSerializer.Deserialize<RecordedPeers>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Tables", "peers.json")), JsonSerializerOptions.Web)!;
}

/// <summary>The figures of one table.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Sides">The libraries, ours first.</param>
internal sealed record PeersOfTable(string Table, IReadOnlyList<PeerFigure> Sides);

/// <summary>The figure of one library.</summary>
/// <param name="Name">The library.</param>
/// <param name="Figure">Accuracy or R², the mean of five folds.</param>
/// <param name="Seconds">The time of five trainings and evaluations, the median of several runs.</param>
internal sealed record PeerFigure(string Name, double Figure, double Seconds);
