namespace ModelDsl.Import.Python;

/// <summary>Moves the numbers of tensors of a file to where PyTorch has them. Numbers are read and moved when they are asked for.</summary>
internal static class Layouts
{
    /// <summary>The same numbers in another shape.</summary>
    public static Tensor As(this Tensor tensor, params int[] shape) => Tensor.Floats(tensor.Name, shape, tensor.ReadFloats);

    /// <summary>A matrix with rows and columns exchanged.</summary>
    public static Tensor Transposed(this Tensor matrix)
    {
        var (rows, columns) = (matrix.Shape[0], matrix.Shape[1]);
        return Tensor.Floats(matrix.Name, [columns, rows], () =>
        {
            var numbers = matrix.ReadFloats();
            var moved = new float[numbers.Length];
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++) moved[column * rows + row] = numbers[row * columns + column];
            }
            return moved;
        });
    }

    /// <summary>
    /// One of several equal parts along the first axis. The part's own first axis is made of blocks, which come in a new order.
    /// </summary>
    /// <param name="tensor">A tensor of at least one axis.</param>
    /// <param name="part">The number of the part.</param>
    /// <param name="parts">How many parts the tensor has.</param>
    /// <param name="order">For each block of the result: its number in the part.</param>
    /// <param name="shape">The shape of the result.</param>
    public static Tensor Blocks(this Tensor tensor, int part, int parts, IReadOnlyList<int> order, params int[] shape) =>
        Tensor.Floats(tensor.Name, shape, () =>
        {
            var numbers = tensor.ReadFloats();
            var length = numbers.Length / parts;
            var block = length / order.Count;
            var moved = new float[length];
            for (var i = 0; i < order.Count; i++) Array.Copy(numbers, part * length + order[i] * block, moved, i * block, block);
            return moved;
        });

    /// <summary>Tensors one after the other along the first axis.</summary>
    public static Tensor Joined(IReadOnlyList<Tensor> tensors) => Tensor.Floats(
        tensors[0].Name, [tensors.Sum(tensor => tensor.Shape[0]), .. tensors[0].Shape.Skip(1)],
        () => [.. tensors.SelectMany(tensor => tensor.ReadFloats())]);

    public static Tensor Zeros(string name, params int[] shape) =>
        Tensor.Floats(name, shape, () => new float[shape.Aggregate(1, (product, size) => product * size)]);
}
