using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl;

/// <content>
/// Changes for the migration of older files. Each returns a new content, or an error that says what is missing or does not fit. Metadata
/// and the order of the tensors stay.
/// </content>
public sealed partial record SafetensorsFile
{
    /// <summary>Returns the tensor with a name, if there is one.</summary>
    public Option<Tensor> Find(string name) => Tensors.Find(named => named.Name == name).Map(named => named.Tensor);

    /// <summary>
    /// Renames a tensor, <c>Rename("Dense.Kernel", "Hidden.Kernel")</c>, or a layer with all its tensors, <c>Rename("Dense", "Hidden")</c>.
    /// </summary>
    /// <param name="from">The old name of the tensor or of the layer.</param>
    /// <param name="to">The new name, which no other tensor may have.</param>
    public Fin<SafetensorsFile> Rename(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return ReplaceAll(from, named => [named with { Name = to + named.Name[from.Length..] }]);
    }

    /// <summary>Leaves out a tensor, or a layer with all its tensors.</summary>
    /// <param name="name">The name of the tensor or of the layer.</param>
    public Fin<SafetensorsFile> Drop(string name) => ReplaceAll(name, static _ => []);

    /// <summary>Adds a tensor, for instance one of a fresh model.</summary>
    /// <param name="name">Its name, which no other tensor may have.</param>
    /// <param name="tensor">The tensor.</param>
    public Fin<SafetensorsFile> Add(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tensor);
        return With(Tensors.Add(new NamedTensor(name, tensor)));
    }

    /// <summary>Replaces a tensor by a function of it: <c>Change("Hidden.Kernel", kernel =&gt; kernel.Transpose())</c>.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="change">The function. An <see cref="ArgumentException"/> that it throws becomes the error.</param>
    public Fin<SafetensorsFile> Change(string name, Func<Tensor, Tensor> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Get(name).Bind(tensor =>
        {
            try
            {
                var changed = change(tensor) ?? throw new ArgumentException("the function returned null");
                return Replace(name, [new NamedTensor(name, changed)]);
            }
            catch (ArgumentException fault)
            {
                return Fault($"{FaultText.Clip(name)} {tensor.Shape} can't be changed: {fault.Message}");
            }
        });
    }

    /// <summary>
    /// Splits a tensor along an axis: <c>Split("Gates.Kernel", 1, ("Input.Kernel", 8), ("Output.Kernel", 8))</c> makes two tensors
    /// <c>[n, 8]</c> of one <c>[n, 16]</c>.
    /// </summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="axis">The axis, counted from 0; −1 is the last.</param>
    /// <param name="parts">The names of the parts, and their sizes along the axis. The sizes sum to the size of the axis.</param>
    public Fin<SafetensorsFile> Split(string name, int axis, params (string Name, int Size)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return
            from tensor in Get(name)
            from along in Axis(name, tensor, axis)
            from sizes in parts.All(part => part.Size > 0) && parts.Sum(part => (long)part.Size) == tensor.Shape[along]
                ? Fin<Unit>.Succ(Unit.Default)
                : Error.New($"{FaultText.Clip(name)} {tensor.Shape} can't be split along axis {axis} into {string.Join(" + ", parts.Select(part => part.Size))}: positive sizes must sum to {tensor.Shape[along]}")
            from split in Replace(name, Parts(tensor, along, parts))
            select split;
    }

    /// <summary>Joins tensors along an axis, in order; the result stands at the place of the first.</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="axis">The axis, counted from 0; −1 is the last.</param>
    /// <param name="parts">The names of the tensors, whose other axes are equal.</param>
    public Fin<SafetensorsFile> Join(string name, int axis, params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0 || parts.Distinct().Count() < parts.Length) return Fault($"{FaultText.Clip(name)} can't be joined: name each part once");
        return parts.Map(Get).Sequence().Map(tensors => tensors.ToArray()).Bind(tensors =>
        {
            try
            {
                var joined = new NamedTensor(name, Functions.Concat(tensors, axis));
                return With(Tensors.Filter(named => named.Name == parts[0] || !parts.Contains(named.Name))
                    .Map(named => named.Name == parts[0] ? joined : named).Strict());
            }
            catch (ArgumentException fault)
            {
                return Fault($"{FaultText.Clip(name)} can't be joined: {fault.Message}");
            }
        });
    }

    /// <summary>
    /// Enlarges a tensor at the end of its axes: <c>Pad("Hidden.Kernel", [6, 16])</c> gives a kernel for 4 numbers two more rows of zeros.
    /// The layer then ignores the new numbers, until it is trained.
    /// </summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="shape">The new shape. No axis becomes shorter.</param>
    /// <param name="value">The new numbers.</param>
    public Fin<SafetensorsFile> Pad(string name, Shape shape, float value = 0) => Get(name).Bind(tensor =>
        shape.Rank != tensor.Shape.Rank || Enumerable.Range(0, shape.Rank).Any(axis => shape[axis] < tensor.Shape[axis])
            ? Fault($"{FaultText.Clip(name)} {tensor.Shape} can't be padded to {shape}: the number of axes must stay, and no axis may become shorter")
            : Replace(name, [new NamedTensor(name, Padded(tensor, shape, value))]));

    private static IEnumerable<NamedTensor> Parts(Tensor tensor, int axis, (string Name, int Size)[] parts)
    {
        var first = 0;
        foreach (var (name, size) in parts)
        {
            var slices = Enumerable.Repeat<Slice>(.., axis).Append(first..(first + size)).ToArray();
            yield return new NamedTensor(name, tensor[slices]);
            first += size;
        }
    }

    private static Tensor Padded(Tensor tensor, Shape shape, float value)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var more = shape[axis] - tensor.Shape[axis];
            if (more == 0) continue;
            var others = Shape.Create([.. tensor.Shape.Dimensions[..axis], more, .. tensor.Shape.Dimensions[(axis + 1)..]]);
            var values = new float[others.Size];
            Array.Fill(values, value);
            tensor = Functions.Concat([tensor, Tensor.Create(others, values)], axis);
        }
        return tensor;
    }

    private Fin<Tensor> Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name).ToFin(Missing(name));
    }

    private static Fin<int> Axis(string name, Tensor tensor, int axis) => axis >= -tensor.Shape.Rank && axis < tensor.Shape.Rank
        ? axis < 0 ? axis + tensor.Shape.Rank : axis
        : Error.New($"{FaultText.Clip(name)} {tensor.Shape} has no axis {axis}");

    private Fin<SafetensorsFile> Replace(string name, IEnumerable<NamedTensor> replacements) =>
        With(Tensors.Bind(named => named.Name == name ? replacements.ToSeq() : Seq1(named)).Strict());

    /// <summary>Replaces a tensor, or all tensors of a layer.</summary>
    private Fin<SafetensorsFile> ReplaceAll(string name, Func<NamedTensor, IEnumerable<NamedTensor>> change)
    {
        ArgumentNullException.ThrowIfNull(name);
        var ofLayer = name + ".";
        return Tensors.Exists(IsMeant)
            ? With(Tensors.Bind(named => IsMeant(named) ? change(named).ToSeq() : Seq1(named)).Strict())
            : Missing(name);

        bool IsMeant(NamedTensor named) => named.Name == name || named.Name.StartsWith(ofLayer, StringComparison.Ordinal);
    }

    private Fin<SafetensorsFile> With(Seq<NamedTensor> tensors) =>
        Safetensors.FaultOf(tensors) is { } fault ? Fault(fault) : this with { Tensors = tensors };

    private Error Missing(string name) => Error.New(Unread.Find(unread => unread.Name == name).Case is UnreadTensor unread
        ? $"{FaultText.Clip(name)} is of type {unread.Type}, which is not read"
        : $"there is no tensor and no layer {FaultText.Clip(name)}; there are {FaultText.Join([.. Tensors.Map(named => FaultText.Clip(named.Name))])}");

    private static Fin<SafetensorsFile> Fault(string what) => Error.New(what);

    private static Seq<NamedTensor> Seq1(NamedTensor named) => Prelude.Seq1(named);
}
