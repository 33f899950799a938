using System.Text.RegularExpressions;

namespace ModelDsl.Gpu.Tests;

/// <summary>The assembly text of a kernel for CUDA, as far as laws ask about it.</summary>
internal sealed partial class PtxListing
{
    private readonly List<Instruction> instructions = [];
    private readonly Dictionary<string, int> labels = [];

    /// <summary>Reads a text.</summary>
    public PtxListing(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (LabelPattern().Match(line) is { Success: true } label) labels[label.Groups[1].Value] = instructions.Count;
            else if (InstructionPattern().Match(line) is { Success: true } found)
                instructions.Add(Read(found.Groups["if"].Value, found.Groups["name"].Value, found.Groups["operands"].Value));
        }
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The names of the instructions, with their types: <c>add.f32</c>.</summary>
    public IEnumerable<string> Names => instructions.Select(instruction => instruction.Name);

    /// <summary>
    /// Estimates how many registers of 32 bits a thread needs: the most that hold a number which is still read, at any instruction. Numbers
    /// that are read from the arguments are left out, because a GPU reads them from its constant memory when it needs them.
    /// </summary>
    public int Registers()
    {
        var arguments = instructions.Where(i => i.Name.StartsWith("ld.param", StringComparison.Ordinal)).SelectMany(i => i.Writes).ToHashSet();
        var live = new HashSet<string>[instructions.Count + 1];
        for (var at = 0; at < live.Length; at++) live[at] = [];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var at = instructions.Count - 1; at >= 0; at--)
            {
                var instruction = instructions[at];
                var after = new HashSet<string>();
                if (instruction.Target is { } target) after.UnionWith(live[labels[target]]);
                if (!instruction.Ends) after.UnionWith(live[at + 1]);
                if (!instruction.IsConditional) after.ExceptWith(instruction.Writes);
                after.UnionWith(instruction.Reads);
                if (after.Count == live[at].Count) continue;
                live[at] = after;
                changed = true;
            }
        }
        return live.Max(registers => registers.Where(r => !arguments.Contains(r)).Sum(Size));
    }

    /// <summary>
    /// Returns the views that are read after they were written, in the order of the text: the registers that hold where each begins.
    /// </summary>
    public IEnumerable<string> ReadAfterWritten()
    {
        var (begins, written) = (new Dictionary<string, string>(), new HashSet<string>());
        foreach (var instruction in instructions)
        {
            if (instruction.Name == "cvta.to.global.u64") begins[instruction.Writes[0]] = instruction.Writes[0];
            else if (instruction.Name == "add.u64" && begins.TryGetValue(instruction.Reads[0], out var view)) begins[instruction.Writes[0]] = view;
            else if (instruction.Name.StartsWith("st.global", StringComparison.Ordinal)) written.Add(begins[instruction.Reads[0]]);
            else if (instruction.Name.StartsWith("ld.global", StringComparison.Ordinal) && written.Contains(begins[instruction.Reads[0]]))
                yield return begins[instruction.Reads[0]];
        }
    }

    private static int Size(string register) => register switch
    {
        ['%', 'p', ..] => 0,
        ['%', 'r' or 'f', 'd', ..] => 2,
        _ => 1,
    };

    private static Instruction Read(string condition, string name, string operands)
    {
        var named = RegisterPattern().Matches(operands).Select(match => match.Value).ToArray();
        var isJump = name.StartsWith("bra", StringComparison.Ordinal);
        var writesFirst = !isJump && !name.StartsWith("st.", StringComparison.Ordinal) && !name.StartsWith("bar", StringComparison.Ordinal);
        var first = operands.TrimStart().StartsWith('{') ? RegisterPattern().Count(operands[..operands.IndexOf('}')]) : 1;
        string[] written = writesFirst ? [.. named.Take(first)] : [];
        return new(
            name, [.. named.Skip(written.Length), .. RegisterPattern().Matches(condition).Select(match => match.Value)], written,
            isJump ? operands.Trim() : null, condition != "", condition == "" && (isJump || name == "ret"));
    }

    [GeneratedRegex(@"^(\w+):$")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^(?<if>@!?%p\d+\s+)?(?<name>[a-z][\w.]*)\s*(?<operands>[^;]*);$")]
    private static partial Regex InstructionPattern();

    [GeneratedRegex(@"%(rd|fd|r|f|p)\d+")]
    private static partial Regex RegisterPattern();

    private sealed record Instruction(string Name, string[] Reads, string[] Writes, string? Target, bool IsConditional, bool Ends);
}
