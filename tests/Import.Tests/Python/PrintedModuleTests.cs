using ModelDsl.Import.Tests.Reading;
using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Printed;

/// <summary>
/// Printed modules in PyTorch: equal predictions, and equal gradients of the loss. PyTorch derives its gradient itself, so it is an oracle
/// for ours that nobody here wrote.
/// </summary>
public sealed class PrintedModuleTests(PrintedModuleTests.Results results) : IClassFixture<PrintedModuleTests.Results>
{
    private static readonly (string Name, int Numbers, Action<PrintedCases> Add)[] Models =
    [
        Of<Classifier>(), Of<OneHotLogits>(), Of<YesNo>(), Of<DenseOfSteps>(), Of<Activations>(), Of<ActivationLayers>(),
        Of<Convolutions>(),
        Of<AllOverImages>(), Of<AllOverSequences>(), Of<MoreOverSequences>(), Of<BatchNorms>(), Of<BatchNormOfSteps>(),
        Of<SampleNorms>(), Of<LstmStack>(),
        Of<GruStack>(), Of<RnnStack>(), Of<BothDirections>(), Of<OtherCells>(), Of<Words>(), Of<Attending>(),
        Of<Scaled>(), Of<Pages>(), Of<Methods>(),
    ];

    public static TheoryData<string> Names => [.. Models.Select(model => model.Name)];

    /// <summary>What PyTorch can't do, and the words that say so.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["GRU bidirectional, last"] = "(Recurrent) can't be written for PyTorch: both directions with these activations",
        ["Pad reflected"] = "(Pad) can't be written for PyTorch: PyTorch mirrors and repeats edges of the axes after the second alone.",
    };

    private static readonly OperatorCase[] Operators = [.. SimpleCases.Rows, .. StructureCases.Rows];

    public static TheoryData<string> OperatorNames => [.. Operators.Select(row => row.Name)];

    [TorchTheory, MemberData(nameof(Names))]
    public void A_printed_module_predicts_the_same_and_has_the_same_gradient(string name)
    {
        var result = results.Of(name);
        Assert.True(result.Error is null, result.Error);
        Assert.InRange(result.Prediction, 0, 1e-5);
        Assert.InRange(result.Loss, 0, 1e-6);
        Assert.True(result.Gradient <= 2e-6, $"the gradient of {result.Parameter} differs by {result.Gradient:e1}");
        Assert.Equal(Models.Single(model => model.Name == name).Numbers, result.Numbers);
    }

    /// <summary>Every operator that can be read, also those that no model of ours has.</summary>
    [TorchTheory, MemberData(nameof(OperatorNames))]
    public void A_printed_operator_gives_the_same_numbers(string name)
    {
        if (Refused.TryGetValue(name, out var words))
        {
            Assert.Contains(words, Assert.Throws<InvalidOperationException>(() => results.Of(name)).Message, StringComparison.Ordinal);
            return;
        }
        var result = results.Of(name);
        Assert.True(result.Error is null, result.Error);
        Assert.InRange(result.Prediction, 0, 1e-5);
    }

    /// <summary>The classes that PyTorch lacks, at points where it has them.</summary>
    [TorchFact]
    public void Helpers_compute_what_PyTorchs_modules_do() => Assert.InRange(results.Of("helpers").Prediction, 0, 1e-6);

    private static (string Name, int Numbers, Action<PrintedCases> Add) Of<T>() where T : class, CompilerServices.IOnnxModel<T> =>
        (typeof(T).Name, T.Description.Parameters.Filter(parameter => parameter.Trainable).Sum(parameter => parameter.Shape.Size),
            cases => cases.Add<T>());

    /// <summary>Runs all models when the first test asks.</summary>
    public sealed class Results : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modeldsl-printed-");
        private readonly Dictionary<string, Exception> failures = [];
        private readonly Lazy<IReadOnlyDictionary<string, PrintedResult>> all;

        public Results() => all = new(() =>
        {
            var cases = new PrintedCases(folder.FullName);
            foreach (var (name, _, add) in Models) Try(name, () => add(cases));
            foreach (var row in Operators)
            {
                Try(row.Name, () =>
                {
                    var graph = new Graph(row.Opset);
                    cases.Add(row.Name, graph.SaveAs(row.Output, row.Build(graph)));
                });
            }
            return cases.Run();
        });

        /// <summary>One case that can't be printed must not hide the others.</summary>
        private void Try(string name, Action add)
        {
            try
            {
                add();
            }
            catch (Exception failure)
            {
                failures[name] = failure;
                var half = Path.Combine(folder.FullName, name);
                if (Directory.Exists(half)) Directory.Delete(half, recursive: true);
            }
        }

        public PrintedResult Of(string name)
        {
            var results = all.Value;
            if (failures.TryGetValue(name, out var failure)) throw new InvalidOperationException($"{name}: {failure.Message}", failure);
            return results[name];
        }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
