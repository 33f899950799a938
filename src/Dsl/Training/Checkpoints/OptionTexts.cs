using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ModelDsl.Data;

namespace ModelDsl.Training;

/// <summary>
/// Converts options to texts, by their contents: lists and dictionaries by their elements, records by their fields, including those of
/// users. The texts are invariant and do not depend on the process, so they may be written to files. Only functions have no text: they must
/// be recognized by their values.
/// </summary>
internal static class OptionTexts
{
    /// <summary>The text for a missing value.</summary>
    public const string None = "none";

    private const int Deepest = 8;
    private const int LongestList = 20;
    private const int MostComputed = 10_000;
    private const BindingFlags OwnFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// Returns a text for a value that never changes, and one for each of its fields: <c>optimizer</c>, <c>optimizer.Momentum</c>.
    /// </summary>
    /// <param name="name">The name of the value.</param>
    /// <param name="value">The value.</param>
    public static IEnumerable<(string Name, string Text)> Of(string name, object? value) => Of(name, value, changes: false, Deepest);

    /// <summary>Returns texts of a callback's options. Its other fields hold what it remembers of a run, and are left out.</summary>
    public static IEnumerable<(string Name, string Text)> OfCallback(string name, Callback callback) =>
        Of(name, callback, changes: true, Deepest);

    /// <summary>Returns a CRC-32C of a tensor's numbers, to the bit, whatever engine holds them.</summary>
    public static uint CheckOf(Tensor tensor) => Crc32C.Of(MemoryMarshal.AsBytes<double>(tensor.ToDoubles()));

    private static IEnumerable<(string Name, string Text)> Of(string name, object? value, bool changes, int depth)
    {
        if (AsOne(value) is { } text) return [(name, text)];
        var type = value!.GetType();
        if (depth == 0) return [(name, TypeName(type))];
        if (value is IEnumerable elements) return OfElements(name, elements, changes, depth - 1);
        return Fields(type, changes).OrderBy(f => f.Name, StringComparer.Ordinal)
            .SelectMany(f => Of($"{name}.{f.Name}", f.Field.GetValue(value), changes, depth - 1)).Prepend((name, TypeName(type)));
    }

    private static IEnumerable<(string Name, string Text)> OfElements(string name, IEnumerable elements, bool changes, int depth)
    {
        // A computed sequence may have no end.
        object?[] all = [.. elements is ICollection ? elements.Cast<object?>() : elements.Cast<object?>().Take(MostComputed)];
        if (all.Length > 0 && all.All(IsPair))
        {
            return all.Select(pair => (Key: Part(pair!, "key"), Value: Part(pair!, "value")))
                .Select(p => (Key: AsOne(p.Key) ?? TypeName(p.Key!.GetType()), p.Value)).OrderBy(p => p.Key, StringComparer.Ordinal)
                .SelectMany(p => Of($"{name}[{p.Key}]", p.Value, changes, depth));
        }
        var texts = Array.ConvertAll(all, AsOne);
        if (Array.Exists(texts, t => t is null))
            return all.SelectMany((element, i) => Of($"{name}[{Text(i)}]", element, changes, depth));
        if (IsUnordered(elements.GetType())) Array.Sort(texts, StringComparer.Ordinal);
        return [(name, texts.Length == 0 ? None : List(texts!))];
    }

