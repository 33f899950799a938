using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// The variables of a block that is being run, and of the blocks around it. Every run of a block has its own variables. So a lambda keeps
/// the variables that it saw: those of its iteration of a loop, and of its call.
/// </summary>
internal sealed class Scope(Scope? around)
{
    private readonly Scope? around = around;
    private readonly Dictionary<ISymbol, AbstractValue> variables = new(SymbolEqualityComparer.Default);

    public void Declare(ISymbol variable, AbstractValue value) => variables[variable] = value;

    /// <summary>
    /// Gives a variable another value in the block that declares it. A variable that was declared without a value belongs to the block that
    /// gives it one.
    /// </summary>
    public void Assign(ISymbol variable, AbstractValue value) => (Owner(variable) ?? this).variables[variable] = value;

    public AbstractValue? Find(ISymbol variable) => Owner(variable)?.variables[variable];

    /// <summary>Returns the values of all visible variables.</summary>
    public IReadOnlyList<Dictionary<ISymbol, AbstractValue>> Snapshot()
    {
        var values = new List<Dictionary<ISymbol, AbstractValue>>();
        for (var scope = this; scope is not null; scope = scope.around) values.Add(new(scope.variables, SymbolEqualityComparer.Default));
        return values;
    }

    /// <summary>Gives all variables their former values.</summary>
    public void Restore(IReadOnlyList<Dictionary<ISymbol, AbstractValue>> values)
    {
        var depth = 0;
        for (var scope = this; scope is not null; scope = scope.around, depth++)
        {
            scope.variables.Clear();
            foreach (var value in values[depth]) scope.variables.Add(value.Key, value.Value);
        }
    }

    /// <summary>Merges the former value of each variable with its present value.</summary>
    public void Merge(IReadOnlyList<Dictionary<ISymbol, AbstractValue>> values, Func<AbstractValue, AbstractValue, AbstractValue> merge)
    {
        var depth = 0;
        for (var scope = this; scope is not null; scope = scope.around, depth++)
        {
            foreach (var value in values[depth])
                scope.variables[value.Key] = scope.variables.TryGetValue(value.Key, out var other)
                    ? merge(value.Value, other) : value.Value;
        }
    }

    private Scope? Owner(ISymbol variable)
    {
        for (var scope = this; scope is not null; scope = scope.around)
            if (scope.variables.ContainsKey(variable)) return scope;
        return null;
    }
}
