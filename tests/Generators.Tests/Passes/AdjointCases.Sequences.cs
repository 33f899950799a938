using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Tests.Passes;

/// <content>Tables, columns and the steps of sequences.</content>
internal static partial class AdjointCases
{
    private static IEnumerable<AdjointCase> OverSequences()
    {
        foreach (var dims in new Dim[][] { [N], [N, 4], [N, 2, 3] })
        {
            yield return new($"Gather {TensorType.Float(dims)}", Sequences.Gather, b =>
                [b.Graph.Append(Sequences.Gather, "y", b.Graph.Source(Sources.Input, RandomData.Indices, TensorType.Float(dims)), b.Parameter(TensorType.Float(3, 2)))]);
        }
        foreach (var (part, whole, first) in new[]
        {
            (TensorType.Float(N, 2), TensorType.Float(N, 5), 0),
            (TensorType.Float(N, 3, 2), TensorType.Float(N, 3, 5), 3),
            (TensorType.Float(1), TensorType.Float(4), 2),
        })
        {
            yield return Case($"Columns of {whole} from {first}", Sequences.Columns, new() { Index = first, Type = part }, whole);
            yield return Case($"PlaceColumns in {whole} from {first}", Sequences.PlaceColumns, new() { Index = first, Type = whole }, part);
        }
        foreach (var (name, definition, attributes) in new[]
        {
            ("Numbers", Constants.Numbers, new OperationAttributes { Type = TensorType.Float(3), Given = new Coefficient[] { 1.5, -2, 0.25 }.ToEquatableArray() }),
            ("Multiples", Constants.Multiples, new OperationAttributes { Type = TensorType.Float(3), Factor = -1.5 }),
        })
        {
            yield return new($"AddBias of {name}", definition, b =>
                [b.Graph.Append(Matrices.AddBias, "y", b.Parameter(TensorType.Float(N, 3)), b.Graph.Append(definition, "c", attributes))]);
        }
        foreach (var (left, right) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            foreach (var before in new Dim[][] { [N], [N, 3], [2] })
            {
                var (a, b) = (TensorType.Float([.. before, left ? 2 : 4, left ? 4 : 2]),
                    TensorType.Float([.. before, right ? 3 : 2, right ? 2 : 3]));
                yield return Case(
                    $"BatchMatMul {a}{(left ? "ᵀ" : "")} {b}{(right ? "ᵀ" : "")}", Matrices.BatchMatMul,
                    new() { TransposeLeft = left, TransposeRight = right }, a, b);
            }
        }
        foreach (var (left, right) in new[] { (false, false), (true, false), (false, true) })
        {
            foreach (var rows in new Dim[][] { [N], [N, 3] })
            {
                var (a, b) = (TensorType.Float([.. rows, 4]),
                    left ? TensorType.Float([.. rows, 2]) : right ? TensorType.Float(2, 4) : TensorType.Float(4, 2));
                yield return new($"MaskedMatMul {a}{(left ? "ᵀ" : "")} {b}{(right ? "ᵀ" : "")}", Masks.MaskedMatMul, build =>
                    [build.Graph.Append(Masks.MaskedMatMul, "y", new OperationAttributes { TransposeLeft = left, TransposeRight = right },
                        build.Parameter(a), build.Parameter(b), build.Mask(TensorType.Float(rows)))]);
            }
        }
        foreach (var type in new[] { TensorType.Float(N), TensorType.Float(N, 3) })
        {
            yield return new($"MaskedSum {type}", Masks.MaskedSum, build =>
                [build.Graph.Append(Masks.MaskedSum, "y", new OperationAttributes { Factor = 0.5 }, build.Parameter(type), build.Mask(type))]);
        }
        yield return new("MaskedMean", Masks.MaskedMean, build =>
            [build.Graph.Append(Masks.MaskedMean, "y", build.Parameter(TensorType.Float(N, 4, 3)), build.Mask(TensorType.Float(N, 4)))]);
        foreach (var type in new[] { TensorType.Float(N, 3, 3), TensorType.Float(N, 2, 4, 4), TensorType.Float(2, 2) })
            yield return Case($"CausalMask {type}", Sequences.CausalMask, new() { Factor = -5 }, type);
        foreach (var (type, axis) in new[] { (TensorType.Float(N, 1, 3), 1), (TensorType.Float(N, 4, 3), 1), (TensorType.Float(N, 4, 3), 2),
            (TensorType.Float(N, 2, 3, 2), 2), (TensorType.Float(3, 2), 0) })
            yield return Case($"Flip {type} along {axis}", Layouts.Flip, new() { Index = axis }, type);
    }

    /// <summary>
    /// Every kind of step, with activations whose derivatives come from the output, from the input, and from neither; only the hidden
    /// states lead to a loss.
    /// </summary>
    private static IEnumerable<AdjointCase> Recurrent() =>
        from row in new (OperationDefinition Steps, int Gates, bool Bias)[]
        {
            (Recurrences.SimpleRnnSteps, 1, false), (Recurrences.LstmSteps, 4, false), (Recurrences.GruSteps, 3, false),
            (Recurrences.GruSteps, 3, true),
        }
        from kinds in new[] { ("Tanh", "Sigmoid"), ("Mish", "Silu"), ("Linear", "Softplus"), ("Gelu", "Linear"), ("Sigmoid", "Tanh") }
        from size in new[] { (Steps: 1, Units: 3), (Steps: 2, Units: 1), (Steps: 4, Units: 2) }
        from masked in new[] { false, true }
        select new AdjointCase(
            $"{row.Steps}{(row.Bias ? " with bias" : "")}{(masked ? " with mask" : "")}, {kinds}, {size.Steps} of {size.Units}", row.Steps, b =>
        {
            var attributes = new OperationAttributes { Activation = kinds.Item1, RecurrentActivation = kinds.Item2 };
            var columns = row.Gates * size.Units;
            Value[] operands = [Small(TensorType.Float(N, size.Steps, columns)), b.Parameter(TensorType.Float(size.Units, columns)),
                Small(TensorType.Float(columns))];
            return [b.Graph.AppendAll(row.Steps, [.. operands.Take(row.Bias ? 3 : 2), .. masked ? [b.Mask(TensorType.Float(N, size.Steps))] : Array.Empty<Value>()], attributes, ["hidden", "saved"])[0]];

            // Numbers that grow from step to step would become too large for the step of the differences.
            Value Small(TensorType type) => b.Graph.Append(Elementwise.Scale, "small", new OperationAttributes { Factor = 0.2 }, b.Parameter(type));
        });
}
