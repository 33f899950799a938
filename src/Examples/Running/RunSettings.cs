using System.CommandLine;
using System.Globalization;
using LanguageExt.Common;

namespace ModelDsl.Examples;

/// <summary>The settings of a run from the command line. All examples that train share them.</summary>
/// <param name="Epochs">How often the network sees every sample.</param>
/// <param name="BatchSize">Samples per step.</param>
/// <param name="Seed">Seed of the split, the first weights and the order of samples.</param>
/// <param name="Data">Folder of the data; null for the default places.</param>
/// <param name="Out">Folder of the results.</param>
/// <param name="Quiet">True if only the closing lines are printed.</param>
/// <param name="Engine">Name of the engine that trains.</param>
internal sealed record RunSettings(int Epochs, int BatchSize, int Seed, string? Data, string Out, bool Quiet, string Engine = "cpu")
{
    /// <summary>The first error in the settings; null if all are valid.</summary>
    public string? Fault =>
        Epochs < 1 ? $"--epochs is {Epochs}, but the network must see the samples at least once: take 1 or more."
        : BatchSize < 1 ? $"--batch-size is {BatchSize}, but a step needs at least 1 sample: take 1 or more, 32 for instance."
        : Data is not null && !Directory.Exists(Data) ? $"--data names the folder '{Data}', which does not exist."
        : Out.Length == 0 ? "--out is empty, but must name a folder."
        : EngineNames.Find(Engine).Case is Error error ? error.Message
        : null;
}

/// <summary>The options of a run.</summary>
internal sealed class RunOptions(string example, int epochs, int batchSize, bool needsData)
{
    private readonly Option<int> epochs = WholeNumber("--epochs", "How many times the network sees every sample.", epochs);

    private readonly Option<int> batchSize = WholeNumber("--batch-size", "How many samples it looks at before each small correction.", batchSize);

    private readonly Option<int> seed = WholeNumber("--seed", "Seed of all randomness: the same seed gives the same numbers.", 42);

    private readonly Option<string?> data = new("--data")
    {
        Description = "Folder with the four IDX files of the data; without it they are found or downloaded.",
        HelpName = "folder",
    };

    private readonly Option<string> output = new("--out")
    {
        Description = "Folder for the pictures and results.json.",
        HelpName = "folder",
        DefaultValueFactory = _ => Path.Combine("artifacts", example),
    };

    private readonly Option<string> engine = new("--engine")
    {
        Description = "What computes: cpu, reference, gpu, torch or torch:cuda:0.",
        HelpName = "name",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<bool> quiet = new("--quiet") { Description = "Print only the closing lines." };

    /// <summary>Adds these options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[epochs, batchSize, seed, .. needsData ? [data] : (Option[])[], output, engine, quiet])
            command.Add(option);
    }

    /// <summary>Returns the settings from the command line.</summary>
    public RunSettings Read(ParseResult parsed) => new(
        parsed.GetValue(epochs), parsed.GetValue(batchSize), parsed.GetValue(seed),
        needsData ? parsed.GetValue(data) : null, parsed.GetValue(output)!, parsed.GetValue(quiet),
        parsed.GetValue(engine)!);

    private static Option<int> WholeNumber(string name, string description, int standard) => new(name)
    {
        Description = description,
        HelpName = "n",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"{name} takes a whole number, but is '{text}'.");
            return standard;
        },
    };
}
