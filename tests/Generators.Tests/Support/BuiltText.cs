using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>An additional file that a task of the build has written.</summary>
/// <param name="metadata">The name of its metadata.</param>
/// <param name="origin">The file that it was made from, as the project writes it: the value of the metadata.</param>
/// <param name="text">Its text.</param>
internal sealed class BuiltText(string metadata, string origin, string text) : AdditionalText
{
    public string Metadata => metadata;

    public string Origin => origin;

    public override string Path => $"/obj/{origin}.txt";

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
}
