namespace ModelDsl.Layouts;

/// <summary>How one tensor of a layer is made from tensors of Python.</summary>
/// <param name="Property">The property of the layer's record: <c>Kernel</c>.</param>
/// <param name="Roles">The names of Python's tensors within their layer: <c>weight</c>.</param>
/// <param name="Shapes">Returns the shapes of Python's tensors for the shape of the own tensor.</param>
/// <param name="Convert">Returns the own numbers, in row order. It gets Python's tensors and the shape of the own tensor.</param>
internal sealed record Part(string Property, string[] Roles, Func<int[], int[][]> Shapes, Func<Numbers[], int[], Numbers> Convert)
{
    /// <summary>Returns a part that is one tensor as it is.</summary>
    public static Part Same(string property, string role) => From(property, role, own => own, (x, _) => x);

    /// <summary>Returns a part that is one tensor in another layout.</summary>
    public static Part From(string property, string role, Func<int[], int[]> shape, Func<Numbers, int[], Numbers> convert) =>
        new(property, [role], own => [shape(own)], (x, own) => convert(x[0], own));
}
