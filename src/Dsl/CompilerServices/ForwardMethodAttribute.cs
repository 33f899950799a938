using System.ComponentModel;

namespace ModelDsl.CompilerServices;

/// <summary>
/// Stands on the generated half of a record with a <see cref="ForwardAttribute"/> method, which other projects may not see: without it they would take its layers to follow
/// each other.
/// </summary>
/// <param name="name">Name of the method.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ForwardMethodAttribute(string name) : Attribute
{
    /// <summary>Name of the method.</summary>
    public string Name { get; } = name;
}
