using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LanguageExt;

namespace ModelDsl;

/// <summary>
/// A sequence in JSON whose item type only the type of the property tells: an attribute within a generic type can't name
/// <see cref="SeqJson{T}"/> of its type parameter.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ListJson : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Seq<>);

    /// <inheritdoc/>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The items are of a class, and the code is the same for all classes.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The converter has one constructor, which this class names.")]
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        // Named here, so that the constructor is kept.
        JsonConverter known = new SeqJson<object>();
        var item = typeToConvert.GetGenericArguments()[0];
        return item == typeof(object) ? known : (JsonConverter)Activator.CreateInstance(typeof(SeqJson<>).MakeGenericType(item))!;
    }
}
