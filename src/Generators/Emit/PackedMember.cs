using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>A member that a model has because its inputs or outputs are several, which all else sees as rows of numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsStatic">Whether it belongs to the type.</param>
/// <param name="Type">Its type.</param>
/// <param name="Declaration">How it is declared.</param>
/// <param name="Body">What it gives.</param>
/// <param name="Summary">What it is.</param>
internal readonly record struct PackedMember(string Name, bool IsStatic, string Type, string Declaration, string Body, string Summary)
{
    /// <summary>All of a model's.</summary>
    public static IEnumerable<PackedMember> Of(EquatableArray<InputSpec> inputs, EquatableArray<string> outputs) =>
        (inputs.Count > 0 ? InputsEmitter.Members(inputs, outputs) : []).Concat(outputs.Count > 0 ? OutputsEmitter.Members(outputs) : []);

    /// <summary>How it is declared, up to its body.</summary>
    public string Head => $"public {(IsStatic ? "static " : "")}{Type} {Declaration}";

    public void Write(SourceWriter writer)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        writer.Line($"{Head} => {Body};").Line();
    }
}
