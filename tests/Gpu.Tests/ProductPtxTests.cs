using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelDsl.Gpu.Tests;

/// <summary>What stands in the products' assembly text.</summary>
[Collection(PtxCompiler.Name)]
public sealed partial class ProductPtxTests(PtxCompiler compiler)
{
    public static TheoryData<string> OnTensorCores => Of("TensorCoreProducts");

    public static TheoryData<string> InFloat32 => Of("ProductKernels");

    /// <summary>The names of sums do not look like registers of ILGPU, so a listing does not count them.</summary>
    [Theory, MemberData(nameof(OnTensorCores))]
    public void Tensor_cores_multiply_into_registers_that_are_declared_once(string name)
    {
        const int sums = 32;
        var listing = compiler.Compile(KernelList.All[name]);
        var lines = listing.Text.Split('\n').Select(line => line.Trim()).ToArray();
        var multiplications = lines.Where(line => line.StartsWith("mma.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(8, multiplications.Distinct().Count());
        var format = name.Contains(nameof(BFloat16Cores), StringComparison.Ordinal) ? @"m16n8k16\.row\.col\.f32\.bf16\.bf16" : @"m16n8k8\.row\.col\.f32\.tf32\.tf32";
        Assert.All(multiplications, line => Assert.Matches(
            $@"^mma\.sync\.aligned\.{format}\.f32 (\{{sum\d+(, sum\d+){{3}}\}}), \{{\s*%r\d+(, %r\d+){{3}}\}}, \{{%r\d+, %r\d+\}}, \1;$", line));
        var named = Array.FindAll(lines, line => line.Contains("sum", StringComparison.Ordinal));
        Assert.Equal($".reg .f32 sum<{sums}>;", named[0]);
        Assert.All(named, line => Assert.EndsWith(";", line));
        for (var i = 0; i < sums; i++) Assert.Single(named, $"mov.f32 sum{i}, 0f00000000;");
        Assert.Single(named, line => line.StartsWith(".reg", StringComparison.Ordinal));
        Assert.InRange(listing.Registers() + sums, sums, 128);
    }

    /// <summary>
    /// Sum 4·s + n is number n of matrix s. Two rows of four matrices make the warp's tile: so it lies 8 columns further for each matrix,
    /// and 16 rows further in the second row.
    /// </summary>
    [Theory, MemberData(nameof(OnTensorCores))]
    public void Every_sum_goes_to_its_place(string name)
    {
        var (offsets, found, place) = (new Dictionary<string, int>(), new Dictionary<int, int>(), 0);
        string[] targets = [];
        var (label, number) = ("", new Dictionary<string, int>());
        foreach (var line in compiler.Compile(KernelList.All[name]).Text.Split('\n').Select(line => line.Trim()))
        {
            if (BranchTargets().Match(line) is { Success: true } branch) targets = branch.Groups[1].Value.Split(", ");
            else if (line.EndsWith(':')) label = line[..^1];
            else if (AddedNumber().Match(line) is { Success: true } added)
                offsets[added.Groups[1].Value] = offsets.GetValueOrDefault(added.Groups[2].Value)
                    + int.Parse(added.Groups[3].Value, CultureInfo.InvariantCulture);
            else if (Widened().Match(line) is { Success: true } wide)
                place = offsets.GetValueOrDefault(wide.Groups[1].Value);
            else if (MovedSum().Match(line) is { Success: true } moved)
            {
                var sum = int.Parse(moved.Groups[1].Value, CultureInfo.InvariantCulture);
                found.Add(sum, place);
                Assert.Equal(sum % 4, number.TryGetValue(label, out var known) ? known : number[label] = sum % 4);
            }
        }
        Assert.Equal(32, found.Count);
        foreach (var (sum, at) in found) Assert.Equal(sum / 16 * 16 * TensorCoreTile.ResultLine + sum / 4 % 4 * 8, at);
        for (var i = 0; i < 3; i++) Assert.Equal(i, number[targets[i]]);
        Assert.Equal(4, number.Count);
    }

    /// <summary>A thread reads four numbers of a factor at once, and 16 or 64 multiplications follow a step's reads.</summary>
    [Theory, MemberData(nameof(InFloat32))]
    public void Factors_are_read_in_fours(string name)
    {
        var reads = compiler.Compile(KernelList.All[name]).Names
            .Where(instruction => instruction.StartsWith("ld.shared", StringComparison.Ordinal));
        var count = name.Contains(nameof(LargeTile), StringComparison.Ordinal) ? 4 : 2;
        Assert.Equal(Enumerable.Repeat("ld.shared.v4.f32", count), reads);
    }

    private static TheoryData<string> Of(string family) =>
        [.. KernelList.All.Keys.Where(name => name.StartsWith(family, StringComparison.Ordinal))];

    [GeneratedRegex(@"^\.branchtargets (.*);$")]
    private static partial Regex BranchTargets();

    [GeneratedRegex(@"^add\.s32\s+(%r\d+), (%r\d+), (\d+);$")]
    private static partial Regex AddedNumber();

    [GeneratedRegex(@"^mul\.wide\.u32\s+%rd\d+, (%r\d+), 4;$")]
    private static partial Regex Widened();

    [GeneratedRegex(@"^mov\.f32\s+%f\d+, sum(\d+);$")]
    private static partial Regex MovedSum();
}
