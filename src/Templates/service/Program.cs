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
builder.Services.AddSingleton(services => new CurrentModel(file, services.GetRequiredService<ILogger<CurrentModel>>()));
builder.Services.AddHostedService<FileWatch>();

var app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
    // A wrong request is no fault of the service.
    SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
});
app.UseStatusCodePages();

// Trains at the first start. A model that can't be made ends the program with the reason.
app.Services.GetRequiredService<CurrentModel>().LoadOrTrain(Path.Combine(AppContext.BaseDirectory, "penguins.csv"));

app.MapPost("/predict", (Penguin penguin, CurrentModel current) => current.Predict(penguin).Match<IResult>(
    Succ: answer => TypedResults.Ok(answer),
    Fail: error => TypedResults.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest)));
app.MapGet("/health", (CurrentModel current) => TypedResults.Ok(current.Health));

app.Run();

/// <summary>The answer to a request: the species, and the probability of each.</summary>
/// <param name="Species">The most probable species.</param>
/// <param name="Probabilities">The probability of each species.</param>
/// <param name="Model">The number of the model that answered: 1 for the first, 2 after a newer file was read.</param>
internal sealed record Answer(Species? Species, Dictionary<string, float> Probabilities, int Model);

/// <summary>What the service says of itself.</summary>
/// <param name="Model">The number of the model that answers.</param>
/// <param name="Since">When it was read.</param>
/// <param name="Fault">Why the newest file was refused; null if it was not.</param>
internal sealed record Health(int Model, DateTimeOffset Since, string? Fault);

/// <summary>The texts of requests and answers, written by the compiler: no reflection at run time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Penguin)), JsonSerializable(typeof(Answer)), JsonSerializable(typeof(Health))]
internal sealed partial class Contracts : JsonSerializerContext;
