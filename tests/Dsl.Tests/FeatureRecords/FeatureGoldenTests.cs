using System.Globalization;
using System.Reflection;
using LanguageExt;

namespace ModelDsl.Tests.FeatureRecords;

/// <summary>The encodings give what scikit-learn 1.2 gives; golden.py wrote its figures into golden.csv.</summary>
public class FeatureGoldenTests
{
    /// <summary>The columns of golden.csv: columns of <see cref="FeatureRow"/>, with the position of the number in the column.</summary>
    private static readonly (string Column, int Number)[] Columns =
    [
        ("Age", 0), ("Age", 1), ("Mean", 0), ("Zero", 0), ("Fare", 0), ("Rooms", 0), ("City", 0), ("City", 1), ("City", 2), ("Size", 0),
        ("Quantile", 0), ("Quantile", 1), ("Quantile", 2), ("Quantile", 3), ("Uniform", 0),
    ];

    internal static FeatureRow[] Rows { get; } = [.. Enumerable.Range(0, 40).Select(i => new FeatureRow(
        Age: i % 7 == 3 ? null : (float)(20 + i * 37 % 61 + i / 8.0), Fare: (float)Math.Round(Math.Exp(i * 29 % 41 / 9.0), 2),
        Rooms: i * 13 % 17 * 1.5 - 4, City: new[] { "Bern", "Aarau", "Chur" }[i * 11 % 3], Size: new[] { "S", "M", "L", "XL" }[i * 7 % 4],
        Date: new DateTime(2020, 1, 1).AddDays(i), Survived: i % 2 == 0))];

    [Fact]
    public void Encodings_agree_with_scikit_learn()
    {
        var golden = ReadGolden();
        var encoder = FeatureEncoder<FeatureRow>.Learn(Rows).ThrowIfFail();
        var sample = new float[encoder.Width];
        for (var row = 0; row < Rows.Length; row++)
        {
            encoder.Encode(Rows[row], sample).ThrowIfFail();
            for (var i = 0; i < Columns.Length; i++)
            {
                var ours = sample[FeatureRow.First(Columns[i].Column, Columns[i].Number)];
                Assert.True(Math.Abs(ours - golden[row][i]) <= 2e-6 * Math.Max(1, Math.Abs(golden[row][i])), $"row {row}, {Columns[i]}: {ours}, scikit-learn {golden[row][i]}");
            }
        }
    }

    private static double[][] ReadGolden()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("golden.csv")!;
        using var text = new StreamReader(stream);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture)))];
    }
}
