namespace ModelDsl.Generators.Specs;

/// <summary>The program that a model is lowered to.</summary>
internal enum ProgramKind
{
    Forward,
    Loss,
    Gradient,
}
