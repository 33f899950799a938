using System.Reflection;
using OpenTelemetry.Metrics;

namespace ModelDsl.Service;

/// <summary>Puts the service together.</summary>
internal static class ServiceApp
{
    /// <summary>Returns the service, not yet started.</summary>
    public static WebApplication Build(ServiceOptions options, Action<MeterProviderBuilder>? metrics = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port);
            kestrel.Limits.MaxRequestBodySize = Body.MostBytes;
            kestrel.AddServerHeader = false;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(options).AddSingleton<ServedModels>()
            .AddHostedService(services => services.GetRequiredService<ServedModels>());
        // The collector's address is in OTEL_EXPORTER_OTLP_ENDPOINT, as everywhere.
        builder.Services.AddOpenTelemetry().WithMetrics(meters =>
        {
            meters.AddMeter("ModelDsl", "Microsoft.AspNetCore.Hosting", "System.Runtime");
            if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 }) meters.AddOtlpExporter();
            metrics?.Invoke(meters);
        });

        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await next(context);
        });
        app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode is >= 400 and var status
            ? Problems.Of(status, status == 404 ? "There is nothing here" : "The request can't be answered",
                $"{context.HttpContext.Request.Method} {context.HttpContext.Request.Path} is not an address of this service.").ExecuteAsync(context.HttpContext)
            : Task.CompletedTask);
        Page(app, "/", "index.html", "text/html; charset=utf-8");
        Page(app, "/app.js", "app.js", "text/javascript; charset=utf-8");
        Page(app, "/style.css", "style.css", "text/css; charset=utf-8");
        Endpoints.Map(app, new Endpoints(app.Services.GetRequiredService<ServedModels>()));
        return app;
    }

    private static void Page(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        routes.MapGet(path, (HttpContext _) => TypedResults.Bytes(bytes, type));
    }
}
