using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl.FeatureRecords;

/// <summary>What is wrong with the values of rows: each fault names its row and column. There is a bound on their number.</summary>
/// <param name="schema">The columns.</param>
/// <param name="placeOf">Returns the place of a row: <c>line 7</c>; null if there is only one row.</param>
internal sealed class FeatureFaults(FeatureSchema schema, Func<int, string>? placeOf = null)
{
    private readonly List<string> faults = [];
    private readonly List<InvalidValue> values = [];

    /// <summary>The row that is read.</summary>
    internal int Row { get; set; }

    /// <summary>Whether there are any.</summary>
    internal bool Any => faults.Count > 0;

    /// <summary>Whether there are so many that reading may stop.</summary>
    internal bool AreEnough => FaultText.AreEnough(faults);

    /// <summary>Adds the fault of a value.</summary>
    internal void Add(int column, object? value, string what)
    {
        if (AreEnough) return;
        var shown = value switch
        {
            null => "the value",
            string text => CsvText.Quoted(text),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        Add(new InvalidValue(placeOf?.Invoke(Row), schema.Columns[column].Name, $"{shown} {what}"));
    }

    /// <summary>Adds the fault of a column.</summary>
    internal void Add(int column, string what) => faults.Add($"{schema.Columns[column].Name} {what}");

    private void Add(InvalidValue value)
    {
        values.Add(value);
        faults.Add(value.ToString());
    }

    /// <summary>Returns all faults as one error.</summary>
    internal Error ToError(string name) => new InvalidValues($"{name}: {FaultText.Join(faults)}.", Prelude.toSeq(values.ToArray()));
}
