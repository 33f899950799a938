using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>
/// Records as values: the values of their parameters, by name. Their methods, operators and computed properties are entered like other
/// methods of the author.
/// </content>
internal sealed partial class Evaluator
{
    private AbstractValue.Sequence Record(IObjectCreationOperation creation, IMethodSymbol constructor)
    {
        // Evaluates the arguments in source order, as C# does.
        var values = creation.Arguments.ToDictionary(argument => argument.Parameter!.Ordinal, argument => Evaluate(argument.Value));
        var record = new AbstractValue.Sequence([.. constructor.Parameters.Select(p => values[p.Ordinal])])
        {
            Names = [.. constructor.Parameters.Select(p => p.Name)],
        };
        return creation.Initializer is { } changes ? With(creation, record, changes) : record;
    }

    /// <summary>Returns a value of a type without a name: <c>new { Left = x, K = 2 }</c>.</summary>
    private AbstractValue.Sequence Record(IAnonymousObjectCreationOperation creation)
    {
        var members = creation.Initializers.Cast<ISimpleAssignmentOperation>().ToArray();
        return new AbstractValue.Sequence([.. members.Select(member => Evaluate(member.Value))])
        {
            Names = [.. members.Select(member => ((IPropertyReferenceOperation)member.Target).Property.Name)],
        };
    }

    /// <summary>Returns true when a constructor makes a value: not a layer, a model, or a record of the library.</summary>
    private static bool IsValue(IMethodSymbol constructor) => constructor.ContainingType is { } type
        && MetadataNames.Ours(type).Length == 0 && !RecordReader.IsModel(type) && !RecordReader.IsBlock(type)
        && RecordValues.Keeps(constructor);

    /// <summary>Returns a record with some of its properties changed.</summary>
    private AbstractValue.Sequence With(IOperation at, AbstractValue.Sequence record, IObjectOrCollectionInitializerOperation changes)
    {
        var items = record.Items;
        foreach (var change in changes.Initializers)
        {
            var index = change is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } }
                ? record.Names.IndexOf(name) : -1;
            if (index < 0) throw NotDifferentiable(at, "only the parameters of a record can be changed");
            items = items.SetItem(index, Evaluate(((ISimpleAssignmentOperation)change).Value));
        }
        return record with { Items = items };
    }

    /// <summary>Returns true when a method, an operator or a getter is code of this project's author, so that it can be entered.</summary>
    private bool IsAuthors(IMethodSymbol method) =>
        !method.IsImplicitlyDeclared
            && method.DeclaringSyntaxReferences.Any(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree));
}
