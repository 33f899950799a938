using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.FeatureRecords;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// How rows become numbers: the encodings of a record with <see cref="FeaturesAttribute"/>, and what they learnt of the training rows. It
/// is immutable, and equal to another that learnt the same. Encoding a row looks at this row alone.
/// </summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
[JsonConverter(typeof(TextJson))]
public sealed partial class FeatureEncoder<TRow> : IEquatable<FeatureEncoder<TRow>> where TRow : IFeatures<TRow>
{
    /// <summary>The result of encoding a row; a new one for each row would allocate.</summary>
    private static readonly Fin<Unit> Done = Unit.Default;

    private readonly Statistics[] learnt;

    /// <summary>What <see cref="ToText"/> returned; a model is asked for it with every prediction.</summary>
    private string? text;

    /// <summary>The columns of a row to predict: labels and weights are not looked at.</summary>
    private readonly EncodedColumn[] features;

    /// <summary>The columns of a row to learn from: labels and weight are written behind the sample.</summary>
    private readonly EncodedColumn[] all;

    private FeatureEncoder(Statistics[] learnt)
    {
        this.learnt = learnt;
        var schema = TRow.Schema;
        (features, all) = (new EncodedColumn[learnt.Length], new EncodedColumn[learnt.Length]);
        for (var i = 0; i < learnt.Length; i++)
        {
            var column = schema.Columns[i];
            if (column.Encoding is NoFeatureEncoding) continue;
            features[i] = all[i] = new EncodedColumn(schema.Firsts[i], column.Encoding.Width(column.IsOptional), EncoderOf(i));
        }
        var labels = schema.Labels;
        for (var i = 0; i < labels.Length; i++) all[labels[i]] = new EncodedColumn(schema.SampleWidth + i, 1, EncoderOf(labels[i]));
        if (schema.Weight is >= 0 and var weight)
            all[weight] = new EncodedColumn(schema.SampleWidth + labels.Length, 1, EncoderOf(weight));
        LabelUnits = Array.ConvertAll(labels, label => NumberLabelEncoding.UnitOf(learnt[label]));
    }

    /// <summary>Count of numbers in an encoded row.</summary>
    public int Width => TRow.Schema.SampleWidth;

    /// <summary>
    /// The names of the numbers in an encoded row, in order: <c>Age</c>, <c>Age is missing</c>, <c>Embarked = Cherbourg</c>.
    /// </summary>
    public Seq<string> Columns
    {
        get
        {
            var names = new string[Width];
            for (var i = 0; i < learnt.Length; i++)
            {
                var (column, place) = (TRow.Schema.Columns[i], TRow.Schema.Firsts[i]);
                foreach (var name in column.Encoding.Names(column, learnt[i])) names[place++] = name;
            }
            return names.ToSeq().Strict();
        }
    }

    /// <summary>
    /// Learns from training rows what the encodings need: means, medians, words. The order of the rows makes no difference.
    /// </summary>
    /// <param name="rows">The training rows.</param>
    /// <returns>
    /// The encoder, or one error with all faults up to a bound: no rows, numbers that are not finite, columns without any value.
    /// </returns>
    public static Fin<FeatureEncoder<TRow>> Learn(IEnumerable<TRow> rows) => Table<TRow>.Of(rows).Bind(table =>
    {
        var schema = TRow.Schema;
        var samples = new ColumnSample?[schema.Columns.Count];
        for (var i = 0; i < samples.Length; i++)
            if (schema.Columns[i].Encoding is not (IgnoredEncoding or SampleWeightEncoding or ClassLabelEncoding))
                samples[i] = schema.Columns[i].Encoding.NewSample();
        var faults = new FeatureFaults(schema, table.Place);
        var visitor = new LearningVisitor(schema, samples, faults);
        for (faults.Row = 0; faults.Row < table.Count && !faults.AreEnough; faults.Row++) TRow.Visit(table[faults.Row], ref visitor);
        if (faults.Any) return faults.ToError(table.Name);
        var learnt = new Statistics[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var column = schema.Columns[i];
            var known = samples[i] is { } sample ? column.Encoding.Learn(sample, column.IsOptional) : Statistics.Nothing;
            if (known.Case is Error fault) faults.Add(i, fault.Message);
            learnt[i] = known.IfFail(Statistics.Nothing);
        }
        return faults.Any ? faults.ToError(table.Name) : Fin<FeatureEncoder<TRow>>.Succ(new FeatureEncoder<TRow>(learnt));
    });

