using System.Text.Json;
using System.Text.Json.Serialization;

var builder = WebApplication.CreateBuilder(args);
var file = Path.Combine(builder.Environment.ContentRootPath, builder.Configuration["Model"] ?? "penguins.safetensors");

// What is wrong with a request is told in a problem document, by the name of the field.
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
{
    if (context.Exception is BadHttpRequestException { InnerException: JsonException wrong }) context.ProblemDetails.Detail = wrong.Message;
});
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, Contracts.Default);
    // A field that is missing is an error; a value that is not known is null.
    options.SerializerOptions.RespectRequiredConstructorParameters = true;
});
// One served model for all requests; the program disposes it at its end.
builder.Services.AddSingleton(_ => PenguinServing.Open(file, Path.Combine(AppContext.BaseDirectory, "penguins.csv")).ThrowIfFail());

var app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
    // A wrong request is no fault of the service.
    SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
});
app.UseStatusCodePages();

// Trains at the first start. A model that can't be made ends the program with the reason.
app.Logger.LogInformation("{Model}", app.Services.GetRequiredService<ServedModel<PenguinModel>>());

app.MapPost("/predict", (Penguin penguin, ServedModel<PenguinModel> served) =>
    served.Predict(model => model.Predict(penguin)).Match<IResult>(
        Succ: answer => TypedResults.Ok(Answer.Of(answer)),
        Fail: error => TypedResults.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest)));
app.MapGet("/health", (ServedModel<PenguinModel> served) => TypedResults.Ok(Health.Of(served)));

app.Run();

/// <summary>The answer to a request: the species, and the probability of each.</summary>
/// <param name="Species">The most probable species.</param>
/// <param name="Probabilities">The probability of each species.</param>
/// <param name="Model">The number of the model that answered: 1 for the first, 2 after a newer file was read.</param>
internal sealed record Answer(Species? Species, Dictionary<string, float> Probabilities, int Model)
{
    /// <summary>Returns the answer of a served model as the service writes it.</summary>
    public static Answer Of(Answer<Prediction<Species>> answer) => new(
        answer.Value.Value,
        answer.Value.Probabilities.ToDictionary(one => $"{one.Class}", one => one.Probability),
        answer.Version.Number);
}

/// <summary>What the service says of itself.</summary>
/// <param name="Model">The number of the model that answers.</param>
/// <param name="Since">When it was read.</param>
/// <param name="Fault">Why the newest file was refused; null if it was not.</param>
internal sealed record Health(int Model, DateTimeOffset Since, string? Fault)
{
    /// <summary>Returns what a served model says of itself.</summary>
    public static Health Of(ServedModel<PenguinModel> served)
    {
        var version = served.Version;
        return new(version.Number, version.Since, served.Fault.MatchUnsafe<string?>(error => error.Message, () => null));
    }
}

/// <summary>The texts of requests and answers, written by the compiler: no reflection at run time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Penguin)), JsonSerializable(typeof(Answer)), JsonSerializable(typeof(Health))]
internal sealed partial class Contracts : JsonSerializerContext;
