namespace ModelDsl.Import;

/// <summary>What is wrong with a file, as a sentence without the file's name. <see cref="OnnxFile"/> catches it.</summary>
internal sealed class ImportException(string message) : Exception(message);
