using System.Net;
using System.Text.Json;

namespace ModelDsl.Service.Tests;

/// <summary>The service over HTTP, on a real socket.</summary>
[Collection(nameof(RunningService))]
public sealed class HttpTests(RunningService service)
{
    private const string Passenger = """{"class":1,"isWoman":true,"fare":80,"embarked":"Cherbourg","age":30}""";

    [Fact]
    public async Task A_test_picture_is_predicted_as_the_model_predicts_it()
    {
        var picture = await service.Get("/garments/pictures/3");
        Assert.Equal("Dress", picture.GetProperty("label").GetString());
        var pixels = picture.GetProperty("pixels");
        var (status, reply) = await service.Post("/garments/predictions", $$"""{"pixels":{{pixels.GetRawText()}}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var model = Garments.Load(service.Garments).Match(loaded => loaded, error => throw new InvalidOperationException(error.Message));
        var numbers = pixels.EnumerateArray().Select(p => p.GetSingle()).ToArray();
        var expected = model.Predict(Tensor.Create([1, 28, 28], numbers), SampleForm.Raw)
            .Match(tensor => tensor.ToArray(), error => throw new InvalidOperationException(error.Message));
        Assert.Equal(expected, reply.GetProperty("probabilities").EnumerateArray().Select(one => one.GetProperty("probability").GetSingle()));
        Assert.Equal(FashionMnist.ClassNames[Array.IndexOf(expected, expected.Max())], reply.GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_passenger_is_predicted_and_an_age_may_be_missing()
    {
        foreach (var json in (string[])[Passenger, Passenger.Replace(",\"age\":30", ""), Passenger.Replace("30", "null")])
        {
            var (status, reply) = await service.Post("/passengers/predictions", json);
            Assert.Equal((HttpStatusCode.OK, "survives"), (status, reply.GetProperty("value").GetString()));
            Assert.Equal(1, reply.GetProperty("probabilities").EnumerateArray().Sum(one => one.GetProperty("probability").GetSingle()), 1e-5);
        }
    }

    [Fact]
    public async Task The_form_comes_from_the_record()
    {
        var fields = (await service.Get("/passengers")).GetProperty("fields").EnumerateArray().ToArray();
        Assert.Equal(["class", "isWoman", "fare", "embarked", "age"], fields.Select(field => field.GetProperty("name").GetString()));
        Assert.Equal(["Southampton", "Cherbourg", "Queenstown"], fields[3].GetProperty("choices").EnumerateArray().Select(choice => choice.GetString()));
        Assert.Equal([false, false, false, false, true], fields.Select(field => field.GetProperty("isOptional").GetBoolean()));
    }

    [Theory]
    [InlineData("passengers", """{"class":1,"isWoman":true,"fare":"much","embarked":"Cherbourg"}""", "$.fare", "Expected a number")]
    [InlineData("passengers", """{"class":1,"isWoman":true,"fare":8,"embarked":"Paris"}""", "$.embarked", "one of \"Southampton\"")]
    [InlineData("passengers", """{"class":1,"isWoman":null,"fare":8,"embarked":"Cherbourg"}""", "$.isWoman", "true or false")]
    [InlineData("passengers", """{"class":1,"isWoman":true,"embarked":"Cherbourg"}""", "$.fare", "It is missing")]
    [InlineData("passengers", """{"class":1,"isWoman":true,"fare":-8,"embarked":"Cherbourg"}""", "$.fare", "-8 is −1 or less")]
    [InlineData("passengers", """{"class":1,"isWoman":true,"fare":8,"embarked":7}""", "$.embarked", "the value is none of the categories")]
    [InlineData("passengers", """{"class":1,"isWoman":true,"fare":8,"embarked":"Cherbourg","deck":"A"}""", "$.deck", "no such field")]
    [InlineData("passengers", """{"class":1,""", "$", "line 1")]
    [InlineData("passengers", "[]", "$", "an object")]
    [InlineData("passengers", "null", "$", "null")]
    [InlineData("garments", "{}", "$.pixels", "It is missing")]
    [InlineData("garments", """{"pixels":[1,2]}""", "$.pixels", "there are 2")]
    [InlineData("garments", """{"pixels":[1,"x"]}""", "$.pixels[1]", "a number from 0 to 255")]
    [InlineData("garments", """{"pixels":7}""", "$.pixels", "784 numbers")]
    [InlineData("garments", """{"pixels":null}""", "$.pixels", "784 numbers")]
    public async Task A_bad_request_gets_a_problem_that_names_the_field(string model, string json, string path, string says)
    {
        var (status, problem) = await service.Post($"/{model}/predictions", json);
        Assert.Equal((HttpStatusCode.BadRequest, 400), (status, problem.GetProperty("status").GetInt32()));
        Assert.True(problem.GetProperty("errors").TryGetProperty(path, out var faults), problem.GetRawText());
        Assert.Contains(says, faults[0].GetString(), StringComparison.Ordinal);
        Assert.Contains(path, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("300"), InlineData("-1"), InlineData("1e39")]
    public async Task A_pixel_out_of_range_is_named(string pixel)
    {
        var (status, problem) = await service.Post("/garments/predictions", $$"""{"pixels":[{{string.Join(",", Enumerable.Repeat("0", 783))}},{{pixel}}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("$.pixels[783]", out _), problem.GetRawText());
    }

    [Fact]
    public async Task Other_faults_are_problems_too()
    {
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await service.Post("/passengers/predictions", Passenger, "text/plain")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await service.Post("/garments/predictions", new string(' ', 70_000))).Status);
        foreach (var path in (string[])["/nothing", "/garments/pictures/80", "/garments/pictures/x"])
        {
            using var reply = await service.Client.GetAsync(path);
            Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task Health_names_the_versions()
    {
        Assert.Equal("live", (await service.Get("/health/live")).GetProperty("status").GetString());
        var ready = await service.Get("/health/ready");
        Assert.StartsWith("version ", ready.GetProperty("models").GetProperty("garments").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_refused_and_the_model_stays()
    {
        var before = (await service.Get("/passengers")).GetProperty("version").GetRawText();
        var bytes = await File.ReadAllBytesAsync(service.Survival);
        try
        {
            await File.WriteAllBytesAsync(service.Survival, bytes[..^3]);
            var (status, problem) = await service.Post("/passengers/reload", "");
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Contains("bytes follow", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(before, (await service.Get("/passengers")).GetProperty("version").GetRawText());
            Assert.Contains("refused", (await service.Get("/health/ready")).GetProperty("models").GetProperty("passengers").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await File.WriteAllBytesAsync(service.Survival, bytes);
        }
        Assert.Equal(HttpStatusCode.OK, (await service.Post("/passengers/reload", "")).Status);
        Assert.DoesNotContain("refused", (await service.Get("/health/ready")).GetProperty("models").GetProperty("passengers").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        foreach (var path in (string[])["/", "/app.js", "/style.css"])
        {
            using var reply = await service.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.Contains("default-src 'self'", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("//", (await reply.Content.ReadAsStringAsync()).Replace("</", ""), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OpenTelemetry_reads_the_meter()
    {
        await service.Post("/passengers/predictions", Passenger);
        var provider = service.MeterProvider;
        Assert.True(OpenTelemetry.Metrics.MeterProviderExtensions.ForceFlush(provider));
        string[] names = [.. service.Exported.Select(metric => metric.Name)];
        foreach (var name in (string[])["modeldsl.predictions", "modeldsl.prediction.duration", "modeldsl.model.version", "modeldsl.model.age", "http.server.request.duration"])
            Assert.Contains(name, names);
    }

    /// <summary>A service that is started again reads its files and trains nothing; with batching it gives the same answers.</summary>
    [Fact]
    public async Task A_second_start_with_batching_gives_the_same_answers()
    {
        var written = File.GetLastWriteTimeUtc(service.Garments);
        var (app, client) = await service.Start(batch: 16);
        using (client)
        {
            var bodies = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
                $$"""{"pixels":{{(await service.Get($"/garments/pictures/{i}")).GetProperty("pixels").GetRawText()}}}"""));
            var replies = await Task.WhenAll(bodies.Select(async body =>
            {
                using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var reply = await client.PostAsync("/garments/predictions", content);
                return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("probabilities").GetRawText();
            }));
            for (var i = 0; i < bodies.Length; i++)
                Assert.Equal((await service.Post("/garments/predictions", bodies[i])).Json.GetProperty("probabilities").GetRawText(), replies[i]);
        }
        await app.StopAsync();
        await app.DisposeAsync();
        Assert.Equal(written, File.GetLastWriteTimeUtc(service.Garments));
    }
}
