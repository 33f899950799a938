using System.ComponentModel;
using System.Text.Json;
using ModelDsl.Engines;
using ModelDsl.Json;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <summary>
/// A tensor in JSON: its shape, and all its numbers in row-major order. Class indices have another name, and names of axes are written if
/// there are some. A tensor that is read is on the CPU engine.
/// </summary>
/// <example><c>{"Shape":[2,2],"Values":[0.5,1,1.5,2]}</c>, <c>{"Shape":[3],"Classes":[0,2,1]}</c></example>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TensorJson : JsonConverter<Tensor>
{
    private const string ShapeName = nameof(Tensor.Shape);
    private const string AxesName = nameof(Tensor.Axes);
    private const string ValuesName = "Values";
    private const string ClassesName = "Classes";

    /// <inheritdoc/>
    public override Tensor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        try
        {
            Shape shape = [.. JsonParts.Of(root, ShapeName).EnumerateArray().Select(dimension => dimension.GetInt32())];
            var tensor = JsonParts.Find(root, ClassesName) is { } classes
                ? Tensor.Create(shape, [.. classes.EnumerateArray().Select(c => c.GetInt32())])
                : Tensor.Create(shape, JsonParts.Of(JsonParts.Of(root, ValuesName)), Engine.Cpu);
            return JsonParts.Find(root, AxesName) is { } axes
                ? tensor.Named([.. axes.EnumerateArray().Select(axis => axis.GetString() ?? AxisNames.None)])
                : tensor;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or FormatException)
        {
            throw new JsonException($"A tensor is an object of its {ShapeName} and its {ValuesName} or {ClassesName}: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Tensor value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(JsonParts.NameOf(ShapeName, options));
        foreach (var dimension in value.Shape.Dimensions) writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
        if (!value.Names.IsDefault)
        {
            writer.WriteStartArray(JsonParts.NameOf(AxesName, options));
            foreach (var axis in value.Axes) writer.WriteStringValue(axis);
            writer.WriteEndArray();
        }
        if (value.Element == ElementType.Int32)
        {
            writer.WriteStartArray(JsonParts.NameOf(ClassesName, options));
            foreach (var label in value.ToClasses()) writer.WriteNumberValue(label);
            writer.WriteEndArray();
        }
        else
        {
            writer.WritePropertyName(JsonParts.NameOf(ValuesName, options));
            JsonParts.Write(writer, value.ToDoubles(), areSingle: !ReferenceEquals(value.Engine, Engine.Reference));
        }
        writer.WriteEndObject();
    }
}
