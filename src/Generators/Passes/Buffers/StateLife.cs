using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes.Buffers;

/// <summary>
/// Decides when the memory of a state may be written. A program reads the state before the step, and then writes the new state over it.
/// </summary>
internal static class StateLife
{
    /// <summary>Returns true when an output is a state that the step leaves unchanged. It lies in its place already.</summary>
    public static bool IsUnchanged(GraphOutput output) =>
        output.Role == OutputRole.State && output.Value.Producer.Is(Sources.State)
            && output.Value.Producer.Attributes.Index == output.Index;

    /// <summary>
    /// Returns true when nothing reads the old state after a value was computed. The value's own operation may read it only in operands
    /// that it may overwrite.
    /// </summary>
    public static bool EndsAt(Graph graph, int state, Value value)
    {
        var written = false;
        foreach (var operation in graph.Operations)
        {
            var overwrites = operation == value.Producer;
            for (var i = 0; i < operation.Operands.Length; i++)
            {
                if (!IsOld(operation.Operands[i])) continue;
                var inPlace = overwrites && value == operation.Results[0] && operation.Definition.InPlace.Contains(i);
                if (written || (overwrites && !inPlace)) return false;
            }
            written |= overwrites;
        }
        return !graph.Outputs.Any(output => IsOld(output.Value));

        bool IsOld(Value read)
        {
            while (read.Producer.Definition.IsView) read = read.Producer.Operands[0];
            return read.Producer.Is(Sources.State) && read.Producer.Attributes.Index == state;
        }
    }
}
