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
            $"an array is made with its elements, as lists of a method never change: write '{element.Name}[] list = [a, b]', and '[.. list, c]' for one more",
        IObjectCreationOperation { Type: { } type } when IsList(type) =>
            $"a {type.Name} may change, but lists of a method never do: write an array, 'list = [a, b]', and 'list = [.. list, c]' for one more",
        IObjectCreationOperation { Type: { } type } when IsLayer(type) => "a method uses the layers of its model: declare another as a parameter of the record",
        IObjectCreationOperation { Type.Name: "Noise" } => "random numbers come with the call: take a parameter 'Noise noise' behind the batch",
        IObjectCreationOperation { Type: { IsRecord: true } type } when MetadataNames.Ours(type).Length == 0 && RecordValues.WhyNot(type) is { } why => why,
        IObjectCreationOperation { Type: { } type } => $"a method makes tensors, numbers, tuples and records of these, but no {type.Name}: make it outside, and name what you need of it a constant",
        IWithOperation => "'with' changes records of tensors and numbers that the method made: layers and models stay as they are",
        IInterpolatedStringOperation => "a text is put together of constant texts with '+', as a name of an axis may be",
        IConditionalAccessOperation => "whether something is null is decided by constants here: write '?:' with 'is null'",
        IIsTypeOperation or ITypeOfOperation => "types are known while compiling: choose the function that you need by its name",
        IThrowOperation => "a method gives a result for every batch: check sizes by what its constants say, the generator reports the rest",
        IAwaitOperation => "a prediction is one value of its arguments: nothing is waited for",
        ITranslatedQueryOperation => "a query is a loop: write 'foreach' over a list that the method makes",
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation => "what is dynamic is decided when a program runs: give it its type",
        IAddressOfOperation => "there are no addresses in a method: write an array, '[a, b]'",
        IDefaultValueOperation => "a value by 'default' is known of numbers and of what may be null only: write the value",
        IInstanceReferenceOperation => "a method sees the model that it is given: write its name, 'm'",
        IEventReferenceOperation => "a method computes, nobody listens to it",
        _ => "write it with tensors, layers, constants and the functions of docs/forward.md",
    };

    private static bool IsLayer(ITypeSymbol type) => RecordReader.IsModel(type) || RecordReader.IsBlock(type) || MetadataNames.Is(type.BaseType, MetadataNames.Layer);

    private static bool IsList(ITypeSymbol type) => type.AllInterfaces.Any(of => of.MetadataName is "IEnumerable`1" or "IEnumerable");
}
