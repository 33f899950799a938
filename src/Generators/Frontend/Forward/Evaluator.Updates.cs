using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>
/// Update rules of optimizers. They are functions of numbers that may use the hyperparameters of their record. These numbers become known
/// when a step is made.
/// </content>
internal sealed partial class Evaluator
{
    /// <summary>A kernel has at most sixteen given numbers.</summary>
    private const int MostNumbers = 16;

    private readonly List<string> given = [];

    /// <summary>
    /// Reads a rule. It maps weight, gradient and states to the new weight and states. The second item names the numbers that are given to
    /// it. The result is null when the rule cannot be read, which is reported.
    /// </summary>
    public (ScalarFunction Function, string[] Numbers)? RunUpdate(IMethodSymbol method)
    {
        try
        {
            var declaration = method.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).First();
            (scalars, ofNumbers, self) = (new ScalarBuilder(), true, method.ContainingType);
            var count = 0;
            var arguments = method.Parameters.Select(
                p => OptimizerReader.IsNamed(p) ? Given(p.Name, declaration) : new AbstractValue.Scalar(scalars.Argument(count++)));
            var result = Enter(new AbstractValue.Function(method, null, null), Bodies(method), [.. arguments], declaration);
            AbstractValue[] results = result is AbstractValue.Sequence { Items: var items } ? [.. items] : [result];
            int[] steps = [.. results.Select(r => StepOf(r, declaration) ?? throw Refuse(Diagnostics.Rules.NotElementwise, declaration, "it does not return a number"))];
            return (scalars.Build(method.Name, count, steps), [.. given]);
        }
        catch (UnreadableException)
        {
            return null;
        }
    }

    /// <summary>The record whose rule is being read; null for other methods.</summary>
    private INamedTypeSymbol? self;

    /// <summary>Returns a number that is known only when the program runs, by its name.</summary>
    private AbstractValue.Scalar Given(string name, SyntaxNode at, bool isTruth = false)
    {
        if (!given.Contains(name))
        {
            if (given.Count == MostNumbers) throw Refuse(Diagnostics.Rules.NotElementwise, at, "a rule can use sixteen hyper-parameters at most");
            given.Add(name);
        }
        var step = scalars.Given(given.IndexOf(name));
        // A truth value is written as a comparison, like all truth values.
        return isTruth ? new(scalars.Append(ScalarOperations.Equal, step, scalars.Number(0), scalars.Number(0), scalars.Number(1)),
            IsTruth: true) : new(step);
    }

    /// <summary>Returns a hyperparameter of the record.</summary>
    private AbstractValue.Scalar HyperParameter(IPropertyReferenceOperation property) => property.Property.Type.SpecialType switch
    {
        _ when !SymbolEqualityComparer.Default.Equals(property.Property.ContainingType, self) =>
            throw NotElementwise(property, $"a rule can use only its own record's numbers; the learning rate of a step is a parameter, 'float learningRate'"),
        SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_Int64 =>
            Given(property.Property.Name, property.Syntax),
        SpecialType.System_Boolean => Given(property.Property.Name, property.Syntax, isTruth: true),
        _ => throw NotElementwise(property, "hyper-parameters must be numbers or truth values"),
    };
}
