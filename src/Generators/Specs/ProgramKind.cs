namespace ModelDsl.Generators.Specs;

/// <summary>Which program a model is lowered to.</summary>
internal enum ProgramKind
{
    Forward,
    Loss,
    Gradient,
}
