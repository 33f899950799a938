using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Wrong models: each is flagged at its mark with its own message, and nothing more is reported. A program uses all members that the model
/// would have, and still causes no other report. A mark <c>CSnnnn</c> is a diagnostic of the compiler, which no generator can remove.
/// </summary>
public class WrongModelTests
{
    private static readonly MarkedProject Project = new(
        new IEnumerable<object[]>[]
        {
            WrongDeclarations.Rows(), WrongLayers.Rows(), WrongArguments.Rows(), WrongImages.Rows(), WrongNormalization.Rows(),
            WrongPreprocessing.Rows(),
            WrongSequences.Rows(), WrongMasks.Rows(), WrongAugmentation.Rows(), WrongWeights.Rows(),
            WrongDerivatives.Rows(), WrongLosses.Rows(), CompilersErrors.Rows(),
        }.SelectMany(rows => rows).Select(row => (string)row[1]),
        Use);

    [Theory]
    [MemberData(nameof(WrongDeclarations.Rows), MemberType = typeof(WrongDeclarations))]
    public void WrongDeclaration(string what, string source, string message) => Check(what, source, message);

    [Theory]
    [MemberData(nameof(WrongLayers.Rows), MemberType = typeof(WrongLayers))]
    public void WrongLayer(string what, string source, string message) => Check(what, source, message);

    [Theory]
    [MemberData(nameof(WrongArguments.Rows), MemberType = typeof(WrongArguments))]
    [MemberData(nameof(WrongImages.Rows), MemberType = typeof(WrongImages))]
    [MemberData(nameof(WrongNormalization.Rows), MemberType = typeof(WrongNormalization))]
    [MemberData(nameof(WrongPreprocessing.Rows), MemberType = typeof(WrongPreprocessing))]
    [MemberData(nameof(WrongSequences.Rows), MemberType = typeof(WrongSequences))]
    [MemberData(nameof(WrongMasks.Rows), MemberType = typeof(WrongMasks))]
    [MemberData(nameof(WrongAugmentation.Rows), MemberType = typeof(WrongAugmentation))]
    [MemberData(nameof(WrongWeights.Rows), MemberType = typeof(WrongWeights))]
    [MemberData(nameof(WrongDerivatives.Rows), MemberType = typeof(WrongDerivatives))]
    public void WrongArgument(string what, string source, string message) => Check(what, source, message);

    [Theory]
    [MemberData(nameof(WrongLosses.Rows), MemberType = typeof(WrongLosses))]
    public void WrongLoss(string what, string source, string message) => Check(what, source, message);

    [Theory]
    [MemberData(nameof(CompilersErrors.Rows), MemberType = typeof(CompilersErrors))]
    public void WhatTheCompilerSaysIsNotSaidTwice(string what, string source) => Check(what, source, "");

    private static void Check(string what, string source, string message)
    {
        var judged = Project[source];
        Expect.Marks(what, judged.Marks, judged.Diagnostics);
        Assert.Equal(message, string.Join("\n", judged.Findings.OrderBy(d => d.Location.SourceSpan.Start).Select(d => d.GetMessage()).Distinct()));
    }

    /// <summary>
    /// The model is <c>Net</c>, unless a line <c>// use Other</c> names another; <c>// unused</c> marks a source that nothing could make
    /// compile.
    /// </summary>
    private static string? Use(string source)
    {
        if (source.Contains("// unused", StringComparison.Ordinal)) return null;
        var line = source.Split('\n').FirstOrDefault(line => line.StartsWith("// use ", StringComparison.Ordinal));
        return ModelUse.Of(line?["// use ".Length..] ?? "Net");
    }
}
