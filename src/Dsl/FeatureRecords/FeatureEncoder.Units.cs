using ModelDsl.FeatureRecords;

namespace ModelDsl;

// The way back from encoded numbers to the units of the table.
public sealed partial class FeatureEncoder<TRow>
{
    /// <summary>
    /// The name and the unit of each number of a row before it was scaled: a sample has <c>(x − Center)·Scale</c>.
    /// </summary>
    internal (string Name, double Center, double Scale)[] NumberUnits
    {
        get
        {
            var units = new (string Name, double Center, double Scale)[Width];
            for (var i = 0; i < learnt.Length; i++)
            {
                var (column, number) = (TRow.Schema.Columns[i], 0);
                foreach (var name in column.Encoding.Names(column, learnt[i]))
                {
                    units[TRow.Schema.Firsts[i] + number] = column.Encoding.Unit(column, learnt[i], number, name);
                    number++;
                }
            }
            return units;
        }
    }

    /// <summary>Returns the place of a column's numbers in a row, and the encoder of its values.</summary>
    internal EncodedColumn At(int column) => features[column];

    /// <summary>Returns the name of one of the values that a column tells apart, see <see cref="FeatureEncoding.ValueName"/>.</summary>
    internal string? ValueName(int column, int place) =>
        TRow.Schema.Columns[column].Encoding.ValueName(TRow.Schema.Columns[column], learnt[column], place);
}
