namespace ModelDsl.Files;

/// <summary>A file, or a tensor of it, can't be read. The message is a part of a sentence: "is …", "holds …".</summary>
internal sealed class FileFault(string message) : Exception(message);
