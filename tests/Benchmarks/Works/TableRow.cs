using System.Globalization;
using System.Text;

namespace Benchmarks;

/// <summary>How a booking was made.</summary>
public enum Channel
{
    Website,
    Phone,
    Agency,
}

/// <summary>TABLE: a row with numbers, missing numbers, categories and a cyclic number. It has 19 numbers when it is encoded.</summary>
[Features]
public sealed partial record TableRow(
    [Normalize(Log = true)] float Lead,
    [Normalize] float? Price,
    [MinMax] float Nights,
    [Cyclic(12)] float Month,
    [Category] Channel Channel,
    [Category("AT", "CH", "DE", "DK", "ES", "FR", "IT", "NL", "PL", "SE", Unknown = Unknown.Zeros)] string Country,
    [Ignore] int Id = 0,
    [Label] bool? Cancelled = null)
{
    private static readonly string[] Countries = ["AT", "CH", "DE", "DK", "ES", "FR", "IT", "NL", "PL", "SE"];

    /// <summary>Makes rows of a fixed seed.</summary>
    public static TableRow[] Draw(int count)
    {
        var random = new Random(45);
        var rows = new TableRow[count];
        for (var i = 0; i < count; i++)
        {
            var (lead, price, channel) = (MathF.Exp(6 * random.NextSingle()), 40 + 160 * random.NextSingle(), (Channel)random.Next(3));
            var (month, country) = (random.Next(12), random.Next(Countries.Length));
            var season = Math.Sin(month) * (country % 2);
            var logit = -4.5 + 0.8 * Math.Log(1 + lead) + 0.01 * price + (channel == Channel.Agency ? 1.5 : 0) + season;
            rows[i] = new TableRow(lead, random.Next(10) == 0 ? null : price, 1 + random.Next(14), month, channel, Countries[country], i,
                random.NextDouble() < 1 / (1 + Math.Exp(-logit)));
        }

        return rows;
    }

    /// <summary>Writes rows as CSV without a header; a missing number is <c>nan</c>.</summary>
    public static byte[] ToCsv(TableRow[] rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{row.Lead},{(row.Price is { } price ? price.ToString(CultureInfo.InvariantCulture) : "nan")},{row.Nights},{row.Month},{row.Channel},{row.Country},{(row.Cancelled == true ? 1 : 0)}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

/// <summary>TABLE: logistic regression.</summary>
[Model(typeof(TableRow)), BinaryCrossentropy]
public sealed partial record TableLogistic([Dense(1, Activation.Sigmoid)] Dense Output);

/// <summary>TABLE: a network of two layers.</summary>
[Model(typeof(TableRow)), BinaryCrossentropy]
public sealed partial record TableNetwork([Dense(16, Activation.Relu)] Dense Hidden, [Dense(1, Activation.Sigmoid)] Dense Output);
