namespace ModelDsl.Tests.Training;

/// <summary>Errors of runs have one base.</summary>
public class RunFailedTests
{
    /// <summary>A caller that catches the base type can read the epoch and the history of all.</summary>
    [Fact]
    public void Every_error_with_a_history_is_a_failed_run()
    {
        var errors = typeof(RunFailed).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(LanguageExt.Common.Expected)) && t.GetProperty("History") is not null && t != typeof(RunFailed)).ToArray();
        Assert.Equal(10, errors.Length);
        Assert.All(errors, error => Assert.True(error.IsSubclassOf(typeof(RunFailed)), error.Name));
        Assert.All(errors, error => Assert.Equal(typeof(RunFailed), error.GetProperty("Epoch")!.DeclaringType));
    }
}
