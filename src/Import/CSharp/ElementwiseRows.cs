namespace ModelDsl.Import.CSharp;

/// <summary>Functions of elements.</summary>
internal static class ElementwiseRows
{
    private static readonly Dictionary<BinaryFunction, (string Sign, Strength Strength)> Signs = new()
    {
        [BinaryFunction.Add] = ("+", Strength.Sum),
        [BinaryFunction.Subtract] = ("-", Strength.Sum),
        [BinaryFunction.Multiply] = ("*", Strength.Product),
        [BinaryFunction.Divide] = ("/", Strength.Product),
        [BinaryFunction.Less] = ("<", Strength.Comparison),
        [BinaryFunction.LessOrEqual] = ("<=", Strength.Comparison),
        [BinaryFunction.Greater] = (">", Strength.Comparison),
        [BinaryFunction.GreaterOrEqual] = (">=", Strength.Comparison),
        [BinaryFunction.And] = ("*", Strength.Product),
    };

    /// <summary>Comparisons with their operands exchanged.</summary>
    private static readonly Dictionary<BinaryFunction, BinaryFunction> Mirrored = new()
    {
        [BinaryFunction.Less] = BinaryFunction.Greater,
        [BinaryFunction.LessOrEqual] = BinaryFunction.GreaterOrEqual,
        [BinaryFunction.Greater] = BinaryFunction.Less,
        [BinaryFunction.GreaterOrEqual] = BinaryFunction.LessOrEqual,
    };

    /// <summary>Functions of two numbers that need a lambda. Booleans are 1 and 0.</summary>
    private static readonly Dictionary<BinaryFunction, Func<string, string, string>> Lambdas = new()
    {
        [BinaryFunction.Power] = (a, b) => $"MathF.Pow({a}, {b})",
        [BinaryFunction.Maximum] = (a, b) => $"Maximum({a}, {b})",
        [BinaryFunction.Minimum] = (a, b) => $"Minimum({a}, {b})",
        [BinaryFunction.Equal] = (a, b) => $"{a} == {b} ? 1 : 0",
        [BinaryFunction.Or] = (a, b) => $"Maximum({a}, {b})",
        [BinaryFunction.Xor] = (a, b) => $"{a} == {b} ? 0 : 1",
    };

    public static Placed Unary(StepBuilder build, Unary unary)
    {
        var x = build.Operand();
        return build.Result(UnaryTable.Apply(build, unary, x.Code), x.Layout);
    }

    public static Placed Binary(StepBuilder build, Binary binary)
    {
        var (function, operands) = (binary.Function, build.Step.Operands);
        if (function == BinaryFunction.Divide && operands[0].Type != ElementType.Float && operands[1].Type != ElementType.Float)
            throw new CannotSay("it divides whole numbers, which a method does not have.");
        var (left, right) = (NumberOf(operands[0]), NumberOf(operands[1]));
        if (left is not null && right is not null) throw new CannotSay("both operands are numbers.");
        if ((left ?? right) is { } number)
        {
            var x = build.Operand(left is null ? 0 : 1);
            if (build.Shape.Rank != x.Shape.Rank) throw new CannotSay($"it adds axes before the batch, from {x.Shape} to {build.Shape}. Export the model with constants of fewer axes.");
            if (!Equals(build.Shape, x.Shape)) x = x with { Code = Broadcast(build, x, x.Layout).Code, Shape = build.Shape };
            return build.Result(WithNumber(function, x.Code, number, left is not null), x.Layout);
        }
        var (layout, parts) = Aligned(build);
        return build.Result(OfTwo(function, parts[0].Code, parts[1].Code), layout);
    }

    public static Placed Where(StepBuilder build)
    {
        var numbers = build.Step.Operands.Select(NumberOf).ToArray();
        if (numbers[0] is not null) throw new CannotSay("its condition is a constant. Use a model that was simplified.");
        var (layout, parts) = Aligned(build);
        if (numbers.All(number => number is null)) return build.Result(Code.Call("Where", parts.Select(part => part.Code)), layout);
        string[] names = ["condition", numbers[1] is { } a ? Float(a) : "a", numbers[2] is { } b ? Float(b) : "b"];
        var parameters = string.Join(", ", names.Where((_, i) => numbers[i] is null));
        var lambda = $"{(parts.Count == 1 ? parameters : $"({parameters})")} => condition != 0 ? {names[1]} : {names[2]}";
        return build.Result(Mapped(lambda, parts), layout);
    }

    public static Placed Clip(StepBuilder build, Clip clip)
    {
        var x = build.Operand();
        return build.Result((clip.Least, clip.Most) switch
        {
            (0, null) => x.Code.Into("Relu"),
            (0, 6) => x.Code.Into("Relu6"),
            ({ } least, { } most) => new($"Clip({x.Code.Text}, {NumberText.Text(least)}, {NumberText.Text(most)})", Strength.Atom, x.Code.Names),
            ({ } least, null) => x.Code.Into($"(v => Maximum(v, {Float(least)}))"),
            (null, { } most) => x.Code.Into($"(v => Minimum(v, {Float(most)}))"),
            _ => x.Code,
        }, x.Layout);
    }

