using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ModelDsl.Service;

/// <summary>Reads requests, and names what is wrong with them by the path of the field.</summary>
internal static class Body
{
    /// <summary>Largest number of bytes of a request; a picture has some 3,000.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Reads a request. One of the two results is null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">The contract.</param>
    /// <param name="expected">Returns what a path must hold.</param>
    /// <param name="required">The paths of fields that must be there.</param>
    public static async ValueTask<(T? Value, IResult? Problem)> Read<T>(
        HttpRequest request, JsonTypeInfo<T> type, Func<string, string> expected, IReadOnlyList<string> required) where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "The request is not JSON", "Its content type must be application/json."));
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted) is { } value
                ? (value, null)
                : (null, Problems.Invalid("$", "The request is null."));
        }
        catch (JsonException fault)
        {
            var path = fault.Path ?? "$";
            string[] missing = path == "$" ? [.. required.Where(field => fault.Message.Contains($"'{field[2..]}'", StringComparison.Ordinal))] : [];
            if (missing.Length > 0)
                return (null, Problems.Invalid(missing.ToDictionary(field => field, field => new[] { $"It is missing; expected {expected(field)}." })));
            var at = FormattableString.Invariant($"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}");
            return (null, Problems.Invalid(path, fault.Message.Contains("could not be mapped", StringComparison.Ordinal)
                ? "There is no such field." : $"Expected {expected(path)} ({at})."));
        }
        catch (BadHttpRequestException fault)
        {
            return (null, Problems.Of(fault.StatusCode, "The request can't be read", fault.Message));
        }
    }
}
