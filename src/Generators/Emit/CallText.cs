using System.Globalization;
using System.Text.RegularExpressions;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Emit;

/// <summary>An instruction in parts: the text that is the same in each repetition, and the parts that may differ.</summary>
/// <param name="Text">The call and its comments, without names of buffers and without numbers that may count.</param>
/// <param name="Buffers">The buffers that the call names, in the order of the text.</param>
/// <param name="Index">The number of its random stream, or of its first column.</param>
/// <param name="Numbers">The numbers in the words of its origin: numbers of layers, and others.</param>
internal sealed record CallText(string Text, Value[] Buffers, int Index, long[] Numbers)
{
    private static readonly Regex Digits = new(@"(?<!\d)\d{1,9}(?!\d)", RegexOptions.CultureInvariant);

    public static CallText Of(Operation operation, Kernels kernels)
    {
        var buffers = new List<Value>();
        var arguments = new InstructionArguments(operation, Named, "Rows") { Kernel = kernels.TypeOf, Offset = static _ => "#" };
        var call = operation.Definition.Instruction!.Call("", arguments);
        var shapes = string.Join(", ", operation.Results.Select(result => result.Type.ShapeText));
        var (phase, words) = (operation.Origin.Phase, operation.Origin.Text);
        long[] numbers = [.. Digits.Matches(words).Cast<Match>().Select(Number)];
        return new($"{call}\n{shapes}\n{phase}\n{Digits.Replace(words, "#")}", [.. buffers], operation.Attributes.Index, numbers);

        string Named(Value value)
        {
            buffers.Add(value);
            return "@";
        }
    }

    /// <summary>Returns the words of an origin in which a number may count the repetitions: <c>Blocks[i].Hidden</c>.</summary>
    /// <param name="text">The words at the start.</param>
    /// <param name="steps">The growth of each number from one repetition to the next.</param>
    /// <param name="counted">Returns the text for a number that grows, from its first value and its step.</param>
    public static string Counted(string text, long[] steps, Func<long, long, string> counted)
    {
        var next = 0;
        return Digits.Replace(text, match =>
        {
            var step = steps[next++];
            if (step == 0) return match.Value;
            var count = counted(Number(match), step);
            return match.Index > 0 && text[match.Index - 1] == '.' ? $"\0[{count}]" : $"{{{count}}}";
        }).Replace(".\0", "");
    }

    private static long Number(Match match) => long.Parse(match.Value, CultureInfo.InvariantCulture);
}
