using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Texts that say what to write instead of C# that a method cannot hold, one sentence for each construct.</summary>
internal static class Refusals
{
    /// <summary>Returns the text for an expression.</summary>
    public static string Of(IOperation expression) => expression switch
    {
        IArrayCreationOperation { DimensionSizes.Length: > 1 } or IArrayInitializerOperation => "lists have one index: make a list of lists, and write 'rows[0][1]'",
        IArrayCreationOperation { Type: IArrayTypeSymbol { ElementType: var element } } =>
            $"an array must be created with its elements, because lists in a method never change: write '{element.Name}[] list = [a, b]', and '[.. list, c]' to add one",
        IObjectCreationOperation { Type: { } type } when IsList(type) =>
            $"a {type.Name} can change, but lists in a method never do: write an array, 'list = [a, b]', and 'list = [.. list, c]' to add one",
        IObjectCreationOperation { Type: { } type } when IsLayer(type) => "a method can use only the layers of its model: declare another one as a parameter of the record",
        IObjectCreationOperation { Type.Name: "Noise" } => "random numbers come with the call: add a parameter 'Noise noise' after the batch",
        IObjectCreationOperation { Type: { IsRecord: true } type }
            when MetadataNames.Ours(type).Length == 0 && RecordValues.WhyNot(type) is { } why => why,
        IObjectCreationOperation { Type: { } type } => $"a method can create tensors, numbers, tuples and records of these, but not a {type.Name}: create it outside, and declare the values that you need as constants",
        IWithOperation => "'with' changes records of tensors and numbers that the method made: layers and models stay as they are",
        IInterpolatedStringOperation => "join constant texts with '+', for instance for the name of an axis",
        IConditionalAccessOperation => "a test for null must be known at compile time: write '?:' with 'is null'",
        IIsTypeOperation or ITypeOfOperation => "types are known at compile time: call the function that you need by its name",
        IThrowOperation => "a method must return a result for every batch: test sizes with constants, and the generator reports the rest",
        IAwaitOperation => "a prediction is one value, computed from its arguments: there is nothing to await",
        ITranslatedQueryOperation => "a query is a loop: write 'foreach' over a list that the method makes",
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation => "a dynamic value is known only when the program runs: declare its type",
        IAddressOfOperation => "there are no addresses in a method: write an array, '[a, b]'",
        IDefaultValueOperation => "'default' works only for numbers and for types that can be null: write the value",
        IInstanceReferenceOperation => "a method uses the model that it gets as an argument: write its name, 'm'",
        IEventReferenceOperation => "a method only computes, so it has no events",
        _ => "write it with tensors, layers, constants and the functions of docs/forward.md",
    };

    private static bool IsLayer(ITypeSymbol type) =>
        RecordReader.IsModel(type) || RecordReader.IsBlock(type) || MetadataNames.Is(type.BaseType, MetadataNames.Layer);

    private static bool IsList(ITypeSymbol type) => type.AllInterfaces.Any(of => of.MetadataName is "IEnumerable`1" or "IEnumerable");
}
