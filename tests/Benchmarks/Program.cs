using System.Diagnostics;
using System.Globalization;
using Benchmarks;

const string Usage = "bench.sh [W0 W1 …] [--repeats n] [--out file]";

var names = new List<string>();
var repeats = 5;
var file = Path.Combine("artifacts", "bench.json");
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--repeats" when i + 1 < args.Length && int.TryParse(args[i + 1], out var n) && n > 0:
            repeats = n;
            i++;
            break;
        case "--out" when i + 1 < args.Length:
            file = args[++i];
            break;
        case var name when Workloads.All.Any(w => w.Name == name):
            names.Add(name);
            break;
        default:
            Console.Error.WriteLine($"'{args[i]}' is not understood. {Usage}; workloads: {string.Join(' ', Workloads.All.Select(w => w.Name))}");
            return 2;
    }
}

var chosen = Workloads.All.Where(w => names.Count == 0 || names.Contains(w.Name)).ToList();
return FashionMnist.Load().Match(
    Succ: fashion =>
    {
        var report = new Report(Console.Out);
        foreach (var workload in chosen)
        {
            var peak = FmaPeak.Measure();
            using var contest = workload.Open(fashion.Train);
            report.Add(workload, contest.Run(repeats), Math.Max(peak, FmaPeak.Measure()));
        }

        report.Write(file);
        return 0;
    },
    Fail: error =>
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    });
