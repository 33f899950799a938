using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>A member of a model with several inputs or outputs. All other code treats these as rows of numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsStatic">True when it belongs to the type.</param>
/// <param name="Type">Its type.</param>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Body">The expression that it returns.</param>
/// <param name="Summary">The text of its documentation.</param>
internal readonly record struct PackedMember(string Name, bool IsStatic, string Type, string Declaration, string Body, string Summary)
{
    private const int MostColumns = 130;

    /// <summary>Returns all such members of a model.</summary>
    public static IEnumerable<PackedMember> Of(EquatableArray<InputSpec> inputs, EquatableArray<string> outputs) =>
        (inputs.Count > 0 ? InputsEmitter.Members(inputs, outputs) : []).Concat(outputs.Count > 0 ? OutputsEmitter.Members(outputs) : []);

    /// <summary>The declaration up to the body.</summary>
    public string Head => $"public {(IsStatic ? "static " : "")}{Type} {Declaration}";

    public void Write(SourceWriter writer)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        var isLong = Head.Length + Body.Length > MostColumns;
        writer.Line($"{Head} =>{(isLong ? "\n    " : " ")}{Body};").Line();
    }
}
