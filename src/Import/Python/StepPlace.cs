namespace ModelDsl.Import.Python;

/// <summary>What a step may ask for while it is printed.</summary>
/// <param name="Layer">Finds the module of a layer.</param>
/// <param name="Needs">Adds a class or function to the file.</param>
/// <param name="Samples">Returns a multiple of the number of samples.</param>
/// <param name="Refuse">Reports why the step can't be printed.</param>
internal sealed record StepPlace(
    Func<Layer, PrintedLayer> Layer, Action<Helper> Needs, Func<long, string> Samples, Action<string> Refuse);
