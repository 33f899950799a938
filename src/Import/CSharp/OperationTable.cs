namespace ModelDsl.Import.CSharp;

/// <summary>Writes a step.</summary>
internal delegate IReadOnlyList<Placed> RowWriter(StepBuilder build);

/// <summary>What a kind of operation, or a kind of layer, becomes.</summary>
/// <param name="What">What it is, for the documents.</param>
/// <param name="Becomes">What C# has for it.</param>
/// <param name="Write">Writes a step with it.</param>
internal sealed record Row(string What, string Becomes, RowWriter Write);

/// <summary>Every construct of an imported model, and what it becomes in C#.</summary>
internal static class OperationTable
{
    public static readonly IReadOnlyDictionary<Type, Row> Operations = new Dictionary<Type, Row>
    {
        [typeof(Unary)] = One<Unary>("a function of each number", "`Relu`, `Gelu` and the other functions of elements; a layer or a lambda for one with parameters", ElementwiseRows.Unary),
        [typeof(Binary)] = One<Binary>("a function of two tensors, or of a tensor and a number", "`+ - * /`, comparisons, `Maximum`, `Minimum`, or a lambda; `BroadcastTo` where shapes differ", ElementwiseRows.Binary),
        [typeof(Where)] = One<Where>("a choice between two tensors", "`Where`", (build, _) => ElementwiseRows.Where(build)),
        [typeof(Clip)] = One<Clip>("bounds of numbers", "`Clip`, `Relu`, `Relu6`", ElementwiseRows.Clip),
        [typeof(Cast)] = One<Cast>("another type of numbers", "nothing, if the numbers stay the same", ElementwiseRows.Cast),
        [typeof(MatMul)] = One<MatMul>("a product of matrices", "`MatMul`", (build, _) => JoiningRows.MatMul(build)),
        [typeof(Concat)] = One<Concat>("tensors one after the other", "`Concat`", JoiningRows.Concat),
        [typeof(Reshape)] = One<Reshape>("another shape", "`Reshape`, `Flatten`", ShapeRows.Reshape),
        [typeof(Transpose)] = One<Transpose>("axes in another order", "nothing: later steps read the axes in their new order", ShapeRows.Transpose),
        [typeof(Expand)] = One<Expand>("repetition along axes", "`BroadcastTo`", ShapeRows.Expand),
        [typeof(Slice)] = One<Slice>("a range of an axis", "`x[.., 2..5]`, `Flip`", PartRows.Slice),
        [typeof(Split)] = new("parts of an axis", "`Split`, or `x[.., 2..5]` for parts that differ", PartRows.Split),
        [typeof(Gather)] = One<Gather>("constant places of an axis", "`x[.., 2..5]`, `Concat` of several", PartRows.Gather),
        [typeof(Reduce)] = One<Reduce>("a sum, mean or extreme along axes", "`Sum`, `Mean`, `Max`; `GlobalAveragePooling2D` and its kind", ReducingRows.Reduce),
        [typeof(Softmax)] = One<Softmax>("softmax and its logarithm", "`Softmax()`, `LogSoftmax()`", ReducingRows.Softmax),
        [typeof(Pool)] = One<Pool>("a pool", "`MaxPooling2D`, `AveragePooling2D` and those of sequences, or a global one", WindowRows.Pool),
        [typeof(Pad)] = One<Pad>("padding, cropping", "`ZeroPadding1D`, `ZeroPadding2D`, `x[.., 1..]`", PaddingRows.Pad),
        [typeof(Resize)] = One<Resize>("images made larger by whole factors", "`UpSampling1D`, `UpSampling2D`", PaddingRows.Resize),
        [typeof(ArgMax)] = One<ArgMax>("the class with the largest score", "nothing at the end of a model: `Predict` gives the scores", (_, _) =>
            throw new CannotSay("the place of the largest number has no derivative. It can only be an output: cut the model before it, or move it to the end.")),
    };

    public static readonly IReadOnlyDictionary<Type, Row> Layers = new Dictionary<Type, Row>
    {
        [typeof(Dense)] = Of<Dense>("a product with a matrix of weights, and a bias", "`Dense`", LayerRows.Dense),
        [typeof(Conv)] = Of<Conv>("a convolution", "`Conv1D`, `Conv2D`, `DepthwiseConv1D`, `DepthwiseConv2D`", WindowRows.Conv),
        [typeof(ConvTranspose)] = Of<ConvTranspose>("a transposed convolution", "`Conv1DTranspose`, `Conv2DTranspose`", WindowRows.ConvTranspose),
        [typeof(BatchNorm)] = Of<BatchNorm>("normalisation with moving statistics", "`BatchNormalization`", NormalizationRows.Batch),
        [typeof(LayerNorm)] = Of<LayerNorm>("normalisation of rows", "`LayerNormalization`", NormalizationRows.Layer),
        [typeof(GroupNorm)] = Of<GroupNorm>("normalisation of groups of channels", "`GroupNormalization`", NormalizationRows.Group),
        [typeof(RmsNorm)] = Of<RmsNorm>("division by the root of the mean square", "`RMSNormalization`", NormalizationRows.Rms),
        [typeof(Embedding)] = Of<Embedding>("rows of a table of weights, by index", "`Embedding`", LayerRows.Embedding),
        [typeof(Recurrent)] = Of<Recurrent>("a recurrence", "`LSTM`, `GRU`, `SimpleRNN`; `Bidirectional` for both directions", RecurrentRows.Recurrent),
        [typeof(PRelu)] = Of<PRelu>("trained slopes", "`PReLU`", LayerRows.PRelu),
        [typeof(MultiHeadAttention)] = Of<MultiHeadAttention>("attention of a sequence to itself", "`MultiHeadAttention`", LayerRows.Attention),
        [typeof(Weight)] = Of<Weight>("a tensor with which a function computes", "`Weight`; a number, if all its numbers are the same", (_, _) => throw new CannotSay("a weight is an operand, not a layer.")),
    };

    /// <summary>Writes a step.</summary>
    public static IReadOnlyList<Placed> Write(StepBuilder build)
    {
        var operation = build.Step.Operation;
        var row = operation is Apply { Layer: var layer } ? Layers[layer.GetType()] : Operations[operation.GetType()];
        return row.Write(build);
    }

    /// <summary>Returns true for an operation that becomes a method of its operand: <c>x.Softmax()</c>, <c>x[.., 1..]</c>.</summary>
    public static bool IsMethod(Operation operation) => operation is Reshape or Expand or Slice or Split or Gather or Reduce or Softmax;

    /// <summary>Returns the name of an operation in messages.</summary>
    public static string NameOf(Operation operation) => operation switch
    {
        Apply apply => apply.Layer.GetType().Name,
        Unary unary => unary.Function.ToString(),
        Binary binary => binary.Function.ToString(),
        Reduce reduce => $"Reduce{reduce.Function}",
        _ => operation.GetType().Name,
    };

    private static Row One<T>(string what, string becomes, Func<StepBuilder, T, Placed> write) where T : Operation =>
        new(what, becomes, build => [write(build, (T)build.Step.Operation)]);

    private static Row Of<T>(string what, string becomes, Func<StepBuilder, T, Placed> write) where T : Layer =>
        new(what, becomes, build => [write(build, (T)((Apply)build.Step.Operation).Layer)]);
}
