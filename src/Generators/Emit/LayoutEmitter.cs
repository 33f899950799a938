using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the layout of a program's buffers: first the slots, then each buffer or array of a loop's buffers. Each comes after the buffers
/// whose memory it uses. Arrays are tables: numbers of slots or parameters, one on each line.
/// </summary>
internal sealed class LayoutEmitter
{
    /// <summary>The least count of evenly rising numbers in a row that are written as a range.</summary>
    private const int LeastEven = 5;

    private readonly SourceWriter writer;
    private readonly BufferPlan plan;
    private readonly LoopPlan loops;
    private readonly IReadOnlyDictionary<Value, string> names;
    private readonly Func<Slot, string> slot;
    private readonly string slots;

    /// <param name="writer">The writer to which it is written.</param>
    /// <param name="plan">The places of the buffers.</param>
    /// <param name="loops">Tells which buffers lie in arrays.</param>
    /// <param name="names">The names of buffers.</param>
    /// <param name="naming">Gives names to slots.</param>
    public LayoutEmitter(SourceWriter writer, BufferPlan plan, LoopPlan loops, IReadOnlyDictionary<Value, string> names, Naming naming)
    {
        (this.writer, this.plan, this.loops, this.names) = (writer, plan, loops, names);
        slots = loops.Loops.Count == 0 ? "" : naming.Unique("slots");
        var own = slots.Length > 0 ? null : plan.Slots.ToDictionary(s => s, s => naming.Unique("slot" + Literal.Of(s.Number)));
        slot = own is null ? s => $"{slots}[{Literal.Of(s.Number)}]" : s => own[s];
    }

    /// <summary>Writes the slots: a local for each, or one array of all in a program with loops.</summary>
    public void WriteSlots()
    {
        if (plan.Slots.Count == 0) return;
        writer.Line("// memory: values whose lives do not overlap share a slot");
        if (slots.Length == 0)
        {
            WriteAligned(plan.Slots.Select(s => (
                $"TensorBuffer {slot(s)} = engine.Allocate(ElementType.{s.Element}, [{Size(s)}]);",
                string.Join(", ", s.Values.Select(v => names[v])))));
        }
        else
        {
            var groups = Groups(
                plan.Slots, s => ($"Slots(ElementType.{s.Element}, {(s.PerSample ? "rows" : "1")}, [", "])"), s => (int)s.Elements);
            writer.List($"TensorBuffer[] {slots} = [", groups.SelectMany(group => Items("..", group)), "];");
        }
        writer.Line();
    }

    /// <summary>Writes the buffers in an order in which each comes after the buffers it uses.</summary>
    public void WriteBuffers(IEnumerable<object> order)
    {
        var items = order.ToArray();
        writer.Line("// values");
        var width = items.OfType<Value>().Select(value => Assignment(value).Length).DefaultIfEmpty().Max();
        foreach (var item in items)
        {
            if (item is Value value) writer.Line($"{Assignment(value).PadRight(width)} // {value.Type.ShapeText}");
            else WriteArray((BufferArray)item);
        }
        writer.Line();
    }

    /// <summary>Returns the buffers and arrays of buffers, each after the ones it uses; null when there is no such order.</summary>
    public static IReadOnlyList<object>? Order(IEnumerable<Value> values, BufferPlan plan, LoopPlan loops)
    {
        var (order, open, done) = (new List<object>(), new HashSet<object>(), new HashSet<object>());
        return values.All(value => Visit(Item(value))) && loops.Arrays.All(Visit) ? order : null;

        object Item(Value value) => loops.Of(value) is { Array: var array } ? array : value;

        bool Visit(object item)
        {
            if (done.Contains(item)) return true;
            if (!open.Add(item)) return false;
            var parts = item is BufferArray array ? array.Values : [(Value)item];
            foreach (var part in parts)
            {
                var seen = Item(part) != item ? Item(part) : plan[part] is Placement.ViewOf(var storage) ? Item(storage) : null;
                if (seen is not null && !Visit(seen)) return false;
            }
            done.Add(item);
            order.Add(item);
            return true;
        }
    }

    private void WriteArray(BufferArray array)
    {
        var elements = array.Values.Select((value, index) => (Value: value, Index: index));
        var groups = Groups(elements, element => Source(array, element.Value, element.Index), element => Number(element.Value));
        var end = $"; // {array.Values[array.Values.Count / 2].Type.ShapeText}";
        if (groups is [{ Before: { Length: > 0 } before } only])
            writer.List($"{array.Name} = {before}", Numbers(only.Numbers), only.After + end);
        else writer.List($"{array.Name} = [", groups.SelectMany(group => Items("..", group)), "]" + end);
    }

