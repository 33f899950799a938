using System.Reflection;
using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Autodiff;
using ModelDsl.Generators.Tests.Passes;

namespace ModelDsl.Generators.Tests.Ir;

public class OperationTableTests
{
    private static readonly string[] Memory = ["Allocate", "View", "Write", "Read", "TryGetSpan"];
    private static readonly string[] Optimizers = ["ClipNorm"];

    /// <summary>The instructions that serve only as parts of other instructions.</summary>
    private static readonly string[] Parts = ["CopyBlocks", "SumColumns"];

    private static readonly ILookup<string, MethodInfo> Methods = typeof(ITensorEngine).GetMethods().Where(m => !m.IsSpecialName)
        .Concat(typeof(Instructions).GetMethods(BindingFlags.Static | BindingFlags.Public)).ToLookup(m => m.Name);

    [Fact]
    public void EveryOperationHasShapeRuleAdjointTangentAndInstruction()
    {
        foreach (var operation in OperationTable.All)
        {
            Assert.NotNull(operation.Shape);
            Assert.Equal(operation.IsSource || operation.IsView || operation.Stage == Stage.Export, operation.Instruction is null);
            Assert.Equal(operation.Stage == Stage.Lowering && !operation.IsSource, operation.Adjoint is not null);
            var derivedAgain = operation.Stage is Stage.Lowering or Stage.Adjoint && !operation.IsSource && !WrittenOut.Contains(operation);
            Assert.Equal(derivedAgain, operation.Tangent is not null);
            if (operation.Instruction is { } instruction) Assert.Single(Methods[instruction.Method]);
        }
    }

    /// <summary>Recurrent steps are unrolled before forward mode, so forward mode never sees their gradients.</summary>
    private static IEnumerable<OperationDefinition> WrittenOut =>
        [.. UnrollRecurrences.WrittenOut, Recurrences.SimpleRnnStepsGradient, Recurrences.LstmStepsGradient, Recurrences.GruStepsGradient];

    [Fact]
    public void The_table_holds_every_operation_that_is_defined_once_under_its_own_name()
    {
        var defined = typeof(OperationTable).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(OperationDefinition))
            .Select(field => (field.Name, Value: (OperationDefinition)field.GetValue(null)!))
            .ToArray();
        Assert.Equal(defined.Select(d => d.Value.Name).Order(), OperationTable.All.Select(o => o.Name).Order());
        Assert.All(defined, d => Assert.Equal(d.Name, d.Value.Name));
        Assert.Equal(OperationTable.All.Length, OperationTable.All.Distinct().Count());
        Assert.Equal(OperationTable.All.Length, OperationTable.All.Select(o => o.Name).Distinct().Count());
    }

    [Fact]
    public void Every_instruction_of_the_engine_is_what_some_operation_becomes() => Assert.Equal(
        Methods.Select(m => m.Key).Except(Memory).Except(Optimizers).Except(Parts).Order(),
        OperationTable.All.Select(o => o.Instruction?.Method).OfType<string>().Distinct().Order());

    /// <summary>
    /// Tries every operation as it occurs in random graphs, models and cases: the emitted arguments fit the engine's method, one by one.
    /// </summary>
    [Fact]
    public void Emitted_calls_fit_the_methods_of_the_engine()
    {
        var seen = new HashSet<OperationDefinition>();
        Graph[] graphs =
        [
            .. AdjointCases.All.Values.Select(c => c.Graph()).SelectMany(g => new[] { ReverseMode.Run(g), Fused(ReverseMode.Run(g)) }),
            .. AdjointCases.All.Values.Select(
                c => Fused(ForwardMode.HessianVectorProduct(ReverseMode.Run(UnrollRecurrences.Run(c.Curved()))))),
            .. FuseConvolutionsTests.Programs().Select(p => p.After),
            .. Enumerable.Range(0, 200).Select(seed => Fused(ReverseMode.Run(RandomGraphs.WithLoss(seed)))),
        ];
        foreach (var operation in graphs.SelectMany(g => g.Operations).Where(o => o.Definition.Instruction is not null))
        {
            seen.Add(operation.Definition);
            var instruction = operation.Definition.Instruction!;
            string[] arguments = [.. instruction.Arguments(new InstructionArguments(operation, Name, "rows"))];
            var method = Methods[instruction.Method].Single();
            var parameters = method.GetParameters()[(method.IsStatic ? 1 : 0)..];
            // A mask, which comes last, may be left out; the results come last of the others.
            var required = parameters.Count(parameter => !parameter.IsOptional);
            Assert.InRange(arguments.Length, required, parameters.Length);
            foreach (var (parameter, argument) in parameters.Zip(arguments)) Assert.True(Fits(parameter, argument, operation), $"{operation.Definition}: {argument} as {parameter}");
            var results = arguments[(required - operation.Results.Length)..required];
            if (!operation.Is(Maps.Map)) Assert.Equal(operation.Results.Select(Name), results);
        }
        Assert.Equal(OperationTable.All.Where(o => o.Instruction is not null).Select(o => o.Name).Order(),
            seen.Select(o => o.Name).Order());

        static string Name(Value value) => "v" + System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
        static Graph Fused(Graph graph) =>
            Generators.Passes.Buffers.PlaceOutputs.Run(Generators.Passes.Fusion.Fuse.Run(Generators.Passes.Simplify.Run(graph)));
    }

    [Fact]
    public void Operations_that_may_be_written_in_place_say_so_of_operands_of_the_results_size()
    {
        foreach (var operation in AdjointCases.All.Values.SelectMany(c => ReverseMode.Run(c.Graph()).Operations))
        {
            foreach (var index in operation.InPlace)
                Assert.Equal(operation.Results[0].Type, operation.Operands[index].Type);
        }
    }

    private static bool Fits(ParameterInfo parameter, string argument, Operation operation)
    {
        var type = parameter.ParameterType;
        if (type == typeof(TensorBuffer)) return argument.StartsWith('v') || (argument == "null" && parameter.Name == "bias");
        if (type == typeof(double)) return char.IsAsciiDigit(argument[0]) || argument[0] == '-' || argument.EndsWith("Infinity", StringComparison.Ordinal);
        if (type == typeof(bool)) return argument is "true" or "false";
        if (type == typeof(int)) return argument.All(char.IsAsciiDigit);
        if (type == typeof(RandomKey)) return argument == "key";
        if (type == typeof(uint)) return argument == $"RandomStreams.Dropout + {operation.Attributes.Index}";
        if (type == typeof(ActivationKind)) return Enum.GetNames<ActivationKind>().Contains(argument);
        if (type == typeof(Transpose)) return Enum.GetNames<Transpose>().Contains(argument);
        if (type == typeof(ModelDsl.Engines.Window)) return argument == operation.Attributes.Window!.ToSource();
        if (type == typeof(ReadOnlySpan<TensorBuffer>))
            return argument[1..^1].Split(", ") is { } buffers && buffers.Length == operation.Operands.Length + 1 && buffers.Length <= KernelLimits.Buffers && buffers.All(b => b.StartsWith('v'));
        if (type == typeof(ReadOnlySpan<double>)) return argument[1..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries).Length == operation.Attributes.Given.Count;
        if (type == typeof(ReadOnlySpan<int>)) return argument[1..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries).Order().SequenceEqual(Enumerable.Range(0, operation.Result.Type.Rank).Select(axis => $"{axis}"));
        return false;
    }
}
