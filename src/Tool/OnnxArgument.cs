using System.CommandLine;
using ModelDsl.Import;

namespace ModelDsl.Tool;

/// <summary>The argument that all commands have: an <c>.onnx</c> file, and shapes that it leaves open.</summary>
internal sealed class OnnxArgument
{
    private readonly Argument<string> file = new("file") { Description = "The .onnx file." };

    private readonly Option<string[]> shapes = new("--shape")
    {
        Description = "The shape of one sample of an input whose sizes the file leaves open, without the batch and in the file's order: --shape input=3,224,224. Repeat it for other inputs.",
        HelpName = "input=sizes",
    };

    /// <summary>Adds the argument and its option to a command.</summary>
    public void AddTo(Command command)
    {
        shapes.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.Select(token => token.Value))
                if (ShapeText.Parse(text) is null) result.AddError($"--shape {text}: {ShapeText.Example}.");
        });
        command.Add(file);
        command.Add(shapes);
    }

    /// <summary>Returns the path of the file.</summary>
    public string File(ParseResult parsed) => parsed.GetValue(file)!;

    /// <summary>Reads the file; null when it can't be imported, and the errors are written.</summary>
    public ImportedModel? Read(ParseResult parsed)
    {
        var path = File(parsed);
        if (!System.IO.File.Exists(path)) return Failed([$"{path}: there is no such file."]);
        var result = OnnxFile.Read(path, ShapeText.Options(parsed.GetValue(shapes) ?? []));
        return result.Model ?? Failed(result.Errors);

        ImportedModel? Failed(IReadOnlyList<string> errors)
        {
            Tell(parsed, errors);
            return null;
        }
    }

    /// <summary>Writes errors, one a line.</summary>
    public static int Tell(ParseResult parsed, IEnumerable<string> errors)
    {
        foreach (var error in errors) parsed.InvocationConfiguration.Error.WriteLine(error);
        return 1;
    }
}
