namespace ModelDsl.Import.Python;

/// <summary>The names of a printed module: layers are attributes of <c>self</c>, values are variables of <c>forward</c>.</summary>
internal sealed class ModuleNames
{
    /// <summary>The variable with the number of samples.</summary>
    public const string Samples = "samples";

    private readonly Dictionary<object, string> names = [];

    public ModuleNames(ImportedModel model)
    {
        HashSet<string> modules = new(Helpers.All.Select(helper => helper.Name), StringComparer.Ordinal);
        Class = Unique(PythonText.Pascal(model.Name), modules);
        var attributes = new HashSet<string>(StringComparer.Ordinal);
        var variables = new HashSet<string>(modules, StringComparer.Ordinal) { Samples };
        foreach (var layer in model.Layers) names[layer] = Unique(PythonText.Snake(layer.Name, "layer"), attributes);
        foreach (var input in model.Inputs) Name(input, variables);
        foreach (var step in model.Steps)
        {
            foreach (var constant in step.Operands.OfType<Constant>().Where(constant => constant.Weight is null))
                Name(constant, attributes);
            foreach (var result in step.Results) Name(result, variables);
        }
    }

    /// <summary>The name of the class.</summary>
    public string Class { get; }

    public string this[Layer layer] => names[layer];

    public string this[Operand operand] => operand is Constant { Weight: { } weight } ? names[weight] : names[operand];

    private void Name(Operand operand, HashSet<string> taken)
    {
        if (!names.ContainsKey(operand)) names[operand] = Unique(PythonText.Snake(operand.Name, "value"), taken);
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++) unique = $"{name}_{number}";
        return unique;
    }
}
