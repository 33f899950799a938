namespace ModelDsl.Service;

/// <summary>What the service answers.</summary>
internal sealed class Endpoints(ServedModels models)
{
    private const int Pixels = 28 * 28;
    private static readonly IReadOnlyList<FieldReply> Form = Fields.Of(Passenger.Schema, nameof(Passenger.Survived));
    private static readonly string[] Required = [.. Form.Where(field => !field.IsOptional).Select(field => "$." + field.Name)];

    public static void Map(IEndpointRouteBuilder routes, Endpoints endpoints)
    {
        routes.MapGet("/garments", (HttpContext _) => endpoints.Describe(endpoints.Models.Garments, []));
        routes.MapGet("/garments/pictures/{index}", (string index) => endpoints.Picture(index));
        routes.MapPost("/garments/predictions", async Task<IResult> (HttpContext context) => await endpoints.PredictPicture(context));
        routes.MapPost("/garments/reload", (HttpContext _) => Reload(endpoints.Models.Garments));
        routes.MapGet("/passengers", (HttpContext _) => endpoints.Describe(endpoints.Models.Survival, Form));
        routes.MapPost("/passengers/predictions", async Task<IResult> (HttpContext context) => await endpoints.PredictPassenger(context));
        routes.MapPost("/passengers/reload", (HttpContext _) => Reload(endpoints.Models.Survival));
        routes.MapGet("/health/live", (HttpContext _) => TypedResults.Json(new HealthReply("live", new Dictionary<string, string>()), Contracts.Default.HealthReply));
        routes.MapGet("/health/ready", (HttpContext _) => endpoints.Health());
    }

    private ServedModels Models { get; } = models;

    private IResult Describe<T>(ServedModel<T>? served, IReadOnlyList<FieldReply> form) where T : class, IModel<T> => served is null
        ? Problems.NotReady()
        : TypedResults.Json(new ModelReply(T.Description.Name, T.Description.InputShape.ToString(), T.Description.OutputShape.ToString(),
            T.Description.ParameterCount, form, served.Version), Contracts.Default.ModelReply);

    private IResult Picture(string index)
    {
        if (Models.Fashion is not { Test: var test }) return Problems.NotReady();
        if (!int.TryParse(index, out var number) || number < 0 || number >= test.Count)
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such picture", $"The test set has the pictures 0 to {test.Count - 1}.");
        var (pixels, label) = (new float[Pixels], new int[1]);
        test.CopySamples([number], pixels);
        test.CopyClasses([number], label);
        return TypedResults.Json(
            new PictureReply(number, test.Count, FashionMnist.ClassNames[label[0]], pixels), Contracts.Default.PictureReply);
    }

    private async Task<IResult> PredictPicture(HttpContext context)
    {
        if (Models.Garments is not { } served) return Problems.NotReady();
        var (request, problem) = await Body.Read(context.Request, Contracts.Default.PictureRequest,
            path => path.StartsWith("$.pixels[", StringComparison.Ordinal) ? "a number from 0 to 255" : path == "$.pixels" ? "784 numbers from 0 to 255" : "{\"pixels\": […]}",
            ["$.pixels"]);
        if (request is null) return problem!;
        if (request.Pixels.Length != Pixels) return Problems.Invalid("$.pixels", $"Expected 784 numbers from 0 to 255, but there are {request.Pixels.Length}.");
        for (var i = 0; i < Pixels; i++)
            if (request.Pixels[i] is not (>= 0 and <= 255)) return Problems.Invalid($"$.pixels[{i}]", $"Expected a number from 0 to 255, but it is {request.Pixels[i]}.");

        if (Models.Batching is { } batching)
            return (await batching.PredictAsync(request.Pixels, context.RequestAborted))
                .Match(answer => Reply(answer.Value, answer.Version), error => Problems.Of(error));
        var probabilities = new float[10];
        return Reply(probabilities, served.Predict(request.Pixels, probabilities));
    }

    private async Task<IResult> PredictPassenger(HttpContext context)
    {
        if (Models.Survival is not { } served) return Problems.NotReady();
        var (passenger, problem) = await Body.Read(context.Request, Contracts.Default.Passenger,
            path => Form.FirstOrDefault(field => "$." + field.Name == path) is { } field ? Fields.Expected(field) : "an object", Required);
        if (passenger is null) return problem!;
        return served.Predict(model => model.Predict(passenger)).Match<IResult>(answer => TypedResults.Json(new PredictionReply(
            answer.Value.Value == true ? "survives" : "dies",
            [.. answer.Value.Probabilities.Map(one => new ClassReply(one.Class == true ? "survives" : "dies", one.Probability))],
            answer.Version.Number), Contracts.Default.PredictionReply), error => Problems.Of(error));
    }

    private IResult Health()
    {
        var reply = new HealthReply(Models.IsReady ? "ready" : Models.Fault ?? "training", new Dictionary<string, string>
        {
            ["garments"] = Text(Models.Garments),
            ["passengers"] = Text(Models.Survival),
        });
        return TypedResults.Json(reply, Contracts.Default.HealthReply, statusCode: Models.IsReady ? 200 : 503);
    }

    /// <summary>Returns a model's version, and why a newer file was refused.</summary>
    private static string Text<T>(ServedModel<T>? served) where T : class, IModel<T> => served is null ? "not ready"
        : served.Version + served.Fault.Match(fault => $"; a newer file was refused: {fault.Message}", () => "");

    private static IResult Reload<T>(ServedModel<T>? served) where T : class, IModel<T> => served is null ? Problems.NotReady()
        : served.Reload().Match<IResult>(version => TypedResults.Json(version, Contracts.Default.ModelVersion),
            error => Problems.Of(StatusCodes.Status409Conflict, "The file was refused; the model before stays", error.Message));

    private static IResult Reply(float[] probabilities, ModelVersion version) => TypedResults.Json(new PredictionReply(
        FashionMnist.ClassNames[Array.IndexOf(probabilities, probabilities.Max())],
        [.. probabilities.Select((probability, i) => new ClassReply(FashionMnist.ClassNames[i], probability))], version.Number),
        Contracts.Default.PredictionReply);
}
