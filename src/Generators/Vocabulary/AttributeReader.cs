using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Vocabulary;

/// <summary>Reads the arguments of an attribute by name, and reports findings at them.</summary>
/// <param name="attribute">The attribute.</param>
/// <param name="place">The kind of the attribute's place.</param>
/// <param name="index">The number of the parameter that has it.</param>
/// <param name="findings">The list to which findings are added.</param>
/// <param name="part">The number of this attribute among several of its kind.</param>
internal sealed class AttributeReader(AttributeData attribute, Place place, int index, List<Finding> findings, int part = 0)
{
    private readonly List<string> initializedTensors = [];

    /// <summary>The <c>[Initialize]</c> attributes beside this one that no tensor has taken.</summary>
    public List<AttributeReader> UntakenInitializers { get; } = [];

    /// <summary>The tensors whose initializers were asked for.</summary>
    public IReadOnlyList<string> InitializedTensors => initializedTensors;

    /// <summary>True when the compiler has reported an argument, so that nothing should be said about the others.</summary>
    public bool HasErrors { get; } = attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(a => a.Value)).Any(IsError);

    /// <summary>
    /// Returns true when the compiler does not know one of these attributes. The compiler has reported it. It may have been meant for one
    /// of ours.
    /// </summary>
    public static bool AnyUnknown(IEnumerable<AttributeData> attributes) =>
        attributes.Any(a => a.AttributeClass is null or { TypeKind: TypeKind.Error });

    /// <summary>
    /// Takes the <c>[Initialize]</c> attribute for a tensor from the attributes beside this one; null when there is none.
    /// </summary>
    public AttributeReader? TakeInitializer(string tensor)
    {
        initializedTensors.Add(tensor);
        var found = UntakenInitializers.FirstOrDefault(initialize => initialize.String("tensor") == tensor);
        if (found is not null) UntakenInitializers.Remove(found);
        return found;
    }

    /// <summary>Returns true when an argument is written.</summary>
    public bool IsGiven(string name) => Constant(name) is not null;

    /// <summary>Returns true when an argument is an array, or null for one.</summary>
    public bool IsArray(string name) => Constant(name) is { Kind: TypedConstantKind.Array };

    public string? String(string name) => Constant(name) is { Value: string value } ? value : null;

    /// <summary>Returns a constructor argument or property; null when the compiler has reported it already.</summary>
    public int? Int(string name) => Constant(name) is { Value: int value } ? value : null;

    /// <summary>
    /// Returns a number; null when the compiler has reported it already. A number that float32 cannot hold is reported.
    /// </summary>
    public double? Double(string name, double? otherwise = null)
    {
        if (Constant(name) is not { } constant) return otherwise;
        if (constant.Value is not double value) return null;
        if (Float32.FaultOf(value) is { } fault) Report(Rules.NotFloat32, name, $"{name} = {Literal.Of(value)}", fault);
        return value;
    }

    /// <summary>Returns the number of a member of an enumeration; null when it is not given.</summary>
    public int? Enum(string name) => Constant(name) is { Kind: TypedConstantKind.Enum, Value: int value } ? value : null;

    public bool Bool(string name, bool otherwise) => Constant(name) is { Value: bool value } ? value : otherwise;

    /// <summary>Returns the name of a member of an enumeration of activations.</summary>
    public string? Activation(string layer, string name, string? otherwise = null)
    {
        if (Member(name) is not { } member) return otherwise;
        if (member.Name is not null && ActivationTable.Has(member.Name)) return member.Name;
        Report(Rules.UnknownActivation, name, layer, Literal.Of(member.Value));
        return null;
    }

    /// <summary>Returns a member of an enumeration; null when it is not given. Its name is null when no member has the number.</summary>
    public (string? Name, int Value)? Member(string name) =>
        Constant(name) is { Kind: TypedConstantKind.Enum, Type: { } type, Value: int value }
            ? (type.GetMembers().OfType<IFieldSymbol>()
                .FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value))?.Name, value)
            : null;

    /// <summary>Returns an array of ints; null when it is not given.</summary>
    public EquatableArray<int>? Ints(string name) => Constant(name) is { Kind: TypedConstantKind.Array, IsNull: false } constant
        ? constant.Values.Select(v => v.Value is int value ? value : 0).ToEquatableArray()
        : null;

    /// <summary>Returns an array of doubles; null when it is not given.</summary>
    public EquatableArray<double>? Doubles(string name) => Constant(name) is { Kind: TypedConstantKind.Array, IsNull: false } constant
        ? constant.Values.Select(v => v.Value is double value ? value : 0).ToEquatableArray()
        : null;

    /// <summary>Returns a number that engines don't compute with; null when the compiler has reported it already.</summary>
    public double? Exact(string name) => Constant(name) is { Value: double value } ? value : null;

    /// <summary>Returns a type; null when it is not given, or null.</summary>
    public ITypeSymbol? Type(string name) => Constant(name) is { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } ? type : null;

    /// <summary>Returns an array of texts; null when it is not given.</summary>
    public EquatableArray<string>? Strings(string name) => Constant(name) is { Kind: TypedConstantKind.Array, IsNull: false } constant
        ? constant.Values.Select(v => v.Value as string ?? "").ToEquatableArray()
        : null;

    public void Report(DiagnosticDescriptor rule, string argument, params string[] arguments) =>
        findings.Add(Finding.Of(rule, new Anchor(place, index, argument, part), arguments));

    private static bool IsError(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Error
            || (constant is { Kind: TypedConstantKind.Array, IsNull: false } && constant.Values.Any(IsError));

    private TypedConstant? Constant(string name)
    {
        foreach (var property in attribute.NamedArguments)
            if (property.Key == name) return property.Value;
        var parameters = attribute.AttributeConstructor?.Parameters ?? [];
        for (var i = 0; i < parameters.Length && i < attribute.ConstructorArguments.Length; i++)
            if (parameters[i].Name == name) return attribute.ConstructorArguments[i];
        return null;
    }
}
