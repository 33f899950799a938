using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>Writes the other half of an optimizer: its memory, and its rule as a kernel over all weights.</summary>
internal static class OptimizerEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string Engines = "global::ModelDsl.Engines";
    private const string Slots = $"global::LanguageExt.Seq<{Dsl}.OptimizerSlot>";

    private const string Signature = $"""
        public override void Update(
            {Engines}.ITensorEngine engine, {Engines}.TensorBuffer parameters, {Engines}.TensorBuffer gradient,
            global::System.ReadOnlySpan<{Engines}.TensorBuffer> memory, double learningRate, long step) =>
        """;

    public static GeneratedFile Emit(OptimizerOutput output) => new(output.Type.HintName + ".g.cs", output.Spec is { } spec ? Half(spec) : Skeleton(output));

    private static string Half(OptimizerSpec spec)
    {
        var kernels = "__" + spec.Type.Name + "Kernels";
        var (split, numbers) = HostNumbers.Split(spec.Rule, [.. spec.Numbers.Select(Number)]);
        var rule = split with { Name = Kernels.NameOf(split.Name, Kernels.Names()) };
        string[] buffers = ["parameters", "gradient", .. spec.States.Select((_, i) => $"memory[{Literal.Of(i)}]")];
        var half = TypeFrame.Write(spec.Type, [], "", writer =>
        {
            var states = string.Join(", ", spec.States.Select(s => $"new {Dsl}.OptimizerSlot({Literal.Of(s.Name)}, {Literal.Of(s.Initial)})"));
            writer.Line(TypeFrame.GeneratedCode);
            writer.Line($"private static readonly {Slots} __memory = global::LanguageExt.Prelude.toSeq(new {Dsl}.OptimizerSlot[] {{ {states} }});").Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override {Slots} Memory => __memory;").Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override string FormulaDigest => {Literal.Of(Digest.Of(spec.Rule.ToString()))};").Line();
            if (!spec.HasFaults)
            {
                writer.Line("/// <inheritdoc/>");
                writer.Line($"protected override global::System.Collections.Generic.IEnumerable<string> FormulaFaults() => UnlessFinite({string.Join(", ", spec.Properties.Select(p => $"({Literal.Of(p)}, {Naming.Escape(p)})"))});").Line();
            }
            writer.Line("/// <inheritdoc/>");
            writer.Line(Signature);
            writer.Line($"    engine.Map<{kernels}.{rule.Name}>([{string.Join(", ", buffers)}], [{string.Join(", ", numbers)}]);");
        });
        var code = new SourceWriter();
        code.Line();
        code.Line($"/// <summary>The rule of {spec.Type.Name} for one weight, as a kernel.</summary>");
        code.Line(TypeFrame.GeneratedCode);
        // The weights come first, and the gradient second.
        using (code.Braces($"file static class {kernels}"))
            KernelEmitter.Write(code, rule, [.. Enumerable.Range(0, rule.Results.Count).Select(i => i == 0 ? 0 : i + 1)], ["weight", "gradient", .. spec.States.Select(s => s.Name)]);
        return half + code;
    }

    /// <summary>Returns members that throw, so that the one error that matters is not hidden among others.</summary>
    private static string Skeleton(OptimizerOutput output) => TypeFrame.Write(output.Type, ["<summary>This optimizer has errors.</summary>"], "", writer =>
    {
        var fail = $"throw new global::System.InvalidOperationException({Literal.Of($"Optimizer '{output.Type.Name}' has errors: see the diagnostics MDSLnnn of the build.")})";
        writer.Line($"protected override {Slots} Memory => {fail};");
        if (!output.HasFaults) writer.Line($"protected override global::System.Collections.Generic.IEnumerable<string> FormulaFaults() => {fail};");
        writer.Line(Signature);
        writer.Line($"    {fail};");
    });

    private static string Number(string name) => name switch
    {
        "learningRate" => "learningRate",
        "step" => "(step + 1.0)",
        _ => $"global::System.Convert.ToDouble({Naming.Escape(name)})",
    };
}
