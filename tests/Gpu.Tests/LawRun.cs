using System.Diagnostics;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelDsl.Gpu.Tests;

/// <summary>Runs these tests in the process that calls it, without an SDK and without a test host.</summary>
public static class LawRun
{
    /// <summary>Runs the tests, and writes the failed ones and a summary.</summary>
    /// <param name="part">Runs only the tests whose names have this part; all if it is empty.</param>
    /// <param name="output">Is told the failures and the summary.</param>
    /// <returns>The exit code: 0 if tests ran and none failed, 1 otherwise.</returns>
    public static int Run(string part, TextWriter output)
    {
        var (clock, console) = (Stopwatch.StartNew(), Console.Out);
        // FsCheck writes a line for each law that holds.
        Console.SetOut(TextWriter.Null);
        try
        {
            var results = RunTests(part, TextWriter.Synchronized(output));
            output.WriteLine(FormattableString.Invariant(
                $"{results.Passed} passed, {results.Failed} failed, {results.Skipped} skipped, {clock.Elapsed.TotalSeconds:F0} s"));
            return results is { Failed: 0, Passed: > 0 } ? 0 : 1;
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private static Results RunTests(string part, TextWriter output)
    {
        var assembly = typeof(LawRun).Assembly;
        using var found = new Found();
        using var results = new Results(output);
        using var framework = new XunitTestFramework(results);
        using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        discoverer.Find(includeSourceInformation: false, found, new Defaults());
        found.Ended.Wait();
        using var executor = framework.GetExecutor(assembly.GetName());
        executor.RunTests(
            found.Cases.Where(test => test.DisplayName.Contains(part, StringComparison.OrdinalIgnoreCase)), results, new Defaults());
        results.Ended.Wait();
        return results;
    }

    /// <summary>Takes the tests that the discovery finds.</summary>
    private sealed class Found : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        public List<ITestCase> Cases { get; } = [];

        public ManualResetEventSlim Ended { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage found) Cases.Add(found.TestCase);
            if (message is IDiscoveryCompleteMessage) Ended.Set();
            return true;
        }

        public void Dispose() => Ended.Dispose();
    }

    /// <summary>Counts the results of tests. What fails outside a test, in a fixture's end for example, is a failure too.</summary>
    private sealed class Results(TextWriter output) : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        private int passed, failed, skipped;

        public int Passed => passed;

        public int Failed => failed;

        public int Skipped => skipped;

        public ManualResetEventSlim Ended { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestPassed:
                    Interlocked.Increment(ref passed);
                    break;
                case ITestSkipped test:
                    Interlocked.Increment(ref skipped);
                    output.WriteLine($"Skipped: {test.Test.DisplayName}: {test.Reason}");
                    break;
                case ITestFailed test:
                    Fail(test.Test.DisplayName, test);
                    break;
                case IFailureInformation failure:
                    Fail($"outside a test, {message.GetType().Name}", failure);
                    break;
                case ITestAssemblyFinished:
                    Ended.Set();
                    break;
            }
            return true;
        }

        public void Dispose() => Ended.Dispose();

        private void Fail(string what, IFailureInformation failure)
        {
            Interlocked.Increment(ref failed);
            var causes = failure.ExceptionTypes.Zip(failure.Messages, (type, text) => $"{type}: {text}");
            output.WriteLine($"FAILED: {what}\n{string.Join('\n', causes)}\n{string.Join('\n', failure.StackTraces)}\n");
        }
    }

    /// <summary>xunit's usual options.</summary>
    private sealed class Defaults : LongLivedMarshalByRefObject, ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        public TValue GetValue<TValue>(string name) => default!;

        public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException();
    }
}
