namespace ModelDsl.Generators.Tests.Forward;

/// <summary>A table of right models, all compiled in one project without a warning.</summary>
public interface IRightMethods
{
    static abstract int Count { get; }
}

/// <summary>Compiles a table once, for all laws.</summary>
/// <param name="models">Name and source of each model.</param>
/// <param name="others">The content of another file of the project.</param>
public abstract class RightMethods(IEnumerable<(string Name, string Source)> models, string others)
{
    internal IReadOnlyList<ForwardCase> All { get; } = ForwardLaws.Compile([.. models], others);
}

/// <summary>Laws of every right model of a table.</summary>
public abstract class RightMethodLaws<T>(T compiled) : IClassFixture<T> where T : RightMethods, IRightMethods
{
    private protected IReadOnlyList<ForwardCase> Models { get; } = compiled.All;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, T.Count)];

    [Theory, MemberData(nameof(Numbers))]
    public void LawsOfMethodsHold(int number) => Assert.Multiple(
        () => ForwardLaws.CompiledIsEager(Models[number]),
        () => ForwardLaws.TrainedIsEager(Models[number]),
        () => ForwardLaws.SamplesStayApart(Models[number]),
        () => ForwardLaws.GradientMatchesFiniteDifference(Models[number]));
}
