using System.Globalization;
using System.Text;
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
        // Two files of different folders may have one name.
        var path = Path.Combine(Folder, $"{Path.GetFileName(file.ItemSpec)}.{Hash(file.ItemSpec).ToString("x8", CultureInfo.InvariantCulture)}.txt");
        var text = HeaderText.OfFile(file.GetMetadata("FullPath"));
        if (!File.Exists(path) || File.ReadAllText(path) != text) File.WriteAllText(path, text, new UTF8Encoding(false));
        return new TaskItem(path, new Dictionary<string, string> { ["ModelDslWeights"] = file.ItemSpec });
    }

    /// <summary>Returns a hash that is the same in every process (FNV-1a).</summary>
    private static uint Hash(string text) => text.Aggregate(2166136261, (hash, letter) => unchecked((hash ^ letter) * 16777619));
}
