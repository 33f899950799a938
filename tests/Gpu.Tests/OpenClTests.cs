using System.Text.RegularExpressions;

namespace ModelDsl.Gpu.Tests;

/// <summary>What OpenCL's drivers are given for each kernel. It is compiled without a device, and read.</summary>
public sealed partial class OpenClTests(OpenClCompiler compiler) : IClassFixture<OpenClCompiler>
{
    /// <summary>
    /// The functions of OpenCL C that a kernel may call. None of them approximates, as <c>exp</c>, <c>native_sin</c> and <c>half_recip</c>
    /// may; <c>sqrt</c> errs by 3 units of the last place at most.
    /// </summary>
    private static readonly HashSet<string> Allowed =
    [
        "get_local_id", "get_group_id", "get_local_size", "get_num_groups", "work_group_barrier",
        "as_float", "as_int", "isnan", "fabs", "floor", "min", "max", "sqrt",
    ];

    public static TheoryData<string> Kernels => new(KernelList.All.Keys.Order());

    /// <summary>
    /// A kernel is one function that calls no approximations, needs no <c>double</c>, and has no arrays but those of its group: a thread's
    /// own array would lie in slow memory. As on CUDA, elementwise kernels must not read from a view that they have written to.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_calls_no_approximation_keeps_its_numbers_in_registers_and_reads_before_it_writes(string name)
    {
        var text = compiler.Compile(KernelList.All[name]);
        Assert.Subset(Allowed, Calls(text).ToHashSet());
        Assert.Single(FunctionPattern().Matches(text));
        Assert.DoesNotContain("double", text, StringComparison.Ordinal);
        Assert.All(ArrayPattern().Matches(text), array => Assert.StartsWith("local ", array.Value, StringComparison.Ordinal));
        if (name.StartsWith("MapKernel", StringComparison.Ordinal)) Assert.Empty(ReadAfterWritten(text));
    }

    /// <summary>The laws can fail: they see each of these faults.</summary>
    [Fact]
    public void Faults_of_a_text_are_seen()
    {
        const string Text = """
            float helper(
            	float var0)
            kernel void Kernel_Run(
            	global float* view_0)
            {
            	local float var1[256];
            	float var2[4];
            	var3 =  native_exp ( (float)var4 );
            	 if (var5)
            	var10 =  var1.field_0;
            	var11 =  & var10[var2];
            	var12 =  var1.field_2;
            	var13 =  & var12[var2];
            	var14 =  *  var11;
            	 *  var11 =  var14;
            	var15 =  *  var13;
            	var16 =  & var10[var2];
            	var17 =  *  var16;
            }
            """;
        Assert.Equal(["native_exp"], Calls(Text));
        Assert.Equal(2, FunctionPattern().Matches(Text).Count);
        Assert.Equal(["local float var1[256]", "float var2[4]"], ArrayPattern().Matches(Text).Select(array => array.Value));
        Assert.Equal(["field_0"], ReadAfterWritten(Text));
    }

    private static IEnumerable<string> Calls(string text) =>
        CallPattern().Matches(text).Select(call => call.Groups[1].Value).Except(["if", "switch"]).Distinct();

    /// <summary>Returns the views that are read after they were written, in the order of the text: the fields that hold them.</summary>
    private static IEnumerable<string> ReadAfterWritten(string text)
    {
        var (views, written) = (new Dictionary<string, string>(), new HashSet<string>());
        foreach (Match statement in StatementPattern().Matches(text))
        {
            var (result, operand) = (statement.Groups["result"].Value, statement.Groups["operand"].Value);
            if (statement.Groups["field"] is { Success: true } field) views[result] = field.Value;
            else if (statement.Groups["place"].Success && views.TryGetValue(operand, out var view)) views[result] = view;
            else if (statement.Groups["write"].Success) written.Add(views[result]);
            else if (statement.Groups["read"].Success && written.Contains(views[operand])) yield return views[operand];
        }
    }

    [GeneratedRegex(@"\b([a-z_][a-z_0-9]*) \(")]
    private static partial Regex CallPattern();

    [GeneratedRegex(@"^[a-z][\w ]*\*? \w+\($", RegexOptions.Multiline)]
    private static partial Regex FunctionPattern();

    [GeneratedRegex(@"[a-z][\w ]* var\d+\[\d+\](?=;)")]
    private static partial Regex ArrayPattern();

    [GeneratedRegex(
        @"^\s*(?:(?<result>var\d+) = +(?:var\d+\.(?<field>field_\d+);|(?<place>&) *(?<operand>var\d+)\[|(?<read>\*) +(?<operand>var\d+);)"
        + @"|(?<write>\*) +(?<result>var\d+) =)",
        RegexOptions.Multiline)]
    private static partial Regex StatementPattern();
}
