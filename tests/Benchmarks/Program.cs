using Benchmarks;
using Benchmarks.Kernels;

if (args is [Children.Argument, .. var child]) return Children.Run(child);

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
        case KernelRun.Name:
        case var name when Workloads.All.Any(w => w.Name == name):
            names.Add(args[i]);
            break;
        default:
            var known = string.Join(' ', [.. Workloads.All.Select(w => w.Name), KernelRun.Name]);
            Console.Error.WriteLine($"'{args[i]}' is not understood. bench.sh [workload…] [--repeats n] [--out file]; workloads: {known}");
            return 2;
    }
}

var figures = new FiguresFile();
var report = new Report(Console.Out);
var exit = FashionMnist.Load().Match(
    Succ: fashion =>
    {
        foreach (var workload in Workloads.All.Where(w => names.Count == 0 ? !w.OnRequest : names.Contains(w.Name)))
        {
            var outcomes = new List<Outcome>();
            report.Begin(workload);
            foreach (var contest in workload.Open(fashion.Train))
            {
                using (contest) outcomes.Add(contest.Run(repeats));
                report.Add(outcomes[^1]);
            }

            report.End();
            if (workload.Record?.Invoke(outcomes) is var (name, text))
            {
                var folder = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
                File.WriteAllText(Path.Combine(folder.FullName, name), text);
            }
            figures.Add(workload, outcomes);
        }

        return 0;
    },
    Fail: error =>
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    });
if (names.Contains(KernelRun.Name)) KernelRun.Run(figures, Path.GetDirectoryName(Path.GetFullPath(file))!);
if (exit != 0) return exit;
figures.Write(file);
Console.WriteLine($"{FiguresFile.Machine}. Figures: {file}");
return 0;
