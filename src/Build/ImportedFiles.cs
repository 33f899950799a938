using System.Globalization;
using ModelDsl.Import;
using ModelDsl.Import.CSharp;

namespace ModelDsl.Build;

/// <summary>What an <c>.onnx</c> file becomes in obj: C#, weights, and a note of what they were made from.</summary>
/// <param name="onnx">The file.</param>
/// <param name="stem">The path of the written files, without what their names end with.</param>
/// <param name="shapes">Shapes of samples for inputs whose sizes the file leaves open, as <c>input=3,224,224</c>.</param>
internal sealed class ImportedFiles(string onnx, string stem, params string[] shapes)
{
    /// <summary>The name of the record in the C#. The generator writes the author's name instead, so nothing else may have it.</summary>
    private const string Placeholder = "ImportedOnnxModel";

    /// <summary>The C#, or lines <c>fault: …</c> with the reasons why there is none.</summary>
    public string Code => stem + ".cs.txt";

    /// <summary>The weights. There is no such file if the import failed.</summary>
    public string Weights => stem + ".safetensors";

    /// <summary>The header of the weights, as text.</summary>
    public string Header => stem + ".safetensors.txt";

    private string Origin => stem + ".origin.txt";

    /// <summary>Imports the file if it has changed since the last time. Returns true if it did.</summary>
    public bool Refresh()
    {
        var origin = DescribeOrigin();
        if (File.Exists(Origin) && File.Exists(Code) && File.ReadAllText(Origin) == origin) return false;
        // An interrupted import is not taken for a complete one.
        File.Delete(Origin);
        File.Delete(Weights);
        TextFile.Write(Code, Import());
        TextFile.Write(Origin, origin);
        return true;
    }

    /// <summary>Returns the C#, and writes the weights.</summary>
    private string Import()
    {
        if (!File.Exists(onnx)) return Faults(["there is no such file"]);
        if (ShapeText.Options(shapes) is not { } options)
            return Faults([$"Shape=\"{string.Join(";", shapes)}\" of the item OnnxModel is no shape: {ShapeText.Example}"]);
        var read = OnnxFile.Read(onnx, options);
        if (read.Model is not { } model) return Faults(read.Errors);
        var printed = CSharpPrinter.Print(model, new CSharpOptions { Name = Placeholder });
        if (printed.Model is not { } code) return Faults(printed.Errors);
        code.WriteWeights(Weights);
        return code.Source;
    }

    /// <summary>Returns faults as text. The generator says the file's name itself.</summary>
    private string Faults(IReadOnlyList<string> faults) =>
        string.Join("\n", faults.Select(fault => "fault: " + WithoutName(fault).Replace('\n', ' ')));

    private string WithoutName(string fault)
    {
        var name = Path.GetFileName(onnx) + ": ";
        return fault.StartsWith(name, StringComparison.Ordinal) ? fault.Substring(name.Length) : fault;
    }

    /// <summary>Returns the length and the time of the file, and the build of the importer.</summary>
    private string DescribeOrigin()
    {
        var file = new FileInfo(onnx);
        var state = file.Exists ? string.Format(CultureInfo.InvariantCulture, "{0} bytes of {1:O}", file.Length, file.LastWriteTimeUtc) : "no file";
        return $"{state}, with the shapes [{string.Join(";", shapes)}], imported by {typeof(OnnxFile).Module.ModuleVersionId}";
    }
}