    private static string List(string[] texts)
    {
        if (texts.Length <= LongestList) return $"[{string.Join(", ", texts)}]";
        var check = Crc32C.Of(Encoding.UTF8.GetBytes(string.Join('\n', texts)));
        return string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", texts.Take(LongestList))} …] ({texts.Length} in all, CRC-32C {check:x8})");
    }

    /// <summary>Returns the text of a value that has no parts, or whose parts are not listed; null for a value with parts.</summary>
    private static string? AsOne(object? value) => value switch
    {
        null => None,
        string text => $"\"{text}\"",
        bool yes => yes ? "yes" : "no",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        Enum named => named.ToString(),
        Delegate => "a function",
        Type type => TypeName(type),
        Shape shape => shape.ToString(),
        Tensor tensor => string.Create(CultureInfo.InvariantCulture, $"{tensor.Shape} (CRC-32C {CheckOf(tensor):x8})"),
        Dataset data => string.Create(CultureInfo.InvariantCulture, $"{data.Count} samples (CRC-32C {data.ContentCheck():x8})"),
        ITuple tuple when Enumerable.Range(0, tuple.Length).All(i => AsOne(tuple[i]) is not null) =>
            $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => AsOne(tuple[i])))})",
        ITuple or IEnumerable => null,
        _ when IsPair(value) => null,
        IFormattable number when IsOf(value.GetType(), "System") => number.ToString(null, CultureInfo.InvariantCulture),
        _ => HasParts(value.GetType()) ? null : TypeName(value.GetType()),
    };

    /// <summary>Returns whether a type is described by its fields: a record, a structure, or a user's class.</summary>
    private static bool HasParts(Type type) =>
        !IsOf(type, "System") && (type.IsValueType || IsRecord(type) || !(IsOwn(type) || IsOf(type, nameof(LanguageExt))));

    private static bool IsOwn(Type type) => type.Assembly == typeof(OptionTexts).Assembly;

    private static bool IsOf(Type type, string space) =>
        type.Namespace is { } name && (name == space || name.StartsWith(space + ".", StringComparison.Ordinal));

    private static bool IsPair(object? value) =>
        value?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    /// <summary>Returns the name of a type: the library's own types by their names, others with their namespaces.</summary>
    public static string TypeName(Type type)
    {
        var name = type.IsNested && !IsOwn(type) ? $"{TypeName(type.DeclaringType!)}.{type.Name}" : type.Name;
        if (!type.IsNested && !IsOwn(type) && type.Namespace is { Length: > 0 } space) name = $"{space}.{name}";
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>" : name;
    }

    /// <summary>
    /// Returns the fields that describe a value; for values that change, only the fields that the constructor's caller sets.
    /// </summary>
    /// <remarks>Fields removed by trimming can't be listed; those of the kinds of options are kept.</remarks>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The base types of options keep the fields of all that derive from them.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The base types of options keep the fields of all that derive from them.")]
    private static IEnumerable<(string Name, FieldInfo Field)> Fields(Type type, bool changes)
    {
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
        {
            foreach (var field in at.GetFields(OwnFields))
            {
                var property = field.Name.StartsWith('<') && field.Name.IndexOf('>') is > 1 and var end ? field.Name[1..end] : null;
                if (!changes || IsOption(field, property is not null)) yield return (property ?? field.Name, field);
            }
        }
    }

    /// <summary>
    /// Returns whether a field is an option: a callback's properties, except lists that it fills, and plain numbers that its constructor
    /// takes.
    /// </summary>
    private static bool IsOption(FieldInfo field, bool isProperty) => isProperty
        ? field.FieldType.IsArray || !IsMutableList(field.FieldType)
        : field.IsInitOnly && (field.FieldType.IsPrimitive || field.FieldType.IsEnum || field.FieldType == typeof(string));

    private static bool IsMutableList(Type type) => IsOf(type, "System.Collections.Concurrent") || type == typeof(StringBuilder)
        || (IsOf(type, "System.Collections.Generic") && !type.Name.StartsWith("IReadOnly", StringComparison.Ordinal) && type.Name != "IEnumerable`1");

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Pairs keep their fields.")]
    private static object? Part(object pair, string name) => pair.GetType().GetField(name, OwnFields)?.GetValue(pair);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What was trimmed makes a record a class, known by its type.")]
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A set whose interfaces were trimmed is told in its own order.")]
    private static bool IsUnordered(Type type) => type.Name.StartsWith("HashSet", StringComparison.Ordinal)
        || type.GetInterfaces().Any(
            i => i.IsGenericType && i.GetGenericTypeDefinition() is var kind && (kind == typeof(ISet<>) || kind == typeof(IReadOnlySet<>)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
