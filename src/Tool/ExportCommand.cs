using System.CommandLine;
using ModelDsl.Import;
using ModelDsl.Import.Python;

namespace ModelDsl.Tool;

/// <summary><c>modeldsl export --pytorch model.onnx -o model.py</c>: the model as a PyTorch module, with its weights beside it.</summary>
internal static class ExportCommand
{
    /// <summary>Returns the command.</summary>
    public static Command Make()
    {
        var onnx = new OnnxArgument();
        var torch = new Option<bool>("--pytorch") { Description = "Write a module of PyTorch (nn.Module). It is the only target so far." };
        var output = OutputOptions.Output("file.py", "The Python file to write");
        var force = OutputOptions.Force();
        var command = new Command("export", "Write an .onnx file, such as one of SaveOnnx, as a module of another library, and its weights.");
        onnx.AddTo(command);
        foreach (var option in (Option[])[torch, output, force]) command.Add(option);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(torch)) result.AddError("Say what to write: --pytorch for a module of PyTorch.");
        });
        command.SetAction(parsed =>
        {
            if (onnx.Read(parsed) is not { } model) return 1;
            var printed = PythonSource.Print(model);
            if (printed.Source is not { } source) return OnnxArgument.Tell(parsed, printed.Errors);
            var path = parsed.GetValue(output) ?? Path.GetFileNameWithoutExtension(model.Metadata.File) + ".py";
            var weights = Path.ChangeExtension(path, ".safetensors");
            var files = new OutputFiles(parsed.GetValue(force));
            files.Add(path, source.Text);
            files.Add(weights, unfinished => SafetensorsWriter.Write(unfinished, source.Tensors, new Dictionary<string, string>()));
            if (files.Write() is { } fault) return OnnxArgument.Tell(parsed, [fault]);
            parsed.InvocationConfiguration.Output.WriteLine($"Wrote {path} and {weights}.");
            parsed.InvocationConfiguration.Output.WriteLine($"In Python: import {Path.GetFileNameWithoutExtension(path)}; model = {Path.GetFileNameWithoutExtension(path)}.load()");
            return 0;
        });
        return command;
    }
}
