using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using ModelDsl.Examples.Tests;
using OpenTelemetry.Metrics;

namespace ModelDsl.Service.Tests;

/// <summary>The service on a free port of this machine, with models that it trained on small data at its first start.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private WebApplication app = null!;

    /// <summary>What OpenTelemetry read of the meters.</summary>
    public List<OpenTelemetry.Metrics.Metric> Exported { get; } = [];

    public HttpClient Client { get; private set; } = null!;

    public Uri Address => new(app.Urls.First());

    public MeterProvider MeterProvider => (MeterProvider)app.Services.GetService(typeof(MeterProvider))!;

    public string Garments => Path.Combine(folder, "models", "garments.safetensors");

    public string Survival => Path.Combine(folder, "models", "survival.safetensors");

    public async Task InitializeAsync()
    {
        TinyFashion.Write(Path.Combine(folder, "data"));
        (app, Client) = await Start();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Starts another service on the same files.</summary>
    public async Task<(WebApplication App, HttpClient Client)> Start(int batch = 0)
    {
        var made = ServiceApp.Build(
            new ServiceOptions(IPAddress.Loopback, 0, Path.Combine(folder, "models"), Path.Combine(folder, "data"), batch, TimeSpan.FromHours(1)),
            meters => meters.AddInMemoryExporter(Exported));
        await made.StartAsync();
        var client = new HttpClient { BaseAddress = new Uri(made.Urls.First()) };
        for (var tries = 0; ; tries++)
        {
            using var ready = await client.GetAsync("/health/ready");
            if (ready.IsSuccessStatusCode) return (made, client);
            Assert.True(tries < 600, await ready.Content.ReadAsStringAsync());
            await Task.Delay(100);
        }
    }

    /// <summary>Returns the answer to a request, as JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> Post(string path, string json, string type = "application/json")
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, type);
        using var reply = await Client.PostAsync(path, content);
        if (!reply.IsSuccessStatusCode) Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        return (reply.StatusCode, await reply.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<JsonElement> Get(string path) => await Client.GetFromJsonAsync<JsonElement>(path);
}

/// <summary>All tests share one service.</summary>
[CollectionDefinition(nameof(RunningService))]
public sealed class ServiceCollectionDefinition : ICollectionFixture<RunningService>;
