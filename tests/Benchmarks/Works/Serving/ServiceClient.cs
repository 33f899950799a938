using System.Diagnostics;
using System.Net.Http.Headers;

namespace Benchmarks;

/// <summary>Starts the service of a side in a process of its own, and sends requests. Each caller gets a connection.</summary>
public sealed class ServiceClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly Process process;
    private readonly HttpClient http = new();
    private readonly Uri address;

    /// <summary>Starts the service, and waits until it listens.</summary>
    public ServiceClient(string side)
    {
        Side = side;
        string[] arguments = [typeof(Children).Assembly.Location, Children.Argument, ServiceHost.Child, side];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // The garbage collector that the SDK chooses for services.
        start.Environment["DOTNET_gcServer"] = "1";
        process = Process.Start(start)!;
        address = new Uri(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The service of {side} did not start."));
    }

    /// <summary>The name of the side.</summary>
    public string Side { get; }

    /// <summary>Sends the JSON of a request, and returns the JSON of its answer.</summary>
    public async Task<byte[]> Send(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        using var response = await http.PostAsync(address, content).ConfigureAwait(false);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the service: it lives until its input ends.</summary>
    public void Dispose()
    {
        http.Dispose();
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
