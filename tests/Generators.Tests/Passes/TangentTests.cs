using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Autodiff;

namespace ModelDsl.Generators.Tests.Passes;

public class TangentTests
{
    public static TheoryData<string> Cases => [.. AdjointCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_tangent_agrees_with_the_gradient_and_with_central_differences(string name)
    {
        var graph = UnrollRecurrences.Run(AdjointCases.All[name].Curved());
        var (forward, reverse) = (TangentOfLoss(graph), ReverseMode.Run(graph));
        var hessian = ForwardMode.HessianVectorProduct(reverse);
        GraphVerifier.Verify(forward, name);
        GraphVerifier.Verify(hessian, name);
        foreach (var rows in new[] { 1, 5 })
        {
            AssertAlongTheDirection(forward, reverse, new RandomData(rows, seed: 3 * rows), name);
            AssertDerivative(reverse, hessian, new RandomData(rows, seed: 3 * rows), 1e-7, name);
        }
    }

    [Fact]
    public void Random_graphs_have_the_right_Hessian_and_it_is_symmetric_and_linear()
    {
        foreach (var seed in Enumerable.Range(0, 150))
        {
            var graph = RandomGraphs.WithLoss(5000 + seed);
            var (gradient, hessian) = (ReverseMode.Run(graph), PassPipeline.Run(graph, PassPipeline.HessianVectorProduct));
            var data = new RandomData(1 + seed % 3, seed);
            AssertDerivative(gradient, hessian, data, 1e-6, $"graph {seed}");

            var (v, u) = (Directions(hessian, data),
                Enumerable.Range(0, Directions(hessian, data).Length).Select(i => Math.Sin(1 + i * i)).ToArray());
            var ofV = Along(hessian, data, OutputRole.Product);
            Set(hessian, data, u);
            var ofU = Along(hessian, data, OutputRole.Product);
            Set(hessian, data, [.. u.Zip(v, (a, b) => 3 * a - 0.5 * b)]);
            var ofBoth = Along(hessian, data, OutputRole.Product);
            var size = ofV.Concat(ofU).Append(1e-3).Max(Math.Abs);
            var scale = size * v.Concat(u).Sum(Math.Abs);
            if (!(Math.Abs(Dot(u, ofV) - Dot(v, ofU)) <= 1e-12 * scale)) Assert.Fail($"graph {seed}: u·Hv is {Dot(u, ofV):R}, v·Hu is {Dot(v, ofU):R}.\n{GraphPrinter.Print(hessian)}");
            for (var i = 0; i < ofBoth.Length; i++)
                if (!(Math.Abs(ofBoth[i] - (3 * ofU[i] - 0.5 * ofV[i])) <= 1e-11 * size)) Assert.Fail($"graph {seed}: not linear.\n{GraphPrinter.Print(hessian)}");
        }
    }

    [Fact]
    public void Steps_that_are_written_out_mean_what_the_fused_ones_mean()
    {
        foreach (var (name, test) in AdjointCases.All.Where(c => UnrollRecurrences.WrittenOut.Contains(c.Value.Operation)))
        {
            var (fused, unrolled) = (ReverseMode.Run(test.Graph()), ReverseMode.Run(UnrollRecurrences.Run(test.Graph())));
            Assert.DoesNotContain(unrolled.Operations, o => Recurrences.All.Contains(o.Definition));
            var data = new RandomData(3, seed: 2);
            var (expected, actual) = (GraphInterpreter.Run(fused, data).Outputs(fused),
                GraphInterpreter.Run(unrolled, data).Outputs(unrolled));
            foreach (var (a, b) in expected.Zip(actual))
                Assert.True(a.Zip(b, (x, y) => Math.Abs(x - y)).Max() <= 1e-12 * a.Append(1).Max(Math.Abs), name);
        }
    }

    [Fact]
    public void A_stopped_gradient_is_a_constant_a_second_time()
    {
        // x·stop(x): the gradient is stop(x), whose derivative is 0.
        var build = new GraphBuilder();
        var x = build.Source(Sources.Parameter, "x", TensorType.Float(3), 0);
        var loss = build.Append(Reductions.Sum, "loss", build.Append(Elementwise.Multiply, "y", x, build.Append(Sources.StopGradient, "stopped", x)));
        var graph = ForwardMode.HessianVectorProduct(ReverseMode.Run(build.Build([new GraphOutput(OutputRole.Loss, loss)])));
        Assert.Equal([0, 0, 0], GraphInterpreter.Run(graph, new RandomData(1, 1))[graph.Output(OutputRole.Product)!]);
    }

    [Fact]
    public void States_don_t_move_and_are_no_outputs()
    {
        var spec = NormalizedModels.All[0] with { Derivatives = Specs.Derivatives.HessianVectorProduct };
        var graph = Generators.Emit.DerivativesEmitter.Optimized(spec, Specs.Derivatives.HessianVectorProduct);
        Assert.DoesNotContain(graph.Outputs, o => o.Role == OutputRole.State);
        Assert.Equal(
            graph.Outputs.Where(o => o.Role == OutputRole.Gradient).Select(o => o.Index),
            graph.Outputs.Where(o => o.Role == OutputRole.Product).Select(o => o.Index));
    }

    private static Graph TangentOfLoss(Graph graph) => ForwardMode.JacobianVectorProduct(
        graph with { Outputs = [new GraphOutput(OutputRole.Prediction, graph.Output(OutputRole.Loss)!)] }, inputMoves: false);

    /// <summary>Forward and reverse mode give the same number in two ways: the rate of change of a loss along a direction.</summary>
    private static void AssertAlongTheDirection(Graph forward, Graph reverse, RandomData data, string name)
    {
        var (gradient, direction) = (Along(reverse, data, OutputRole.Gradient), Directions(forward, data));
        var products = gradient.Zip(direction, (g, v) => g * v).ToArray();
        var tangent = GraphInterpreter.Run(forward, data)[forward.Output(OutputRole.Tangent)!][0];
        var size = products.Append(1).Sum(Math.Abs);
        if (!(Math.Abs(products.Sum() - tangent) <= 1e-12 * size)) Assert.Fail($"{name}, {data.Rows} samples: {products.Sum():R} and {tangent:R}.\n{GraphPrinter.Print(forward)}");
    }

    /// <summary>Compares the products along the directions of the data with difference quotients of the gradient, of sixth order.</summary>
    private static void AssertDerivative(Graph gradient, Graph hessian, RandomData data, double tolerance, string what)
    {
        const double Step = 4e-4;
        var product = Along(hessian, data, OutputRole.Product);
        double[][] before = [.. Parameters(gradient).Select(p => Numbers(p, data).ToArray())];
        double[][] directions = [.. DirectionsOf(hessian).Select(d => Numbers(d, data))];
        double[] At(double steps)
        {
            var parameters = Parameters(gradient).ToArray();
            foreach (var (parameter, at, direction) in parameters.Zip(before, directions))
            {
                var numbers = Numbers(parameter, data);
                for (var i = 0; i < numbers.Length; i++) numbers[i] = at[i] + steps * Step * direction[i];
            }
            var found = Along(gradient, data, OutputRole.Gradient);
            foreach (var (parameter, at) in parameters.Zip(before)) at.CopyTo(Numbers(parameter, data), 0);
            return found;
        }
        double[] Difference(double steps) => [.. At(steps).Zip(At(-steps), (a, b) => a - b)];
        var (one, two, three) = (Difference(1), Difference(2), Difference(3));
        var measured = one.Select((d, i) => (45 * d - 9 * two[i] + three[i]) / (60 * Step)).ToArray();
        var size = measured.Concat(Along(gradient, data, OutputRole.Gradient)).Append(1e-3).Max(Math.Abs);
        for (var i = 0; i < measured.Length; i++)
            if (!(Math.Abs(measured[i] - product[i]) <= tolerance * size)) Assert.Fail($"{what}, {data.Rows} samples, [{i}]: {product[i]:E8}, but measured {measured[i]:E8}.\n{GraphPrinter.Print(hessian)}");
    }

    private static IEnumerable<Value> Parameters(Graph graph) =>
        graph.Operations.Where(o => o.Is(Sources.Parameter)).OrderBy(o => o.Attributes.Index).Select(o => o.Result);

    private static IEnumerable<Value> DirectionsOf(Graph graph) =>
        graph.Operations.Where(o => o.Is(Sources.Direction)).OrderBy(o => o.Attributes.Index).Select(o => o.Result);

    private static double[] Numbers(Value source, RandomData data) =>
        data.Numbers(source, new GraphInterpreter(Engine.Reference, data.Rows).ShapeOf(source.Type).Size);

    private static double[] Directions(Graph graph, RandomData data) => [.. DirectionsOf(graph).SelectMany(d => Numbers(d, data))];

    private static void Set(Graph graph, RandomData data, double[] numbers)
    {
        var next = 0;
        foreach (var direction in DirectionsOf(graph))
        {
            var to = Numbers(direction, data);
            for (var i = 0; i < to.Length; i++) to[i] = numbers[next++];
        }
    }

    /// <summary>Returns all outputs of a role, by the number of the parameter, as one vector.</summary>
    private static double[] Along(Graph graph, RandomData data, OutputRole role)
    {
        var run = GraphInterpreter.Run(graph, data);
        return [.. graph.Outputs.Where(o => o.Role == role).OrderBy(o => o.Index).SelectMany(o => run[o.Value])];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
