using System.CommandLine;
using System.Net;

namespace ModelDsl.Service;

/// <summary>The options of the service.</summary>
/// <param name="Address">The address to listen on.</param>
/// <param name="Port">The port; 0 for any free one.</param>
/// <param name="Models">The folder of the model files.</param>
/// <param name="Data">The folder of Fashion-MNIST; null to look for it.</param>
/// <param name="Batch">Largest number of pictures that are predicted together; 0 for each alone.</param>
/// <param name="Watch">Time between two looks at the model files.</param>
internal sealed record ServiceOptions(IPAddress Address, int Port, string Models, string? Data, int Batch, TimeSpan Watch);

/// <summary>The command line of <c>run.sh serve</c>. Exit codes: 0 success, 1 failure, 2 wrong arguments.</summary>
internal static class CommandLine
{
    public static async Task<int> Run(string[] arguments)
    {
        var port = new Option<int>("--port") { Description = "The port; 0 for any free one.", DefaultValueFactory = _ => 5080 };
        var host = new Option<string>("--host") { Description = "The IP address to listen on; 0.0.0.0 for all.", DefaultValueFactory = _ => "127.0.0.1" };
        var models = new Option<string>("--models") { Description = "The folder of the model files.", DefaultValueFactory = _ => "artifacts/service" };
        var data = new Option<string?>("--data") { Description = "The folder of the Fashion-MNIST files." };
        var batch = new Option<int>("--batch") { Description = "Predict up to this many pictures together; 0 for each alone.", DefaultValueFactory = _ => 0 };
        var watch = new Option<double>("--watch") { Description = "Seconds between two looks at the model files.", DefaultValueFactory = _ => 2 };
        Between(port, 0, 65535);
        Between(batch, 0, 1024);
        watch.Validators.Add(result =>
        {
            if (result.GetValue(watch) is not (>= 0.01 and <= 86_400)) result.AddError("--watch must be from 0.01 to 86400 seconds.");
        });
        host.Validators.Add(result =>
        {
            if (!IPAddress.TryParse(result.GetValue(host), out _)) result.AddError("--host must be an IP address.");
        });
        var root = new RootCommand("Serves two models over HTTP, with a page to try them.") { port, host, models, data, batch, watch };
        root.SetAction((parsed, cancellation) => Serve(new ServiceOptions(
            IPAddress.Parse(parsed.GetValue(host)!), parsed.GetValue(port),
            Path.GetFullPath(parsed.GetValue(models)!), parsed.GetValue(data), parsed.GetValue(batch),
            TimeSpan.FromSeconds(parsed.GetValue(watch))), cancellation));
        var read = root.Parse(arguments);
        if (read.Errors.Count == 0) return await read.InvokeAsync();
        foreach (var error in read.Errors) await Console.Error.WriteLineAsync(error.Message);
        return 2;
    }

    private static async Task<int> Serve(ServiceOptions options, CancellationToken cancellation)
    {
        await using var app = ServiceApp.Build(options);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync($"The service can't start: {fault.Message} Choose another port with --port.");
            return 1;
        }
        Console.WriteLine($"Listening on {app.Urls.First()}. Ctrl+C ends it.");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static void Between(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValue(option) < least || result.GetValue(option) > most) result.AddError($"{option.Name} must be from {least} to {most}.");
    });
}
