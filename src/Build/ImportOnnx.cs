using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelDsl.Build;

/// <summary>
/// Imports <c>.onnx</c> files: writes the C# of each as a text file, which becomes an additional file of the compiler, and its weights as a
/// safetensors file, which becomes a resource. A file is imported again only if it or the importer has changed. A file that can't be
/// imported is no error here: the generator reports it at the model.
/// </summary>
public sealed class ImportOnnx : Microsoft.Build.Utilities.Task
{
    /// <summary>
    /// The <c>.onnx</c> files. Their metadata <c>Shape</c> has shapes of samples, with semicolons, for inputs whose sizes the file leaves
    /// open: <c>input=3,224,224</c>.
    /// </summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The folder of the written files.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>
    /// The text files: C# with the metadata <c>ModelDslOnnx</c>, the path of the <c>.onnx</c> file as the project writes it; and headers of
    /// weights with the metadata <c>ModelDslWeights</c>, the name of their resource.
    /// </summary>
    [Output]
    public ITaskItem[] Texts { get; private set; } = [];

    /// <summary>The safetensors files. Their metadata <c>LogicalName</c> is the name of the resource.</summary>
    [Output]
    public ITaskItem[] Weights { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var imports = Files.Select(Import).ToArray();
            Texts = [.. imports.SelectMany(import => import.Texts)];
            Weights = [.. imports.SelectMany(import => import.Weights)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.LogErrorFromException(fault);
        }
        return !Log.HasLoggedErrors;
    }

    private (TaskItem[] Texts, TaskItem[] Weights) Import(ITaskItem file)
    {
        var shapes = file.GetMetadata("Shape").Split([';'], StringSplitOptions.RemoveEmptyEntries);
        var files = new ImportedFiles(file.GetMetadata("FullPath"), Path.Combine(Folder, TextFile.NameOf(file.ItemSpec)), shapes);
        if (files.Refresh()) Log.LogMessage(MessageImportance.Normal, $"ModelDsl: imported {file.ItemSpec}");
        var code = new TaskItem(files.Code, new Dictionary<string, string> { ["ModelDslOnnx"] = file.ItemSpec });
        if (!File.Exists(files.Weights)) return ([code], []);
        var resource = file.ItemSpec + ".safetensors";
        TextFile.Write(files.Header, HeaderText.OfFile(files.Weights));
        return (
            [code, new TaskItem(files.Header, new Dictionary<string, string> { ["ModelDslWeights"] = resource })],
            [new TaskItem(files.Weights, new Dictionary<string, string> { ["LogicalName"] = resource })]);
    }
}
