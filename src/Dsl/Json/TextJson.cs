using System.ComponentModel;
using System.Text.Json;

namespace ModelDsl;

/// <summary>
/// Writes a value to JSON as its text. It is for values without figures to read back, such as models, data sets, options and errors.
/// Figures and tensors are objects, and can be read back.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextJson : JsonConverter<object>
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => true;

    /// <summary>Throws: a value can't be made again from its text.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(
        $"A {typeToConvert.Name.Split('`')[0]} is written to JSON as its text, which can't be read back; use Save and Load for models.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
