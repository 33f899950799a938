using System.CommandLine;

namespace ModelDsl.Tool;

/// <summary>Options of commands that write files.</summary>
internal static class OutputOptions
{
    /// <summary>Returns the option that names the file. Weights lie beside it.</summary>
    /// <param name="name">A placeholder for its value in the help.</param>
    /// <param name="what">What it is, the beginning of a sentence.</param>
    public static Option<string?> Output(string name, string what) => new("--output", "-o")
    {
        Description = $"{what}. Weights go beside it, into a file that ends in .safetensors. [default: the model's name]",
        HelpName = name,
    };

    /// <summary>Returns the option that lets a command replace files.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Replace files that exist." };
}
