namespace ModelDsl.Import.Python;

/// <summary>A layer as a module of PyTorch.</summary>
/// <param name="Lines">The lines of <c>__init__</c> that make it.</param>
/// <param name="Tensors">Its tensors, by their full names.</param>
/// <param name="Call">Its call in <c>forward</c>. The operand is a name: it may stand in the call several times.</param>
internal sealed record PrintedLayer(IReadOnlyList<string> Lines, IReadOnlyList<StoredTensor> Tensors, Func<Expression, Expression> Call)
{
    /// <summary>Classes and functions that the file needs for it.</summary>
    public IReadOnlyList<Helper> Helpers { get; init; } = [];
}

/// <summary>Where a layer stands.</summary>
/// <param name="Name">Its name in the module.</param>
/// <param name="Shapes">The shapes of the operands that steps call it with.</param>
/// <param name="Refuse">Reports why it can't be printed.</param>
internal sealed record LayerPlace(string Name, IReadOnlyList<Shape> Shapes, Action<string> Refuse)
{
    /// <summary>The module in <c>forward</c>: <c>self.hidden</c>.</summary>
    public string Self => "self." + Name;

    /// <summary>The call of a module that takes one operand.</summary>
    public Expression Call(Expression x) => Expression.Call(Self, x.Text);

    /// <summary>The line of <c>__init__</c> that makes the module. Arguments that are null are left out.</summary>
    public string Makes(string type, params string?[] arguments) =>
        $"{Self} = {Expression.Call(type, [.. arguments.Where(argument => argument is not null).Select(argument => argument!)])}";

    /// <summary>Names tensors, and leaves out those that are null.</summary>
    public IReadOnlyList<StoredTensor> Stores(params (string Name, Tensor? Tensor)[] tensors) =>
        [.. tensors.Where(tensor => tensor.Tensor is not null).Select(tensor => new StoredTensor($"{Name}.{tensor.Name}", tensor.Tensor!))];
}
