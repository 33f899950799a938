namespace ModelDsl.Import;

/// <summary>A tensor of a file of weights.</summary>
/// <param name="Name">Its name there: <c>Conv1.Kernel</c>.</param>
/// <param name="Tensor">Its numbers, in the layout of those who read the file. They are computed when they are asked for.</param>
public sealed record StoredTensor(string Name, Tensor Tensor);
