using System.Globalization;
using System.Text;

namespace ModelDsl.Import.Python;

/// <summary>Numbers, tuples and names as Python writes them.</summary>
internal static class PythonText
{
    /// <summary>Keywords of Python 3, and the names that a printed file uses itself.</summary>
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
        "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
        "None", "True", "False", "torch", "nn", "F", "json", "struct", "self", "super", "load", "read_safetensors", "range", "float", "tuple",
    };

    /// <summary>Attributes that every module of PyTorch has: a layer can't have such a name.</summary>
    private static readonly HashSet<string> OfModules = new(StringComparer.Ordinal)
    {
        "T_destination", "add_module", "apply", "bfloat16", "buffers", "call_super_init", "children", "compile", "cpu", "cuda", "double",
        "dump_patches", "eval", "extra_repr", "float", "forward", "get_buffer", "get_extra_state", "get_parameter", "get_submodule", "half",
        "ipu", "load_state_dict", "modules", "mtia", "named_buffers", "named_children", "named_modules", "named_parameters", "parameters",
        "register_backward_hook", "register_buffer", "register_forward_hook", "register_forward_pre_hook", "register_full_backward_hook",
        "register_full_backward_pre_hook", "register_load_state_dict_post_hook", "register_module", "register_parameter",
        "register_state_dict_pre_hook", "requires_grad_", "set_extra_state", "set_submodule", "share_memory", "state_dict", "to", "to_empty",
        "train", "training", "type", "xpu", "zero_grad",
    };

    /// <summary>Returns a number with the fewest digits that give the same float32: <c>0.001</c>, <c>float("-inf")</c>.</summary>
    public static string Number(float value) =>
        float.IsNaN(value) ? "float(\"nan\")"
        : float.IsPositiveInfinity(value) ? "float(\"inf\")"
        : float.IsNegativeInfinity(value) ? "float(\"-inf\")"
        : WithPoint(Shortest(value));

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Truth(bool value) => value ? "True" : "False";

    /// <summary>Returns <c>(2, 3)</c>, <c>(2,)</c> or <c>()</c>.</summary>
    public static string Tuple(IEnumerable<long> values)
    {
        var numbers = values.Select(Number).ToList();
        return numbers.Count == 1 ? $"({numbers[0]},)" : $"({string.Join(", ", numbers)})";
    }

    /// <summary>Returns one number if all are equal, and a tuple otherwise: what PyTorch's modules take for sizes and strides.</summary>
    public static string Same(IReadOnlyList<long> values) => values.Distinct().Count() == 1 ? Number(values[0]) : Tuple(values);

    /// <summary>Returns text between quotes, with all that Python would read as more than itself escaped.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                < ' ' or (>= '\x7f' and < '\xa0') or '\u2028' or '\u2029' => quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>Returns a name in Python's style: <c>HiddenLayer</c> and <c>/hidden/layer</c> become <c>hidden_layer</c>.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="otherwise">The name if nothing of the text can be part of a name.</param>
    public static string Snake(string name, string otherwise)
    {
        var snake = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                if (snake.Length > 0 && snake[snake.Length - 1] != '_') snake.Append('_');
                continue;
            }
            var begins = c is >= 'A' and <= 'Z' && i > 0
                && (name[i - 1] is >= 'a' and <= 'z'
                    || (name[i - 1] is >= 'A' and <= 'Z' && i + 1 < name.Length && name[i + 1] is >= 'a' and <= 'z'));
            if (begins && snake.Length > 0 && snake[snake.Length - 1] != '_') snake.Append('_');
            snake.Append(c is >= 'A' and <= 'Z' ? (char)(c + ('a' - 'A')) : c);
        }
        var text = snake.ToString().TrimEnd('_');
        if (text.Length == 0) text = otherwise;
        if (text[0] is >= '0' and <= '9') text = otherwise + "_" + text;
        return Taken.Contains(text) || OfModules.Contains(text) ? text + "_" : text;
    }

    /// <summary>Returns the name of a class: <c>resnet-18</c> becomes <c>Resnet18</c>.</summary>
    public static string Pascal(string name)
    {
        var pascal = new StringBuilder();
        var upper = true;
        foreach (var c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                upper = true;
                continue;
            }
            pascal.Append(upper && c is >= 'a' and <= 'z' ? (char)(c - ('a' - 'A')) : c);
            upper = false;
        }
        if (pascal.Length == 0 || pascal[0] is >= '0' and <= '9') pascal.Insert(0, "Model");
        var text = pascal.ToString();
        return Taken.Contains(text) ? text + "Model" : text;
    }

    // .NET Framework, in which Visual Studio builds, needs to be asked for as many digits as tell numbers apart.
    private static string Shortest(float value)
    {
        for (var digits = 7; digits < 9; digits++)
        {
            var text = value.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).Equals(value)) return text;
        }
        return value.ToString("G9", CultureInfo.InvariantCulture);
    }

    private static string WithPoint(string text) => text.IndexOfAny(['.', 'E', 'e']) >= 0 ? text.Replace("E", "e") : text + ".0";
}
