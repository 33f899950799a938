using ModelDsl.Gpu.Benchmarks;
using ModelDsl.Gpu.Tests;

const string Usage = """
    device                       names the device
    laws [part of a name]        runs the laws of all engines and the other tests of the GPU engine
    bench [W1 …] [--quick]       measures steps of training and single instructions, beside PyTorch and the processor
    The environment's MODELDSL_GPU names the device: cuda:0, opencl:1. Without it the device is pocl.
    """;

return args switch
{
    ["device"] => OnDevice(static () => 0),
    ["laws", .. var parts] when parts.Length <= 1 => OnDevice(() => LawRun.Run(parts is [var part] ? part : "", Console.Out)),
    ["bench", .. var rest] => OnDevice(() => Bench.Run(rest)),
    _ => Refuse(Usage),
};

static int OnDevice(Func<int> work) => TestDevice.Found.Match(
    engine =>
    {
        Console.WriteLine(DeviceFacts.Of(engine));
        return work();
    },
    error => Refuse(error.Message));

static int Refuse(string reason)
{
    Console.Error.WriteLine(reason);
    return 2;
}
