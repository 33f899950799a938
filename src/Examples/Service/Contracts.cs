using System.Text.Json.Serialization;

namespace ModelDsl.Service;

/// <summary>A picture to classify.</summary>
/// <param name="Pixels">784 numbers from 0 (background) to 255, row by row.</param>
internal sealed record PictureRequest(float[] Pixels);

/// <summary>An answer.</summary>
/// <param name="Value">The most probable class.</param>
/// <param name="Probabilities">All classes, in their order.</param>
/// <param name="Version">Number of the model's version.</param>
internal sealed record PredictionReply(string Value, IReadOnlyList<ClassReply> Probabilities, int Version);

/// <summary>A class and its probability.</summary>
internal sealed record ClassReply(string Class, float Probability);

/// <summary>A picture of the test set.</summary>
internal sealed record PictureReply(int Index, int Count, string Label, float[] Pixels);

/// <summary>A field of a form.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Kind"><c>number</c>, or <c>choice</c>.</param>
/// <param name="Choices">The values of a choice.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
internal sealed record FieldReply(string Name, string Kind, IReadOnlyList<string> Choices, bool IsOptional);

/// <summary>What a model is.</summary>
internal sealed record ModelReply(
    string Name, string Input, string Output, long Parameters, IReadOnlyList<FieldReply> Fields, ModelVersion Version);

/// <summary>How the service is.</summary>
internal sealed record HealthReply(string Status, IReadOnlyDictionary<string, string> Models);

/// <summary>A problem, as RFC 9457 defines it.</summary>
/// <param name="Type">What kind of problem it is.</param>
/// <param name="Title">The kind, in words.</param>
/// <param name="Status">The status code of HTTP.</param>
/// <param name="Detail">What is wrong with this request.</param>
/// <param name="Errors">What is wrong, by the path of the field in the request.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null);

/// <summary>All contracts, read and written by emitted code.</summary>
[JsonSerializable(typeof(PictureRequest)), JsonSerializable(typeof(Passenger)), JsonSerializable(typeof(PredictionReply)),
    JsonSerializable(typeof(PictureReply)), JsonSerializable(typeof(ModelReply)), JsonSerializable(typeof(HealthReply)),
    JsonSerializable(typeof(ModelVersion)), JsonSerializable(typeof(Problem))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class Contracts : JsonSerializerContext;
