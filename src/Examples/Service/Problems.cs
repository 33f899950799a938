using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Service;

/// <summary>Answers that say what is wrong.</summary>
internal static class Problems
{
    /// <summary>The request is wrong; the faults are named by the paths of their fields.</summary>
    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Of(StatusCodes.Status400BadRequest, "The request is not valid",
        string.Join(" ", errors.SelectMany(error => error.Value.Select(what => $"{error.Key}: {what}"))), errors);

    /// <summary>One field is wrong.</summary>
    public static IResult Invalid(string path, string what) => Invalid(new Dictionary<string, string[]> { [path] = [what] });

    /// <summary>The service can't answer now.</summary>
    public static IResult NotReady() =>
        Of(StatusCodes.Status503ServiceUnavailable, "The models are not ready", "They are trained at the first start. Try again in a few seconds.");

    /// <summary>Returns the problem of an error of a prediction.</summary>
    public static IResult Of(Error error) => error switch
    {
        QueueIsFull => Of(StatusCodes.Status503ServiceUnavailable, "Too many requests wait", error.Message),
        InvalidValues { Values: var values } => Invalid(values.GroupBy(value => Fields.Path(value.Column))
            .ToDictionary(group => group.Key, group => group.Select(value => value.Fault + ".").ToArray())),
        _ => Of(StatusCodes.Status422UnprocessableEntity, "The request can't be answered", error.Message),
    };

    /// <summary>Returns a problem.</summary>
    public static IResult Of(int status, string title, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        TypedResults.Json(new Problem("about:blank", title, status, detail, errors), Contracts.Default.Problem, "application/problem+json", status);
}
