using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>The forward programs of one call. They are lent by the model until the call ends, or compiled for the call alone.</summary>
internal sealed class CallPrograms<T> : IDisposable where T : class, IModel<T>
{
    private readonly T model;
    private readonly IDisposable? memory;
    private readonly List<(ProgramPool<T> Pool, LentProgram Program)> lent = new(2);
    private ParameterArena? parameters;

    public CallPrograms(T model)
    {
        (this.model, Engine) = (model, ModelCalls.EngineOf(model));
        memory = Engine.BeginMemory();
    }

    /// <summary>The engine of the model's parameters.</summary>
    public ITensorEngine Engine { get; }

    /// <summary>Returns the program for a number of samples.</summary>
    public ModelProgram For(int rows)
    {
        if (KeptPrograms<T>.Of(model, Engine, rows) is { } pool)
        {
            var program = pool.Take();
            lent.Add((pool, program));
            return program.Program;
        }
        parameters ??= ModelCalls.ParametersOf(model, Engine);
        return T.Compile(ProgramKind.Forward, Engine, rows, parameters, null);
    }

    /// <summary>
    /// Returns predictions for samples that fit the model, all in one run. It uses this thread alone unless an enclosing scope allows more.
    /// </summary>
    public Tensor Predict(Tensor samples)
    {
        var program = For(samples.Shape[0]);
        Engine.Copy(samples.On(Engine), program.Input);
        program.Run(default);
        return Engine.BringHome(program.Output);
    }

    /// <summary>Returns the programs, and releases the memory of a device.</summary>
    public void Dispose()
    {
        foreach (var (pool, program) in lent) pool.Return(program);
        memory?.Dispose();
    }
}
