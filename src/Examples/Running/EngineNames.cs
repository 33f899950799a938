using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Examples;

/// <summary>The names of engines for <c>--engine</c>.</summary>
internal static class EngineNames
{
    /// <summary>Returns the engine with a name, if it can be used here; otherwise an error that says what to do.</summary>
    /// <param name="name">The name from the command line.</param>
    public static Fin<ITensorEngine> Find(string name) => name switch
    {
        "cpu" => Fin<ITensorEngine>.Succ(Engine.Cpu),
        "reference" => Fin<ITensorEngine>.Succ(Engine.Reference),
        _ when name.Split(':')[0] == "torch" =>
            from engine in TorchEngine.Named(name)
            from available in TorchEngine.Available(engine)
            select (ITensorEngine)engine,
        _ when name.Split(':')[0] == "gpu" =>
            from engine in GpuEngine.Named(name)
            from available in engine.Availability
            select (ITensorEngine)engine,
        _ => Error.New($"--engine is '{name}', but must be cpu, reference, gpu, torch or torch:cuda:0."),
    };
}
