using ModelDsl.CompilerServices;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>The bytes that a training step allocates on the managed heap.</summary>
internal static class StepAllocations
{
    /// <summary>
    /// Returns the bytes of ten steps: the least of five counts. All counts include the allocations of the steps. Only some include the
    /// runtime's allocations on this thread when it compiles a method again.
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
