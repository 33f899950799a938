using ModelDsl.CompilerServices;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>What a step of training allocates on the managed heap.</summary>
internal static class StepAllocations
{
    /// <summary>
    /// Bytes of ten steps, the least of five times that they were counted: what a step allocates is in each of them, and what the runtime
    /// allocates on this thread, when it compiles a method again, is not.
    /// </summary>
    public static long Of<TModel>(int rows) where TModel : class, IModel<TModel>
    {
        var (parameters, gradient) =
            (new ParameterArena(Engine.Cpu, TModel.Description), new ParameterArena(Engine.Cpu, TModel.Description));
        parameters.Write(TModel.Initialize(1).Parameters);
        var program = TModel.Compile(ProgramKind.Gradient, Engine.Cpu, rows, parameters, gradient);
        program.Run(default);
        var least = long.MaxValue;
        for (var time = 0; time < 5; time++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++) program.Run(default);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
