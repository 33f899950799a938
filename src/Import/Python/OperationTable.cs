namespace ModelDsl.Import.Python;

/// <summary>Every kind of operation, and what it becomes. A row writes the expression of a step from its operands.</summary>
internal static class OperationTable
{
    private static readonly IReadOnlyDictionary<Type, Func<Step, IReadOnlyList<Term>, StepPlace, Expression>> Rows =
        new Dictionary<Type, Func<Step, IReadOnlyList<Term>, StepPlace, Expression>>
        {
            [typeof(Apply)] = Row<Apply>((apply, x, place) => place.Layer(apply.Layer).Call(x[0].Expression)),
            [typeof(Unary)] = Row<Unary>((unary, x, _) => UnaryTable.Write(unary, x[0].Expression)),
            [typeof(Binary)] = Row<Binary>((binary, x, _) => BinaryTable.Write(binary, x[0], x[1])),
            [typeof(Where)] = Row<Where>((_, x, _) => Expression.Call("torch.where", x[0].Text, x[1].Text, x[2].Text)),
            [typeof(Clip)] = Row<Clip>(Clip),
            [typeof(MatMul)] = Row<MatMul>((_, x, _) => Expression.Infix(x[0].Expression, "@", x[1].Expression, Strength.Product)),
            [typeof(Reshape)] = Row<Reshape>(Reshape),
            [typeof(Transpose)] = Row<Transpose>((transpose, x, _) => x[0].Expression.Then("permute", Sizes(transpose.Order))),
            [typeof(Expand)] = Row<Expand>((expand, x, place) => x[0].Expression.Then(
                "expand", [.. expand.Target.Dimensions.Select(size => size.IsBatch ? place.Samples(size.Size) : PythonText.Number(size.Size))])),
            [typeof(Concat)] = Row<Concat>((concat, x, _) => Expression.Call(
                "torch.cat", $"({string.Join(", ", x.Select(operand => operand.Text))}{(x.Count == 1 ? "," : "")})", Dim(concat.Axis, x[0]))),
            [typeof(Slice)] = Row<Slice>(Slices.Write),
            [typeof(Split)] = Row<Split>((split, x, _) => Expression.Call(
                "torch.split", x[0].Text, split.Sizes.Distinct().Count() == 1 ? PythonText.Number(split.Sizes[0]) : PythonText.Tuple(split.Sizes),
                Dim(split.Axis, x[0]))),
            [typeof(Gather)] = Row<Gather>((gather, x, _) => x[0].Expression.Then("index_select", PythonText.Number(gather.Axis), x[1].Text)),
            [typeof(Reduce)] = Row<Reduce>(Reduce),
            [typeof(ArgMax)] = Row<ArgMax>((arg, x, _) => x[0].Expression.Then(
                arg.Smallest ? "argmin" : "argmax", [Dim(arg.Axis, x[0]), .. Keep(arg.KeepAxis)])),
            [typeof(Softmax)] = Row<Softmax>((softmax, x, _) => Expression.Call(
                softmax.IsLogarithm ? "F.log_softmax" : "F.softmax", x[0].Text, Dim(softmax.Axis, x[0]))),
            [typeof(Pool)] = Row<Pool>(Pools.Write),
            [typeof(Pad)] = Row<Pad>((pad, x, place) => Pads.Of(x[0].Expression, pad, x[0].Shape.Rank, place.Refuse)),
            [typeof(Resize)] = Row<Resize>(Resize),
            [typeof(Cast)] = Row<Cast>((cast, x, _) => cast.Type switch
            {
                ElementType.Integer => x[0].Expression.Then("long"),
                ElementType.Boolean => x[0].Expression.Then("bool"),
                // float32, unless a program computes in double precision.
                _ => x[0].Expression.Then("to", "torch.get_default_dtype()"),
            }),
        };

    /// <summary>The kinds of operations that can be printed.</summary>
    public static IEnumerable<Type> Kinds => Rows.Keys;

    public static Expression Write(Step step, IReadOnlyList<Term> operands, StepPlace place) =>
        Rows[step.Operation.GetType()](step, operands, place);