    public static Placed Cast(StepBuilder build, Cast cast)
    {
        var (x, from) = (build.Operand(), build.Step.Operands[0].Type);
        return (from, cast.Type) switch
        {
            (ElementType.Float, ElementType.Integer) when !build.Method.Uses.IsIndex(build.Step.Result) =>
                throw new CannotSay("it cuts numbers to whole ones, which has no derivative. Only what an Embedding looks up can be cast."),
            (not ElementType.Boolean, ElementType.Boolean) => build.Result(x.Code.Into("(v => v != 0 ? 1 : 0)"), x.Layout),
            _ => build.Result(x.Code, x.Layout),
        };
    }

    /// <summary>Returns the number of a constant whose numbers are all the same; null for another operand, and for a weight.</summary>
    public static double? NumberOf(Operand operand)
    {
        if (operand is not Constant { Weight: null } constant) return null;
        var numbers = constant.Tensor.ReadFloats();
        return numbers.Length > 0 && numbers.All(number => number.Equals(numbers[0])) ? numbers[0] : null;
    }

    /// <summary>Returns a number as a float32 of C#.</summary>
    public static string Float(double number) => NumberText.Text(number) switch
    {
        var text when text.StartsWith("double.", StringComparison.Ordinal) => text.Replace("double", "float"),
        var text when text.All(c => char.IsDigit(c) || c == '-') => text,
        var text => text + "f",
    };

    private static Code WithNumber(BinaryFunction function, Code x, double number, bool isFirst)
    {
        if (function == BinaryFunction.Power && !isFirst)
        {
            if (number == 1) return x;
            if (number == 2) return x.Into("Square");
            if (number == 0.5) return x.Into("Sqrt");
            if (number == -1) return Code.Infix(Code.Number(1), "/", x, Strength.Product);
        }
        if (number == 0 && function == BinaryFunction.Maximum) return x.Into("Relu");
        // A tensor is compared with a number behind it.
        if (isFirst && Mirrored.TryGetValue(function, out var mirrored)) (function, isFirst) = (mirrored, false);
        if (Signs.TryGetValue(function, out var sign))
        {
            var text = Code.Number(number);
            return isFirst ? Code.Infix(text, sign.Sign, x, sign.Strength) : Code.Infix(x, sign.Sign, text, sign.Strength);
        }
        var other = Float(number);
        return x.Into($"(v => {(isFirst ? Lambdas[function](other, "v") : Lambdas[function]("v", other))})");
    }

    private static Code OfTwo(BinaryFunction function, Code a, Code b) => function switch
    {
        // A residual block begins with what it adds to: h + (h | m.Conv1 | …).
        BinaryFunction.Add or BinaryFunction.Multiply
            when a.Strength == Strength.Pipe && b.Strength != Strength.Pipe => OfTwo(function, b, a),
        BinaryFunction.Maximum or BinaryFunction.Or => Code.Call("Maximum", [a, b]),
        BinaryFunction.Minimum => Code.Call("Minimum", [a, b]),
        _ when Signs.TryGetValue(function, out var sign) => Code.Infix(a, sign.Sign, b, sign.Strength),
        _ => Code.Call("Map", [new Code($"(a, b) => {Lambdas[function]("a", "b")}", Strength.Pipe, []), a, b]),
    };

    private static Code Mapped(string lambda, IReadOnlyList<Placed> parts) => parts.Count == 1
        ? parts[0].Code.Into($"({lambda})")
        : Code.Call("Map", [new Code(lambda, Strength.Pipe, []), .. parts.Select(part => part.Code)]);

    /// <summary>Returns the operands that are no numbers in one layout and in the shape of the result.</summary>
    private static (Layout Layout, IReadOnlyList<Placed> Parts) Aligned(StepBuilder build)
    {
        var operands = build.Step.Operands;
        var values = operands.Select((operand, i) => (operand, i)).Where(pair => pair.operand is Value).ToArray();
        var leading = values.OrderByDescending(pair => pair.operand.Shape.Dimensions.Aggregate(1.0, (all, d) => all * d.Size)).First();
        var layout = build.Operand(leading.i).Layout;
        if (leading.operand.Shape.Rank != build.Shape.Rank) layout = Layout.Same(build.Shape.Rank);
        var parts = new List<Placed>();
        for (var i = 0; i < operands.Count; i++)
        {
            if (NumberOf(operands[i]) is not null) continue;
            if (operands[i] is Value && operands[i].Shape.Rank != layout.Rank)
                throw new CannotSay($"it repeats '{operands[i].Name}' {operands[i].Shape} along new axes before the batch, to {build.Shape}. Export the model with operands of the same number of axes.");
            parts.Add(Broadcast(build, build.Operand(i, layout), layout));
        }
        return (layout, build.Fitted([.. parts]));
    }

    private static Placed Broadcast(StepBuilder build, Placed placed, Layout layout)
    {
        var target = placed with { Shape = build.Shape, Layout = layout };
        return target with { Code = StepBuilder.Repeated(placed.Code, placed.Sizes, target.Sizes) };
    }
}
