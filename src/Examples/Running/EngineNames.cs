using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Examples;

/// <summary>The engines as they are typed after <c>--engine</c>.</summary>
internal static class EngineNames
{
    /// <summary>The engine of a name, if it can be used here; otherwise what to do.</summary>
    /// <param name="name">What was typed.</param>
    public static Fin<ITensorEngine> Find(string name) => name switch
    {
        "cpu" => Fin<ITensorEngine>.Succ(Engine.Cpu),
        "reference" => Fin<ITensorEngine>.Succ(Engine.Reference),
        _ when name.Split(':')[0] == "torch" =>
            from engine in TorchEngine.Named(name)
            from available in TorchEngine.Available(engine)
            select (ITensorEngine)engine,
        _ => Error.New($"--engine is '{name}', but there are only cpu, reference, torch and torch:cuda:0."),
    };
}