    /// <summary>An argument that names an axis. The last one is -1, as people write it.</summary>
    public static string Dim(int axis, Term operand) =>
        "dim=" + (axis > 0 && axis == operand.Shape.Rank - 1 ? "-1" : PythonText.Number(axis));

    private static Func<Step, IReadOnlyList<Term>, StepPlace, Expression> Row<T>(Func<T, IReadOnlyList<Term>, StepPlace, Expression> write)
        where T : Operation => (step, operands, place) => write((T)step.Operation, operands, place);

    private static string[] Sizes(IReadOnlyList<int> sizes) => [.. sizes.Select(size => PythonText.Number(size))];

    private static IEnumerable<string> Keep(bool keeps) => keeps ? ["keepdim=True"] : [];

    private static Expression Clip(Clip clip, IReadOnlyList<Term> x, StepPlace place)
    {
        if (clip is { Least: 0, Most: 6 }) return Expression.Call("F.relu6", x[0].Text);
        var isInteger = x[0].Type == ElementType.Integer;
        return Expression.Call("torch.clamp", [x[0].Text, .. Bound("min", clip.Least), .. Bound("max", clip.Most)]);

        IEnumerable<string> Bound(string name, double? bound) => bound is not { } number ? []
            : [$"{name}={(isInteger ? PythonText.Number((long)number) : PythonText.Number((float)number))}"];
    }

    private static Expression Reshape(Reshape reshape, IReadOnlyList<Term> x, StepPlace place)
    {
        var (from, to) = (x[0].Shape, reshape.Target);
        if (from.IsBatchFirst && to.IsBatchFirst && from.Rank > 2 && to.Rank == 2) return x[0].Expression.Then("flatten", "1");
        // N is a factor of one size at most. PyTorch can't find that size if another one is 0.
        var isEmpty = to.Dimensions.Any(size => size is { Size: 0, IsBatch: false });
        return x[0].Expression.Then("reshape", [.. to.Dimensions.Select(size =>
            !size.IsBatch ? PythonText.Number(size.Size) : isEmpty ? place.Samples(size.Size) : "-1")]);
    }

    private static Expression Reduce(Reduce reduce, IReadOnlyList<Term> x, StepPlace place)
    {
        if (reduce.Axes.Count == 0) return x[0].Expression;
        if (reduce.Function == ReduceFunction.Product)
        {
            // torch.prod takes one axis. From the last, so that the numbers of the others stay.
            return reduce.Axes.Reverse().Aggregate(
                x[0].Expression, (product, axis) => product.Then("prod", [PythonText.Number(axis), .. Keep(reduce.KeepAxes)]));
        }
        var method = reduce.Function switch
        {
            ReduceFunction.Sum => "sum",
            ReduceFunction.Mean => "mean",
            ReduceFunction.Maximum => "amax",
            ReduceFunction.Minimum => "amin",
            _ => throw new InvalidOperationException($"{reduce.Function} has no method."),
        };
        var axes = reduce.Axes.Count == 1 ? Dim(reduce.Axes[0], x[0]) : "dim=" + PythonText.Tuple(reduce.Axes.Select(axis => (long)axis));
        return x[0].Expression.Then(method, [axes, .. Keep(reduce.KeepAxes)]);
    }

    private static Expression Resize(Resize resize, IReadOnlyList<Term> x, StepPlace place)
    {
        var factors = resize.Factors.Skip(2).ToList();
        if (factors.Count is 0 or > 3) place.Refuse("PyTorch makes operands of three to five axes larger");
        string[] linear = ["linear", "bilinear", "trilinear"];
        var factor = ConvolutionLayers.Sizes(factors);
        return resize.Mode == ResizeMode.Nearest
            ? Expression.Call("F.interpolate", x[0].Text, "scale_factor=" + factor)
            : Expression.Call(
                "F.interpolate", x[0].Text, "scale_factor=" + factor, $"mode=\"{linear[Math.Min(factors.Count, 3) - 1]}\"", "align_corners=False");
    }
}
