using System.Collections.Immutable;
using ModelDsl.Generators.Emit.Features;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>Writes the members of a model that users see.</summary>
internal static class MembersEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string Initializers = $"{Dsl}.CompilerServices.Initializers";
    private const string Tensor = $"{Dsl}.Tensor";
    private const string Seq = "global::LanguageExt.Seq";
    private const string ToSeq = "global::LanguageExt.Prelude.toSeq";

    /// <summary>Returns the file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="transposed">Numbers of the parameters that its programs store transposed.</param>
    /// <param name="training">The graph of training.</param>
    public static string Emit(LoweredModel model, ImmutableHashSet<int> transposed, Graph training)
    {
        var name = Naming.Escape(model.Spec.Name);
        var summary = SummaryTable.Render(model);
        var implements = model.Spec.Rows is { } rows ? RowMembers.Interface(name, rows.Type) : $"{Dsl}.IModel<{name}>";
        return TypeFrame.Write(model.Spec.Type, Documentation(model, summary), $" : {implements}", writer =>
        {
            WriteSummary(writer, summary);
            WriteDescription(writer, model, transposed, training);
            WriteInitialize(writer, model, name);
            WriteParameters(writer, model, name);
            WriteCalls(writer, model.Spec, name);
            if (model.Spec.Rows is { } taken) RowMembers.Write(writer, name, taken);
            foreach (var member in PackedMember.Of(model.Spec.Inputs, model.Spec.Outputs)) member.Write(writer);
            WriteCompile(writer, model.Spec.Type);
            WriteOperators(writer, name);
            WriteText(writer, model.Spec);
        }, model.Spec.HasJson ? "" : $"[global::System.Text.Json.Serialization.JsonConverter(typeof({Dsl}.TextJson))]");
    }

    private static IEnumerable<string> Documentation(LoweredModel model, string summary)
    {
        yield return "<summary>";
        yield return $"A model of {(model.Layers.Length == 1 ? "one layer" : Literal.Of(model.Layers.Length) + " layers")}, trained by {string.Join(" and ", model.Outputs.Select(output => output.Loss.Name).Distinct())}.";
        yield return "<code>";
        foreach (var line in summary.Split('\n')) yield return line;
        yield return "</code>";
        yield return "</summary>";
    }

    private static void WriteSummary(SourceWriter writer, string summary)
    {
        writer.Line("/// <summary>The layers with their output shapes and parameters, as the table that Keras prints.</summary>");
        writer.Line("public const string Summary =");
        var lines = summary.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            writer.Line("    " + Literal.Of(lines[i] + (i < lines.Length - 1 ? "\n" : "")) + (i < lines.Length - 1 ? " +" : ";"));
        writer.Line();
    }

    private static void WriteDescription(SourceWriter writer, LoweredModel model, ImmutableHashSet<int> transposed, Graph training)
    {
        var only = model.Outputs.Length == 1 ? model.Outputs[0] : null;
        writer.Line("/// <summary>Shapes, layers and parameters, as data.</summary>");
        writer.Line($"public static {Dsl}.ModelDescription Description {{ get; }} = new(");
        writer.Line($"    Name: {Literal.Of(model.Spec.Name)},");
        writer.Line($"    InputShape: {Sample(model.Input)},");
        writer.Line($"    OutputShape: {Sample(model.Output)},");
        writer.Line($"    LabelShape: {Sample(model.Labels)},");
        writer.Line($"    Labels: {(only is null ? $"{Dsl}.LabelKind.Packed" : OutputsEmitter.LabelKind(only))},");
        writer.Line($"    Output: {Dsl}.OutputKind.{only?.Kind ?? "Packed"},");
        writer.Line($"    Loss: {Dsl}.LossKind.{only?.Loss.Name ?? "Several"},");
        writer.Line($"    Layers: {ToSeq}(new {Dsl}.LayerDescription[]");
        writer.Line("    {");
        foreach (var layer in model.Layers)
            writer.Line($"        new({Literal.Of(layer.Layer.Name)}, {Literal.Of(layer.Layer.Text)}, {Sample(layer.Output)}, {Literal.Of((int)layer.ParameterCount)}, {Literal.Of(layer.Flops)}) {{ {LayerFacts(layer)} }},");
        writer.Line("    }),");
        writer.Line($"    Parameters: {ToSeq}(new {Dsl}.ParameterDescription[]");
        writer.Line("    {");
        foreach (var parameter in model.Parameters)
            writer.Line($"        new({Literal.Of(parameter.Name)}, {parameter.Type.ShapeSource}{(parameter.Trainable ? "" : ", Trainable: false")}{(transposed.Contains(parameter.Index) ? ", StoredTransposed: true" : "")}){(parameter.Layer.Frozen ? " { IsFrozen = true }" : "")},");
        string[] options =
        [
            .. only is null ? [] : OutputsEmitter.Judging(only),
            .. model.Spec.HasNames ? [$"InputAxes = {Axes(model.Input)}", $"OutputAxes = {Axes(model.Output)}"] : Array.Empty<string>(),
            .. Rows("Inputs", "InputDescription", model.Spec.Inputs.Select(i => $"new({Literal.Of(i.Name)}, {Shapes.Text(i.Shape)}, {Literal.Of(i.First)})")),
            .. Rows("Outputs", "OutputDescription", only is null ? OutputsEmitter.Descriptions(model) : []),
            .. Unused(model) is { Length: > 0 } unused ? [$"Unused = {ToSeq}(new[] {{ {string.Join(", ", unused.Select(u => Literal.Of($"{u.Layer}.{u.Tensor}")))} }})"] : Array.Empty<string>(),
            .. Rows("Indices", "IndexRange", model.Indices.Select(i => $"new({Literal.Of(i.First)}, {Literal.Of(i.Count)}, {Literal.Of(i.Step)}, {Literal.Of(i.Limit)})")),
            .. Rows("Adapted", "AdaptedLayer", model.Adapted.Select(a => $"new({Literal.Of(a.Layer.Name)}, {Dsl}.AdaptationKind.{a.Kind}, {Literal.Of(a.First)})")),
            $"Program = {Literal.Of(Digest.Of(GraphPrinter.Print(training, names: false)))}",
        ];
        writer.Line($"    }})) {{ {string.Join(", ", options)} }};").Line();
    }

    /// <summary>Returns the other facts about a layer: its kind, and the order of its features.</summary>
    private static string LayerFacts(LayerInfo layer)
    {
        return string.Join(", ", new[] { $"Kind = {Literal.Of(LayerTable.Of(layer.Layer).Name)}", Axes("Reads", layer.Reads), Axes("Writes", layer.Writes) }
            .Where(fact => fact.Length > 0));

        static string Axes(string property, MergedAxes? axes) =>
            axes is null ? "" : $"{property} = new({Shapes.Text(axes.Shape)}, {Dsl}.AxesSource.{axes.Source})";
    }

    /// <summary>Returns a property that is a list; nothing when the list is empty.</summary>
    private static IEnumerable<string> Rows(string property, string type, IEnumerable<string> rows)
    {
        var all = string.Join(", ", rows);
        return all.Length == 0 ? [] : [$"{property} = {ToSeq}(new {Dsl}.{type}[] {{ {all} }})"];
    }

    private static void WriteInitialize(SourceWriter writer, LoweredModel model, string name)
    {
        writer.Line("/// <summary>A new model with random weights; the same seed gives the same bits.</summary>");
        writer.Line($"public static {name} Initialize(int seed) => new(");
        var layers = model.Layers.ToDictionary(layer => layer.Layer.Name);
        for (var i = 0; i < model.Spec.Parts.Count; i++)
        {
            var part = model.Spec.Parts[i];
            var end = i == model.Spec.Parts.Count - 1 ? ");" : ",";
            writer.Line($"    {Naming.Escape(part.Name)}: {Initial(part, part.Name, layers, "    ")}{end}");
        }
        writer.Line();
    }

    /// <summary>Returns the initial value of a part, on several lines.</summary>
    private static string Initial(PartSpec part, string path, IReadOnlyDictionary<string, LayerInfo> layers, string indent)
    {
        var inner = indent + "    ";
        return part switch
        {
            LayerPart => Arguments($"new {PartCode.TypeOf(part)}(", LayerTable.Of(layers[path].Layer).Tensors.Select(tensor => $"{tensor}: {Initial(layers[path], tensor)}"), ")"),
            RecordPart { Record: var record } => Arguments(
                $"new {record.Type}(", record.Parts.Select(p => $"{Naming.Escape(p.Name)}: {Initial(p, $"{path}.{p.Name}", layers, inner)}"), ")"),
            RepeatedPart { Items: var items } => Arguments(
                $"{ToSeq}(new {PartCode.TypeOf(items[0])}[] {{", items.Select(item => Initial(item, $"{path}.{item.Name}", layers, inner)), "})"),
            _ => throw new InvalidOperationException($"A {part.GetType().Name} is not emitted."),
        };

        string Arguments(string begin, IEnumerable<string> arguments, string end)
        {
            var all = arguments.ToArray();
            return all.Length == 0 ? begin + end : $"{begin}\n{inner}{string.Join($",\n{inner}", all)}{end}";
        }
    }

    private static string Initial(LayerInfo layer, string tensor) =>
        layer.Parameters.FirstOrDefault(p => p.Property == tensor) is not { } parameter ? "null"
        : parameter.Initializer.UnitForgetBias ? $"{Initializers}.UnitForgetBias({Initial(parameter)})"
        : Initial(parameter);

    private static string Initial(ParameterInfo parameter)
    {
        var (initializer, type) = (parameter.Initializer, parameter.Type);
        if (initializer.InputAxes == 0 || !InitializerTable.Of(initializer.Name).CountsFans) return Call(type);
        var matrix = TensorType.Float(Product(type.Dims.Take(initializer.InputAxes)), Product(type.Dims.Skip(initializer.InputAxes)));
        return $"{Initializers}.Shaped({type.ShapeSource}, {Call(matrix)})";

        string Call(TensorType shape) => $"{Initializers}.{initializer.Name}({string.Join(", ", InitializerArguments(parameter, shape))})";
        static int Product(IEnumerable<Dim> dims) => dims.Aggregate(1, (product, dim) => product * dim.Size);
    }

    private static IEnumerable<string> InitializerArguments(ParameterInfo parameter, TensorType shape)
    {
        yield return shape.ShapeSource;
        if (InitializerTable.Of(parameter.Initializer.Name).Random)
        {
            yield return "seed";
            yield return $"parameter: {Literal.Of(parameter.Index)}";
        }
        foreach (var argument in parameter.Initializer.Arguments) yield return $"{argument.Name}: {argument.Source}";
    }

    private static void WriteParameters(SourceWriter writer, LoweredModel model, string name)
    {
        writer.Line("/// <summary>All tensors of the layers, in the order of <c>Description.Parameters</c>.</summary>");
        writer.Line($"public {Seq}<{Tensor}> Parameters => {Dsl}.CompilerServices.ModelCalls.Tensors(new {Tensor}[]");
        writer.Line("{");
        foreach (var parameter in model.Parameters) writer.Line($"    {PartCode.AccessIfAny("this", parameter.Layer.Name)}?.{parameter.Property}!,");
        writer.Line($"}}{string.Concat(Unused(model).Select(u => $", {PartCode.AccessIfAny("this", u.Layer)}?.{u.Tensor}"))});").Line();

        writer.Line("/// <summary>This model with other parameters; an error names every tensor that is missing, extra or misshapen.</summary>");
        writer.Line($"public global::LanguageExt.Fin<{name}> WithParameters({Seq}<{Tensor}> parameters) =>");
        var rebuilt = Rebuild(model).Replace("\n", "\n    ");
        writer.Line($"    {Dsl}.CompilerServices.ModelCalls.CheckParameters(Description, Parameters, parameters).Map(p => {rebuilt});").Line();
    }

    /// <summary>Returns the tensors that layers of the kind may have, but the model's layers do not have.</summary>
    private static (string Layer, string Tensor)[] Unused(LoweredModel model) =>
        [.. model.Layers.SelectMany(layer => layer.Unused.Select(tensor => (layer.Layer.Name, tensor)))];

    private static void WriteCalls(SourceWriter writer, ModelSpec spec, string name) => writer.Line($"""
        /// <summary>The prediction for a batch of samples, <c>[N, …]</c>.</summary>
        public {OutputsEmitter.Type(spec.Outputs)} Forward({Tensor} input) => {OutputsEmitter.Unpacked(spec.Outputs, $"{Dsl}.CompilerServices.ModelCalls.Forward(this, input)")};

        /// <summary>The loss on a batch, as in evaluation: without dropout.</summary>
        public double Loss({Dsl}.Batch batch) => {Dsl}.CompilerServices.ModelCalls.Loss(this, batch);

        /// <summary>The loss on a batch, as in training, and its gradient: a point of the model's own space.</summary>
        public (double Loss, {name} Gradient) LossAndGradient({Dsl}.Batch batch, {Dsl}.RandomKey key = default) =>
            {Dsl}.CompilerServices.ModelCalls.LossAndGradient(this, batch, key);
        """).Line();

    private static void WriteCompile(SourceWriter writer, TypeSpec type) => writer.Line($$"""
        /// <summary>Lays one of the model's programs out in the memory of an engine.</summary>
        public static {{Dsl}}.CompilerServices.ModelProgram Compile(
            {{Dsl}}.CompilerServices.ProgramKind kind, {{Dsl}}.Engines.ITensorEngine engine, int rows,
            {{Dsl}}.CompilerServices.ParameterArena parameters, {{Dsl}}.CompilerServices.ParameterArena? gradient) => kind switch
        {
            {{Dsl}}.CompilerServices.ProgramKind.Forward => new {{ProgramFrame.NameOf(type, "ForwardProgram")}}(Description, engine, rows, parameters),
            {{Dsl}}.CompilerServices.ProgramKind.Loss => new {{ProgramFrame.NameOf(type, "LossProgram")}}(Description, engine, rows, parameters),
            _ => new {{ProgramFrame.NameOf(type, "GradientProgram")}}(
                Description, engine, rows, parameters, gradient ?? throw new global::System.ArgumentNullException("gradient")),
        };
        """).Line();

    private static void WriteOperators(SourceWriter writer, string name)
    {
        const string Calls = $"{Dsl}.CompilerServices.ModelCalls";
        writer.Line("/// <summary>The sum, parameter by parameter.</summary>");
        writer.Line($"public static {name} operator +({name} a, {name} b) => {Calls}.Add(a, b);").Line();
        writer.Line("/// <summary>The difference, parameter by parameter.</summary>");
        writer.Line($"public static {name} operator -({name} a, {name} b) => {Calls}.Subtract(a, b);").Line();
        writer.Line("/// <summary>Every parameter times a factor.</summary>");
        writer.Line($"public static {name} operator *(double factor, {name} model) => {Calls}.Scale(factor, model);").Line();
        writer.Line("/// <summary>Every parameter times a factor.</summary>");
        writer.Line($"public static {name} operator *({name} model, double factor) => {Calls}.Scale(factor, model);");
    }

    private static void WriteText(SourceWriter writer, ModelSpec spec)
    {
        if (spec.HasText) return;
        writer.Line();
        writer.Line("/// <summary>The model's name, its layers and how many numbers their tensors hold.</summary>");
        writer.Line($"public override string ToString() => {Dsl}.CompilerServices.ModelCalls.Text(this);");
    }

    /// <summary>Returns a model with every parameter replaced. Parts without parameters stay.</summary>
    private static string Rebuild(LoweredModel model)
    {
        var parameters = model.Layers.ToDictionary(layer => layer.Layer.Name, layer => layer.Parameters);
        var parts = model.Spec.Parts
            .Select(part => (part.Name, Code: PartCode.Changed(part, part.Name, PartCode.Access("this", part.Name), Layer)))
            .Where(part => part.Code is not null)
            .Select(part => $"    {Naming.Escape(part.Name)} = {part.Code},\n")
            .ToArray();
        return parts.Length == 0 ? "this" : $"this with\n{{\n{string.Concat(parts)}}}";

        string? Layer(string path, string layer) => parameters[path].IsEmpty
            ? null
            : $"{layer} with {{ {string.Join(", ", parameters[path].Select(p => $"{p.Property} = p[{Literal.Of(p.Index)}]"))} }}";
    }

    internal static string Sample(TensorType type) => Shapes.Source(type.Dims.Skip(1));

    internal static string Axes(TensorType type) =>
        $"{ToSeq}(new[] {{ {string.Join(", ", type.Dims.Skip(1).Select(dim => Literal.Of(dim.Name ?? AxisNames.None)))} }})";
}
