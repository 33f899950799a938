using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// The variables of a block that is being run, and those around it. Every run of a block has its own, so that a lambda keeps the variables which it saw: those of its turn of
/// a loop, of its call.
/// </summary>
internal sealed class Scope(Scope? around)
{
    private readonly Scope? around = around;
    private readonly Dictionary<ISymbol, AbstractValue> variables = new(SymbolEqualityComparer.Default);

    public void Declare(ISymbol variable, AbstractValue value) => variables[variable] = value;

    /// <summary>Gives a variable another value, in the block that declares it; one that was declared without a value belongs to the block that gives it one.</summary>
    public void Assign(ISymbol variable, AbstractValue value) => (Owner(variable) ?? this).variables[variable] = value;

    public AbstractValue? Find(ISymbol variable) => Owner(variable)?.variables[variable];

    private Scope? Owner(ISymbol variable)
    {
        for (var scope = this; scope is not null; scope = scope.around)
            if (scope.variables.ContainsKey(variable)) return scope;
        return null;
    }
}
