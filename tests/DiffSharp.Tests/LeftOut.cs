using System.Reflection;

namespace ModelDsl.DiffSharp.Tests;

/// <summary>Stands for the tests of DiffSharp when its package is missing: it is skipped and gives the reason.</summary>
public sealed class LeftOut
{
    [FactOfDiffSharp]
    public void The_laws_of_all_engines_hold_on_DiffSharp() => Assert.Fail("It was left out.");

    [FactOfDiffSharp]
    public void Gradients_of_the_generator_are_those_of_DiffSharps_reverse_mode() => Assert.Fail("It was left out.");

    private sealed class FactOfDiffSharpAttribute : FactAttribute
    {
        public FactOfDiffSharpAttribute() => Skip = typeof(LeftOut).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "DiffSharpLeftOut").Value;
    }
}
