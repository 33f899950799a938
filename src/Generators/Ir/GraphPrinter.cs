using System.Text;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>
/// Prints a graph, one operation on each line: <c>%3 hidden: float[N, 100] = Activate %2 {Relu}</c>. Tests of passes compare such text.
/// </summary>
internal static class GraphPrinter
{
    /// <summary>Returns the text of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="names">True to print the names of values and axes, which have a meaning only for readers.</param>
    public static string Print(Graph graph, bool names = true)
    {
        var numbers = new Dictionary<Value, int>();
        foreach (var result in graph.Operations.SelectMany(o => o.Results)) numbers[result] = numbers.Count;
        string Number(Value value) => numbers.TryGetValue(value, out var n) ? "%" + Literal.Of(n) : "%?" + value.Name;

        var text = new StringBuilder();
        foreach (var operation in graph.Operations)
        {
            var results = string.Join(", ", operation.Results.Select(r => $"{Number(r)} {(names ? r.ToString() : r.Type.Element + r.Type.ShapeSource)}"));
            var operands = string.Concat(operation.Operands.Select(o => " " + Number(o)));
            text.Append($"{results} = {operation.Definition}{operands}{Attributes(operation)}\n");
        }
        foreach (var output in graph.Outputs)
            text.Append($"{output.Role.ToString().ToLowerInvariant()}{(output.Role is OutputRole.OutputLoss or OutputRole.Gradient or OutputRole.Product or OutputRole.State ? " " + Literal.Of(output.Index) : "")}: {Number(output.Value)}\n");
        return text.ToString();
    }

    private static string Attributes(Operation operation)
    {
        var a = operation.Attributes;
        var shown = new List<string>();
        if (a.Index != 0) shown.Add("index " + Literal.Of(a.Index));
        if (!a.Factor.IsOne) shown.Add("factor " + a.Factor);
        if (a.TransposeLeft) shown.Add("left transposed");
        if (a.TransposeRight) shown.Add("right transposed");
        if (a.Activation != "Linear") shown.Add(a.Activation);
        if (a.Function is { } function) shown.Add(function.ToString());
        if (a.Given.Count > 0) shown.Add("given " + string.Join(", ", a.Given));
        if (a.RecurrentActivation != "Linear") shown.Add("gates " + a.RecurrentActivation);
        if (a.ResetsState) shown.Add("resets the state");
        if (a.Rate != 0) shown.Add("rate " + Literal.Of(a.Rate));
        if (a.Epsilon != 0) shown.Add("epsilon " + Literal.Of(a.Epsilon));
        if (a.Groups != 1) shown.Add("groups " + Literal.Of(a.Groups));
        if (!double.IsInfinity(a.Least)) shown.Add("least " + Literal.Of(a.Least));
        if (!double.IsInfinity(a.Most)) shown.Add("most " + Literal.Of(a.Most));
        if (a.Axes.Count > 0) shown.Add("axes " + string.Join(" ", a.Axes.Select(Literal.Of)));
        if (a.Window is { } window) shown.Add(window.ToString());
        return shown.Count == 0 ? "" : $" {{{string.Join(", ", shown)}}}";
    }
}
