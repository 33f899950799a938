using System.ComponentModel;

namespace ModelDsl.CompilerServices;

/// <summary>
/// Marks the generated half of a record with a <see cref="ForwardAttribute"/> method, which other projects may not see. Without it they
/// would assume that its layers follow each other.
/// </summary>
/// <param name="name">Name of the method.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ForwardMethodAttribute(string name) : Attribute
{
    /// <summary>Name of the method.</summary>
    public string Name { get; } = name;
}
