using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelDsl.Build;

/// <summary>
/// Copies the headers of weights files into text files, which become additional files of the compiler. A text file is written only if its
/// content has changed, so the compiler does not run again for nothing. A file that can't be read is no error here: the generator reports
/// it at the model.
/// </summary>
public sealed class ReadWeightsHeaders : Microsoft.Build.Utilities.Task
{
    /// <summary>The weights files.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The folder of the text files.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The text files. Their metadata <c>ModelDslWeights</c> is the path of the weights file, as the project writes it.</summary>
    [Output]
    public ITaskItem[] Headers { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            Headers = [.. Files.Select(Copy)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.LogErrorFromException(fault);
        }
        return !Log.HasLoggedErrors;
    }

    private TaskItem Copy(ITaskItem file)
    {
        var path = Path.Combine(Folder, TextFile.NameOf(file.ItemSpec) + ".txt");
        TextFile.Write(path, HeaderText.OfFile(file.GetMetadata("FullPath")));
        return new TaskItem(path, new Dictionary<string, string> { ["ModelDslWeights"] = file.ItemSpec });
    }
}
