using System.Globalization;
using System.Text;

namespace ModelDsl.Examples;

/// <summary>The ways to book a room.</summary>
public enum Channel
{
    Website,
    Phone,
    Agency,
}

/// <summary>A hotel booking, with every kind of column.</summary>
/// <param name="Id">Its number, which tells nothing.</param>
/// <param name="LeadDays">Days from the booking to the arrival: a few, or hundreds, so their logarithm counts.</param>
/// <param name="Price">Price of a night; missing for some.</param>
/// <param name="Channel">How it was booked: a column for each member of the enum.</param>
/// <param name="Country">Where the guest comes from: the most frequent countries are learnt.</param>
/// <param name="Guests">Number of guests: one, two, or more.</param>
/// <param name="Arrival">The day of arrival: its month and its day of the week, each as a place on a circle.</param>
/// <param name="Cancelled">The answer.</param>
[Features]
public sealed partial record Booking(
    [Ignore] int Id,
    [Normalize(Log = true)] int LeadDays,
    [Normalize] float? Price,
    [Category] Channel Channel,
    [Vocabulary(8, OneHot = true)] string? Country,
    [Bucket(2, 3)] int Guests,
    [Date(DateParts.Month | DateParts.DayOfWeek)] DateOnly Arrival,
    [Label] bool? Cancelled = null)
{
    private static readonly string[] Countries = ["DE", "FR", "IT", "CH", "AT", "PL", "SE", "PT"];

    /// <summary>
    /// Draws bookings whose truth we know. Guests cancel more often if they book early, by an agency, or for a high price; the number of
    /// guests makes no difference.
    /// </summary>
    public static IReadOnlyList<Booking> Draw(int count, int seed)
    {
        var random = new Random(seed);
        var bookings = new Booking[count];
        for (var i = 0; i < count; i++)
        {
            var (lead, price, channel) = ((int)Math.Exp(6 * random.NextDouble()), 40 + 160 * random.NextDouble(), (Channel)random.Next(3));
            var logit = -9 + 1.6 * Math.Log(1 + lead) + 0.02 * price + (channel == Channel.Agency ? 3 : channel == Channel.Phone ? -2 : 0);
            bookings[i] = new Booking(
                Id: i + 1,
                LeadDays: lead,
                Price: random.Next(10) == 0 ? null : (float)Math.Round(price, 2),
                Channel: channel,
                Country: random.Next(12) == 0 ? null : Countries[random.Next(Countries.Length)],
                Guests: 1 + random.Next(4),
                Arrival: new DateOnly(2025, 1, 1).AddDays(random.Next(365)),
                Cancelled: random.NextDouble() < 1 / (1 + Math.Exp(-logit)));
        }
        return bookings;
    }

    /// <summary>Returns bookings as a CSV file with a header; empty cells are missing values.</summary>
    public static byte[] ToCsv(IEnumerable<Booking> bookings)
    {
        var text = new StringBuilder("id,leadDays,price,channel,country,guests,arrival,cancelled\n");
        foreach (var b in bookings)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{b.Id},{b.LeadDays},{b.Price},{b.Channel},{b.Country},{b.Guests},{b.Arrival:yyyy-MM-dd},{(b.Cancelled == true ? "yes" : "no")}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

/// <summary>A network of two layers, for bookings.</summary>
[Model(typeof(Booking)), BinaryCrossentropy]
public sealed partial record BookingModel(
    [Dense(8, Activation.Relu, KernelL2 = TableTraining.Penalty)] Dense Hidden,
    [Dense(1, Activation.Sigmoid, KernelL2 = TableTraining.Penalty)] Dense Output);