    /// <summary>
    /// Returns the call that makes buffers of a kind from a list of numbers; for a single buffer, the code that makes it.
    /// </summary>
    private (string Before, string After) Source(BufferArray array, Value value, int index)
    {
        if (loops.Of(value) is var (owner, at) && (owner != array || at != index)) return ("", names[value]);
        return plan[value] switch
        {
            Placement.InSlot => ($"Views({slots}, [", $"], {Shape(value.Type)})"),
            Placement.ViewOf(var storage) when loops.Of(storage) is { Array.Name: var of } => ($"Views({of}, [", $"], {Shape(value.Type)})"),
            Placement.GradientOf or Placement.ProductOf or Placement.StateOf => Arena(value),
            Placement.Given when LiesInArena(value.Producer) => Arena(value),
            _ => ("", Layout(value)),
        };

        (string, string) Arena(Value of) => ($"Tensors({Layout(of).Split('[')[0]}, [", "])");
    }

    private static bool LiesInArena(Operation source) =>
        source.Is(Sources.Parameter) || source.Is(Sources.State) || source.Is(Sources.Direction);

    private int Number(Value value) => plan[value] switch
    {
        Placement.InSlot(var of) => of.Number,
        Placement.ViewOf(var storage) => loops.Of(storage)?.Index ?? 0,
        Placement.GradientOf(var parameter) => parameter,
        Placement.ProductOf(var parameter) => parameter,
        Placement.StateOf(var parameter) => parameter,
        _ => value.Producer.Attributes.Index,
    };

    private string Assignment(Value value) => $"{names[value]} = {Layout(value)};";

    private string Layout(Value value) => plan[value] switch
    {
        Placement.Given => Given(value.Producer),
        Placement.ViewOf(var storage) => $"engine.View({names[storage]}, 0, {Shape(value.Type)})",
        Placement.GradientOf(var parameter) => $"gradient[{Literal.Of(parameter)}]",
        Placement.ProductOf(var parameter) => $"product[{Literal.Of(parameter)}]",
        Placement.StateOf(var parameter) => $"parameters[{Literal.Of(parameter)}]",
        Placement.InSlot(var of) => $"engine.View({slot(of)}, 0, {Shape(value.Type)})",
        _ => $"engine.Allocate(ElementType.{value.Type.Element}, {Shape(value.Type)})",
    };

    private static string Given(Operation source) =>
        source.Is(Sources.Parameter) || source.Is(Sources.State) ? $"parameters[{Literal.Of(source.Attributes.Index)}]"
        : source.Is(Sources.Direction) ? $"direction[{Literal.Of(source.Attributes.Index)}]"
        : $"engine.Allocate(ElementType.{source.Result.Type.Element}, {Shape(source.Result.Type)})";

    private static string Shape(TensorType type) => Shapes.Text(type.Dims.Select(d => d.IsBatch ? "rows" : d.ToString()));

    private static string Size(Slot slot) => slot.PerSample
        ? slot.Elements == 1 ? "rows" : $"rows * {Literal.Of((int)slot.Elements)}"
        : Literal.Of((int)slot.Elements);

    /// <summary>
    /// Neighbours that one call makes: the code before and after their numbers. A single buffer has no numbers: all its code is
    /// <c>After</c>.
    /// </summary>
    private readonly record struct Group(string Before, List<int> Numbers, string After);

    private static List<Group> Groups<T>(IEnumerable<T> items, Func<T, (string Before, string After)> source, Func<T, int> number)
    {
        var groups = new List<Group>();
        foreach (var item in items)
        {
            var (before, after) = source(item);
            var last = groups.Count > 0 ? groups[groups.Count - 1] : default;
            if (before.Length == 0 || (last.Before, last.After) != (before, after)) groups.Add(new(before, [], after));
            if (before.Length > 0) groups[groups.Count - 1].Numbers.Add(number(item));
        }
        return groups;
    }

    private static IEnumerable<string> Items(string spread, Group group)
    {
        if (group.Numbers.Count == 0) return [group.After];
        string[] numbers = [.. Numbers(group.Numbers)];
        numbers[0] = spread + group.Before + numbers[0];
        numbers[numbers.Length - 1] += group.After;
        return numbers;
    }

    /// <summary>Returns numbers as items of a collection.</summary>
    private static IEnumerable<string> Numbers(List<int> numbers)
    {
        for (var i = 0; i < numbers.Count;)
        {
            var (step, count) = (i + 1 < numbers.Count ? numbers[i + 1] - numbers[i] : 0, 1);
            while (i + count < numbers.Count && numbers[i + count] - numbers[i + count - 1] == step) count++;
            if (count < LeastEven) yield return Literal.Of(numbers[i++]);
            else
            {
                yield return $"..Every({Literal.Of(step)}, from: {Literal.Of(numbers[i])}, count: {Literal.Of(count)})";
                i += count;
            }
        }
    }

    private void WriteAligned(IEnumerable<(string Code, string Comment)> lines)
    {
        var all = lines.ToArray();
        var width = all.Max(line => line.Code.Length);
        foreach (var (code, comment) in all) writer.Line($"{code.PadRight(width)} // {comment}");
    }
}
