namespace ModelDsl.Import.CSharp;

/// <summary>Writes the steps of a model as statements of a forward method.</summary>
/// <remarks>
/// A value that is used once stays a part of the expression that uses it. A variable is declared for others, and for an expression that has
/// become long. A variable that nothing reads any more is assigned again.
/// </remarks>
internal sealed class MethodBuilder
{
    /// <summary>The length of an expression from which on it gets a variable.</summary>
    private const int Long = 104;

    /// <summary>The same for an expression in parentheses, of which a method is called.</summary>
    private const int LongBeforeMethod = 24;

    /// <summary>The same before a layer: a line begins with it.</summary>
    private const int LongBeforeLayer = 72;

    /// <summary>The same for the result of the method.</summary>
    private const int LongResult = 118;

    private readonly ImportedModel model;
    private readonly Dictionary<Value, Placed> live = [];
    private readonly Dictionary<Value, int> remaining = [];
    private readonly HashSet<string> variables = [], recent = [];

    public MethodBuilder(ImportedModel model, string record)
    {
        (this.model, Uses, Layers) = (model, new Uses(model), new LayerList(record));
        foreach (var step in Uses.Steps)
            foreach (var value in step.Operands.OfType<Value>()) remaining[value] = Remaining(value) + 1;
        foreach (var output in Uses.Outputs) remaining[output] = Remaining(output) + 1;
    }

    public Uses Uses { get; }

    public LayerList Layers { get; }

    public List<string> Errors { get; } = [];

    public List<string> Statements { get; } = [];

    /// <summary>The inputs with their names: one variable, or the items of a tuple.</summary>
    public List<(string Name, Value Value)> Inputs { get; } = [];

    /// <summary>The name of the method's parameter for the batch.</summary>
    public string Parameter { get; private set; } = "x";

    /// <summary>The names of the outputs when there are several.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>A tensor with the rows of the batch.</summary>
    public Code Batch { get; private set; } = Code.Variable("x");

    /// <summary>The rows of dense kernels that read a flattened value whose axes have another order than in the file.</summary>
    public Dictionary<Layer, (Layout Layout, Shape Shape)> Flattened { get; } = [];

    public void Run()
    {
        AddInputs();
        foreach (var step in Uses.Steps) Add(step);
        if (Errors.Count == 0) AddResult();
    }

    /// <summary>Returns the value of an operand; null when it is wrong, which was reported.</summary>
    public Placed? Find(Value value) => live.TryGetValue(value, out var placed) ? placed : null;

    /// <summary>Replaces the expression of a value.</summary>
    public void Replace(Value value, Placed placed) => live[value] = placed;

    /// <summary>Declares or assigns a variable.</summary>
    public Code Emit(string wanted, Code code)
    {
        for (var i = 1; ; i++)
        {
            var name = i == 1 ? wanted : $"{wanted}{i}";
            if (variables.Add(name)) Statements.Add($"var {name} = {code.Text};");
            else if (!recent.Contains(name) && !live.Values.Any(placed => placed.Code.Names.Contains(name))) Statements.Add($"{name} = {code.Text};");
            else continue;
            recent.Add(name);
            return Code.Variable(name);
        }
    }

    private int Remaining(Value value) => remaining.TryGetValue(value, out var count) ? count : 0;

    private void AddInputs()
    {
        var several = model.Inputs.Count > 1;
        if (!several && Identifiers.IsWord(model.Inputs[0].Name)) Parameter = model.Inputs[0].Name;
        variables.Add(Parameter);
        var names = new HashSet<string>(Identifiers.Taken);
        foreach (var input in model.Inputs)
        {
            if (!input.Shape.IsBatchFirst || input.Shape.Rank < 2)
            {
                Errors.Add($"{model.Metadata.File}: input '{input.Source}' has the shape {input.Shape}, but a model takes samples of one axis or more, with N as the first axis of a batch: export it with such an input.");
                continue;
            }
            var name = several ? Identifiers.Unique(Identifiers.Legal(input.Name), names) : Parameter;
            var code = several ? new Code($"{Parameter}.{name}", Strength.Atom, [Parameter]) : Code.Variable(name);
            if (Inputs.Count == 0) Batch = code;
            Inputs.Add((name, input));
            live[input] = new Placed(code, Layout.Same(input.Shape.Rank), input.Shape);
        }
    }

    private void Add(Step step)
    {
        recent.Clear();
        IReadOnlyList<Placed>? results = null;
        if (step.Operands.OfType<Value>().All(live.ContainsKey))
        {
            try
            {
                if (step.Results.FirstOrDefault(value => Remaining(value) > 0
                    && value.Shape.Dimensions.Any(size => size.Size == 0)) is { } empty)
                    throw new CannotSay($"its result {empty.Shape} holds no numbers. Export the model without that part.");
                results = OperationTable.Write(new StepBuilder(this, step));
            }
            catch (CannotSay fault)
            {
                Errors.Add($"{model.Metadata.File}: node '{step.Node}' ({OperationTable.NameOf(step.Operation)}, opset {model.Metadata.Opset}): {fault.Message}");
            }
        }
        foreach (var value in step.Operands.OfType<Value>())
            if (--remaining[value] == 0) live.Remove(value);
        for (var i = 0; i < results?.Count; i++)
            if (Remaining(step.Results[i]) > 0) Keep(step.Results[i], results[i]);
    }

    private void Keep(Value value, Placed placed)
    {
        var (code, isOnce) = (placed.Code, Uses.Of(value) == 1);
        if (!code.IsName && !(isOnce && code.Text.Length <= MostBefore(value, code)))
        {
            // A change of shape stays with those who read it: they may change it again.
            var (source, sizes) = isOnce && code.Unshaped is { } unshaped ? unshaped : (code, placed.Sizes);
            code = StepBuilder.Reshaped(Emit(Identifiers.IsWord(value.Name) ? value.Name : "h", source), sizes, placed.Sizes);
        }
        live[value] = placed with { Code = code };
    }

    /// <summary>Returns the length up to which an expression stays a part of the one that uses it.</summary>
    private int MostBefore(Value value, Code code) =>
        Uses.IsOutput(value) ? LongResult
        : code.Strength < Strength.Atom && Uses.Consumers(value).Any(step => OperationTable.IsMethod(step.Operation)) ? LongBeforeMethod
        : Uses.Consumers(value).Any(step => step.Operation is Apply { Layer: Conv or Dense }) ? LongBeforeLayer
        : Long;

    private void AddResult()
    {
        recent.Clear();
        var names = new HashSet<string>(Identifiers.Taken);
        var results = new List<string>();
        foreach (var output in Uses.Outputs)
        {
            if (!output.Shape.IsBatchFirst)
            {
                Errors.Add($"{model.Metadata.File}: output '{output.Source}' has the shape {output.Shape}, but a prediction has N as its first axis: export the model with such an output.");
                continue;
            }
            var code = StepBuilder.Arranged(live[output], Layout.Same(output.Shape.Rank)).Code;
            // A number for each sample is a row of one number.
            if (output.Shape.Rank == 1) code = StepBuilder.Reshaped(code, [], [1]);
            // A model has a layer. This one changes nothing.
            if (Layers.All.Count == 0) code = code.Into("m." + Layers.Declare("Result", "Activation", "Activation.Linear"));
            results.Add(code.Text);
            Outputs.Add(Identifiers.Unique(Identifiers.Legal(output.Name), names));
        }
        Statements.Add($"return {(results.Count == 1 ? results[0] : $"({string.Join(", ", results)})")};");
    }
}