    /// <summary>Encodes a row. It allocates nothing if the row is right.</summary>
    /// <param name="row">The row; its label is not looked at.</param>
    /// <param name="numbers">Receives the numbers, as many as <see cref="Width"/>.</param>
    /// <returns>Nothing, or an error that names every value that can't be encoded.</returns>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public Fin<Unit> Encode(TRow row, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (numbers.Length != Width)
            throw new ArgumentException(FormattableString.Invariant($"A row of {TRow.Schema.Name} has {Width} numbers, but there is room for {numbers.Length}."), nameof(numbers));
        FeatureFaults? faults = null;
        var visitor = new EncodingVisitor(TRow.Schema, features, numbers, ref faults);
        TRow.Visit(row, ref visitor);
        return faults is null ? Done : faults.ToError($"The row of {TRow.Schema.Name}");
    }

    /// <summary>
    /// Encodes rows into a data set. Labels that are classes are class indices with their names; numbers are targets. If the labels of all
    /// rows are missing, or the record has none, the data set has no labels. <c>model.Encode(rows)</c> gives labels in the form that the
    /// model's loss takes; several labels need it, because their order is that of the model's outputs.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <returns>
    /// The data set, or an error: the record has several labels. Or one error that names every value that can't be encoded, with its row,
    /// up to a bound.
    /// </returns>
    public Fin<Dataset> Encode(IEnumerable<TRow> rows) => Table<TRow>.Of(rows).Bind(table => Encode(table, withLabels: true)
        .Bind(encoded => encoded.ToDataset()));

    /// <summary>Returns what was learnt as JSON, for files. The same encoder gives the same text.</summary>
    public string ToText() => text ??= EncoderText.Write(TRow.Schema, learnt);

    /// <summary>Reads an encoder from the text that <see cref="ToText"/> gave.</summary>
    /// <returns>The encoder, or an error that names every column in which the record has changed since.</returns>
    public static Fin<FeatureEncoder<TRow>> FromText(string text) =>
        EncoderText.Read(TRow.Schema, text).Map(learnt => new FeatureEncoder<TRow>(learnt));

    /// <inheritdoc/>
    public bool Equals(FeatureEncoder<TRow>? other) => other is not null && (ReferenceEquals(this, other) || ToText() == other.ToText());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeatureEncoder<TRow>);

    /// <inheritdoc/>
    public override int GetHashCode() => ToText().GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the record and its columns: <c>Encoder of Passenger: 12 numbers a row</c>.</summary>
    public override string ToString() => ValueText.Line($"Encoder of {TRow.Schema.Name}: {Words.Counted(Width, "number")} a row");

    /// <summary>The units of the labels, in the order of <see cref="FeatureSchema.Labels"/>.</summary>
    internal LabelUnit[] LabelUnits { get; }

    /// <summary>The features of an encoded row: each column of the record is one, with all its numbers.</summary>
    private Seq<DataFeature> Features => Enumerable.Range(0, learnt.Length)
        .Where(i => features[i].Width > 0).OrderBy(i => features[i].First)
        .Select(i => new DataFeature(TRow.Schema.Columns[i].Name, features[i].First, features[i].Width)
        {
            Columns = TRow.Schema.Columns[i].Encoding.Names(TRow.Schema.Columns[i], learnt[i]).ToSeq().Strict(),
        }).ToSeq().Strict();

    /// <summary>Encodes all rows of a table.</summary>
    internal Fin<EncodedRows> Encode(Table<TRow> table, bool withLabels)
    {
        var schema = TRow.Schema;
        var width = schema.SampleWidth;
        if ((long)width * table.Count > Array.MaxLength)
            return Error.New($"{table.Name}: {Words.Counted(table.Count, "row")} of {Words.Counted(width, "number")} are too many for a data set in memory.");
        var samples = new float[width * table.Count];
        var labels = withLabels ? Array.ConvertAll(schema.Labels, _ => new float[table.Count]) : [];
        var weights = withLabels && schema.Weight >= 0 ? new float[table.Count] : [];
        var buffer = new float[width + schema.Labels.Length + 1];
        FeatureFaults? faults = new(schema, table.Place);
        var visitor = new EncodingVisitor(schema, withLabels ? all : features, buffer, ref faults);
        for (var row = 0; row < table.Count && !faults!.AreEnough; row++)
        {
            faults.Row = row;
            TRow.Visit(table[row], ref visitor);
            buffer.AsSpan(0, width).CopyTo(samples.AsSpan(row * width));
            for (var i = 0; i < labels.Length; i++) labels[i][row] = buffer[width + i];
            if (weights.Length > 0) weights[row] = buffer[width + schema.Labels.Length];
        }
        return faults!.Any ? faults.ToError(table.Name)
            : new EncodedRows(schema, Features, ToText(), table.Name, table.Place, samples, labels, weights);
    }

    private ColumnEncoder EncoderOf(int column) =>
        TRow.Schema.Columns[column].Encoding.Encoder(TRow.Schema.Columns[column], learnt[column]);
}
