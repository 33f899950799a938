using System.Reflection;
using System.Runtime.CompilerServices;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>The forbidden names of layers and members are exactly the names that the generated half and records declare.</summary>
public class GeneratedMembersTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Type Model = GeneratorHarness
        .Run("[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);")
        .Load().GetType("Net")!;

    private static readonly Type Record = GeneratorHarness.Run("public record Net(int A);").Load().GetType("Net")!;

    public static TheoryData<string> GeneratedNames() =>
        [.. GeneratedMembers.Names.Concat(GeneratedMembers.Signatures.Select(s => s.Split('(')[0])).Where(n => !n.StartsWith("op_", StringComparison.Ordinal)).Order()];

    public static TheoryData<string> RecordNames() => [.. GeneratedMembers.OfRecords.Order()];

    [Fact]
    public void NamesAreThoseOfGeneratedPropertiesConstantsAndTypes()
    {
        var generated = Declared(Model).Where(m => m is PropertyInfo or FieldInfo or Type).Select(m => m.Name);
        Assert.Equal(GeneratedMembers.Names.Order(), generated.Order());
    }

    [Fact]
    public void SignaturesAreThoseOfGeneratedMethods()
    {
        var generated = Declared(Model).OfType<MethodInfo>().Select(m => $"{m.Name}({string.Join(", ", m.GetParameters().Select(p => Text(p.ParameterType)))})");
        Assert.Equal(GeneratedMembers.Signatures.Order(), generated.Order());
    }

    /// <summary>Derivatives add the members of their rows, and no others.</summary>
    [Theory]
    [InlineData(Specs.Derivatives.JacobianVectorProduct), InlineData(Specs.Derivatives.HessianVectorProduct)]
    [InlineData(GeneratedMembers.Every)]
    internal void Derivatives_add_the_members_of_their_rows(Specs.Derivatives derivatives)
    {
        var asked = string.Join(" | ", derivatives.ToString().Split(", ").Select(name => "Derivatives." + name));
        var model = GeneratorHarness.Run($"[Model(4, Derivatives = {asked}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);").Load().GetType("Net")!;
        Assert.Equal(GeneratedMembers.Names.Order(),
            Declared(model).Where(m => m is PropertyInfo or FieldInfo or Type).Select(m => m.Name).Order());
        var methods = Declared(model).OfType<MethodInfo>().Select(m =>
            $"{m.Name}({string.Join(", ", m.GetParameters().Select(p => p.ParameterType == model ? GeneratedMembers.Self : Text(p.ParameterType)))})");
        Assert.Equal(
            GeneratedMembers.Signatures.Concat(
                GeneratedMembers.SignaturesOf.Where(s => derivatives.HasFlag(s.Key)).SelectMany(s => s.Value)).Order(), methods.Order());
    }

    [Fact]
    public void SignaturesOfInputsAreWhatAModelWithSeveralHasBesides()
    {
        const string Source = "[Model, Input(\"A\", 2), Input(\"B\", 3), MeanSquaredError] public partial record Net([Dense(1)] Dense L) { [Forward] static Tensor F(Net m, (Tensor A, Tensor B) x) => Concat([x.A, x.B]) | m.L; }";
        var net = GeneratorHarness.Run(Source).Load().GetType("Net")!;
        var generated = Declared(net).OfType<MethodInfo>().Where(m => m.Name != "F")
            .Select(m => $"{m.Name}({string.Join(", ", m.GetParameters().Select(p => p.ParameterType == net ? GeneratedMembers.Self : Text(p.ParameterType)))})");
        Assert.Equal(GeneratedMembers.OfInputs(2).Concat(GeneratedMembers.Signatures).Order(), generated.Order());
    }

    [Fact]
    public void SignaturesOfOutputsAreWhatAModelWithSeveralHasBesides()
    {
        const string Source = "[Model(2), MeanSquaredError(Output = \"P\"), MeanSquaredError(Output = \"Q\")] public partial record Net([Dense(1)] Dense L) { [Forward] static (Tensor P, Tensor Q) F(Net m, Tensor x) => (x, x | m.L); }";
        var net = GeneratorHarness.Run(Source).Load().GetType("Net")!;
        var generated = Declared(net).OfType<MethodInfo>().Where(m => m.Name != "F")
            .Select(m => $"{m.Name}({string.Join(", ", m.GetParameters().Select(p => p.ParameterType == net ? GeneratedMembers.Self : Text(p.ParameterType)))})");
        Assert.Equal(GeneratedMembers.OfOutputs(2).Concat(GeneratedMembers.Signatures).Order(), generated.Order());
    }

    [Fact]
    public void Members_of_a_model_of_rows_are_those_that_it_has_besides()
    {
        const string Source = "[Features] public partial record Row([Number] int A, [Label] bool L); [Model(typeof(Row)), BinaryCrossentropy] public partial record Net([Dense(1)] Dense A);";
        var net = GeneratorHarness.Run(Source).Load().GetType("Net")!;
        var methods = Declared(net).OfType<MethodInfo>()
            .Select(m => $"{m.Name}({string.Join(", ", m.GetParameters().Select(p => OfNet(p.ParameterType)))})");
        Assert.Equal(GeneratedMembers.OfRows("global::Row").Concat(GeneratedMembers.Signatures).Order(), methods.Order());
        Assert.Equal(GeneratedMembers.Names.Concat(GeneratedMembers.NamesOfRows).Order(),
            Declared(net).Where(m => m is PropertyInfo or FieldInfo or Type).Select(m => m.Name).Order());

        string OfNet(Type type) => type == net ? GeneratedMembers.Self
            : type == typeof(bool) ? "bool" : type == typeof(string) ? "string" : type == typeof(int?) ? "int?" : Text(type);
    }

    [Fact]
    public void Names_of_rows_are_those_of_their_members()
    {
        var row = GeneratorHarness.Run("[Features] public partial record Row([Category] DayOfWeek A);").Load().GetType("Row")!;
        Assert.Equal(GeneratedMembers.OfFeatures.Order(),
            Declared(row).Where(m => m is not ConstructorInfo && !m.Name.Contains('.')).Select(m => m.Name).Order());
    }

    [Fact]
    public void NamesOfOptimizersAreThoseOfTheirMembers()
    {
        var own = GeneratorHarness.Run("[Optimizer] public sealed partial record Own() : Optimizer(0.1) { [Update] float Step(float w, float g) => w - g; }").Load().GetType("Own")!;
        Assert.Equal(GeneratedMembers.OfOptimizers.Order(), Declared(own).Where(m => m is not ConstructorInfo && m.Name != "Step").Select(m => m.Name).Order());
    }

    [Theory, MemberData(nameof(OptimizerNames))]
    public void AnOptimizerCanNotHaveTheNameOfItsMember(string name)
    {
        var run = GeneratorHarness.Run($"[Optimizer] public sealed partial record {name}() : Optimizer(0.1) {{ [Update] float Step(float w, float g) => w - g; }}");
        Assert.Equal(["MDSL202"], run.Findings.Select(d => d.Id));
        Assert.DoesNotContain(run.Diagnostics, d => d.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
    }

    public static TheoryData<string> OptimizerNames() => [.. GeneratedMembers.OfOptimizers.Order()];

    [Fact]
    public void ALayerOfAModelWithInputsCanNotHaveTheirNames()
    {
        foreach (var name in GeneratedMembers.OfInputs(2).Select(s => s.Split('(')[0]).Distinct())
        {
            var markup = Markup.Parse($"[Model, Input(\"A\", 2), Input(\"B\", 3), MeanSquaredError] public partial record Net([Dense(1)] Dense {{|MDSL015:{name}|}}) {{ [Forward] static Tensor F(Net m, (Tensor A, Tensor B) x) => Concat([x.A, x.B]) | m.{name}; }}");
            Expect.Marks(name, markup.Marks, GeneratorHarness.Run([.. markup.Files]).Diagnostics);
        }
    }

    [Fact]
    public void MembersOfEveryRecordAreReserved()
    {
        var inherited = typeof(object).GetMembers(All).Concat(Record.GetMembers(All)).Where(m => m is MethodInfo or PropertyInfo)
            .Select(m => m.Name)
            .Where(name => name is not "A" && !name.StartsWith("get_", StringComparison.Ordinal) && !name.StartsWith("set_", StringComparison.Ordinal)
                && !name.StartsWith("op_", StringComparison.Ordinal) && !name.StartsWith('<'))
            .Append("Clone");
        Assert.Equal(GeneratedMembers.OfRecords.Order(), inherited.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(GeneratedNames))]
    public void ALayerCanNotHaveAGeneratedName(string name)
    {
        var markup = Markup.Parse($"[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense {{|MDSL015:{name}|}}, [Dense(1)] Dense Other);");
        var run = GeneratorHarness.Run([.. markup.Files]);
        Expect.Marks(name, markup.Marks, run.Diagnostics);
        Assert.Equal(
            $"A layer can't be named '{name}', because the generated half of the model has a member of this name: choose another name",
            run.Findings.Single().GetMessage());
    }

    [Theory]
    [MemberData(nameof(GeneratedNames))]
    public void AnotherMemberCanNotHaveAGeneratedName(string name)
    {
        var markup = Markup.Parse($"[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A) {{ public int {{|MDSL016:{name}|}} {{ get; init; }} }}");
        Expect.Marks(name, markup.Marks, GeneratorHarness.Run([.. markup.Files]).Diagnostics);
    }

    [Theory]
    [MemberData(nameof(RecordNames))]
    public void ALayerCanNotHaveANameThatRecordsHave(string name)
    {
        var run = GeneratorHarness.Run($"[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense {name});");
        var finding = Assert.Single(run.Findings);
        Assert.Equal("MDSL015", finding.Id);
        Assert.Equal($"A layer can't be named '{name}', because every record has a member of this name: choose another name", finding.GetMessage());
        Assert.DoesNotContain(run.Diagnostics, d => d.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
    }

    /// <summary>Returns the members that the model has beyond those of a record with the same parameters.</summary>
    private static IEnumerable<MemberInfo> Declared(Type type)
    {
        var usual = Record.GetMembers(All).Select(m => m.Name).ToHashSet();
        return type.GetMembers(All | BindingFlags.DeclaredOnly).Where(m =>
            !usual.Contains(m.Name) && m is not MethodInfo { IsSpecialName: true, Name: ['g' or 's', 'e', 't', '_', ..] }
            && (m is Type || !m.IsDefined(typeof(CompilerGeneratedAttribute))) && !m.Name.StartsWith('<'));
    }

    private static string Text(Type type) =>
        type == Model ? GeneratedMembers.Self
        : type == typeof(int) ? "int"
        : type == typeof(double) ? "double"
        : type.IsGenericType ? $"global::{type.FullName!.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Text))}>"
        : "global::" + type.FullName;
}
