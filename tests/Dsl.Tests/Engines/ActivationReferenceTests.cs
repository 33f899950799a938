using System.Globalization;
using ModelDsl.Engines.Reference;

namespace ModelDsl.Tests.Engines;

/// <summary>docs/reference/activations.md agrees with the code. Its numbers were computed elsewhere.</summary>
public class ActivationReferenceTests
{
    [Fact]
    public void The_page_lists_every_activation_in_order() =>
        Assert.Equal(Enum.GetNames<ActivationKind>(), Rows().Skip(1).Select(row => row[0]));

    [Fact]
    public void The_page_gives_the_values_of_every_elementwise_activation()
    {
        var points = Rows().First()[2..^1].Select(head => Number(head[2..^1])).ToArray();
        Assert.Equal(5, points.Length);
        foreach (var row in Rows().Skip(1))
        {
            var kind = Enum.Parse<ActivationKind>(row[0]);
            if (!InstructionTable.Activations.Contains(kind)) continue;
            foreach (var (x, text) in points.Zip(row[2..^1]))
            {
                var (expected, actual) = (Number(text), ReferenceActivations.Value(kind, x));
                Assert.True(Math.Abs(expected - actual) <= 1e-8 * Math.Abs(expected), $"{kind}({x:R}): expected {expected:R}, got {actual:R}.");
            }
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows() =>
        ReferencePage.Lines("activations")
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Replace("\\|", "∣", StringComparison.Ordinal).Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
}
