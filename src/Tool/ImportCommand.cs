using System.CommandLine;
using ModelDsl.Import.CSharp;

namespace ModelDsl.Tool;

/// <summary><c>modeldsl import model.onnx -o Model.cs</c>: the model as C#, with its weights beside it.</summary>
internal static class ImportCommand
{
    /// <summary>Returns the command.</summary>
    public static Command Make()
    {
        var onnx = new OnnxArgument();
        var output = OutputOptions.Output("file.cs", "The C# file to write");
        var name = new Option<string?>("--name") { Description = "The name of the record. [default: the name of the C# file]" };
        var space = new Option<string?>("--namespace") { Description = "The namespace of the record. [default: none]" };
        var loss = new Option<string?>("--loss") { Description = "The loss, as its attribute: MeanSquaredError. [default: one that fits the last activation]" };
        var force = OutputOptions.Force();
        var command = new Command("import", "Write an .onnx file as C#: a record of layers with a forward method, and its weights.");
        onnx.AddTo(command);
        foreach (var option in (Option[])[output, name, space, loss, force]) command.Add(option);
        command.SetAction(parsed =>
        {
            if (onnx.Read(parsed) is not { } model) return 1;
            var path = parsed.GetValue(output) ?? model.Name + ".cs";
            var weights = Path.ChangeExtension(path, ".safetensors");
            var printed = CSharpPrinter.Print(model, new CSharpOptions
            {
                Name = parsed.GetValue(name) ?? Path.GetFileNameWithoutExtension(path),
                Namespace = parsed.GetValue(space),
                Loss = parsed.GetValue(loss),
                WeightsFile = Path.GetFileName(weights),
            });
            if (printed.Model is not { } code) return OnnxArgument.Tell(parsed, printed.Errors);
            var files = new OutputFiles(parsed.GetValue(force));
            files.Add(path, code.Source);
            files.Add(weights, code.WriteWeights);
            if (files.Write() is { } fault) return OnnxArgument.Tell(parsed, [fault]);
            var says = parsed.InvocationConfiguration.Output;
            foreach (var note in model.Metadata.Notes) says.WriteLine($"Note: {note}");
            says.WriteLine($"Wrote {path} and {weights} ({code.Tensors.Sum(tensor => (long)tensor.Tensor.Length):N0} numbers).");
            says.WriteLine($"In your project: var model = {code.Name}.Load(\"{Path.GetFileName(weights)}\").ThrowIfFail();");
            return 0;
        });
        return command;
    }
}
