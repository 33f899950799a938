namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>A model that is exported, as a user writes it.</summary>
/// <param name="Family">The part of the library that it is about.</param>
/// <param name="Name">The name of its record.</param>
/// <param name="Source">The file.</param>
internal sealed record ZooModel(string Family, string Name, string Source)
{
    /// <summary>The layer and the shape of a sample, if the model is one layer.</summary>
    public (string Input, string Layer)? Single { get; private init; }

    /// <summary>Joins the models of one layer that have the same family and input, up to eight in a model.</summary>
    public static IEnumerable<ZooModel> Joined(IEnumerable<ZooModel> models) => models
        .GroupBy(model => (model.Family, model.Single is { } single ? single.Input : model.Name))
        .SelectMany(group => group.First().Single is { } first
            ? group.Select(model => model.Single!.Value.Layer).Distinct().Chunk(8)
                .Select(layers => Branches(group.Key.Family, first.Input, layers))
            : [group.First()]);

    /// <summary>A model whose layers follow each other.</summary>
    /// <param name="family">The part of the library that it is about.</param>
    /// <param name="input">The shape of a sample.</param>
    /// <param name="layers">The attributes of its layers: <c>Dense(4)</c>.</param>
    public static ZooModel Chain(string family, string input, params string[] layers)
    {
        var name = Identifier($"{family} {string.Join(" ", layers)} {input}");
        return new(family, name, $"""
            [Onnx, Model({input}), MeanSquaredError]
            public sealed partial record {name}(
                {Declared(layers)});
            """) { Single = layers.Length == 1 ? (input, layers[0]) : null };
    }

    /// <summary>
    /// A model in which each layer takes the input and gives an output of its own. Many layers in one model compile faster than as many
    /// models.
    /// </summary>
    /// <param name="family">The part of the library that it is about.</param>
    /// <param name="input">The shape of a sample.</param>
    /// <param name="layers">The attributes of its layers; at most eight.</param>
    public static ZooModel Branches(string family, string input, string[] layers)
    {
        if (layers.Length == 1) return Chain(family, input, layers);
        char[] names = [.. layers.Select((_, i) => (char)('A' + i))];
        return Method(
            family, input, layers, $"return ({string.Join(", ", names.Select(name => $"x | m.{name}"))});",
            result: $"({string.Join(", ", names.Select(name => $"Tensor Of{name}"))})",
            attributes: string.Join(", ", names.Select(name => $"MeanSquaredError(Output = \"Of{name}\")")));
    }

    /// <summary>A model with a forward method.</summary>
    /// <param name="family">The part of the library that it is about.</param>
    /// <param name="input">The shape of a sample, or nothing if the attributes declare inputs.</param>
    /// <param name="layers">The attributes of its layers, which are called A, B and so on. If there is none, x is rescaled first.</param>
    /// <param name="body">The body of the method.</param>
    /// <param name="parameters">The parameters of the method after the model.</param>
    /// <param name="result">Its result.</param>
    /// <param name="attributes">Losses and inputs.</param>
    public static ZooModel Method(
        string family, string input, string[] layers, string body, string parameters = "Tensor x", string result = "Tensor",
        string attributes = "MeanSquaredError")
    {
        var name = Identifier($"{family} {body} {input} {string.Join(" ", layers)}");
        // A model has a layer.
        if (layers.Length == 0) (layers, body) = (["Rescaling(0.9)"], "x = x | m.A; " + body);
        return new(family, name, $$"""
            #pragma warning disable MDSL045, MDSL048, MDSL147
            [Onnx, Model({{input}}), {{attributes}}]
            public sealed partial record {{name}}({{Declared(layers)}})
            {
                [Forward] internal static {{result}} Run({{name}} m, {{parameters}}) { {{body}} }
            }
            """);
    }

    private static string Declared(string[] layers) => string.Join(",\n    ", layers.Select((layer, i) =>
        $"[{layer}] {layer.Split('(')[0]} {(char)('A' + i)}"));

    /// <summary>Returns the letters and digits of a text as a name, with a number that tells texts apart.</summary>
    private static string Identifier(string text)
    {
        var hash = text.Aggregate(17u, (sum, letter) => unchecked(31 * sum + letter));
        var letters = string.Concat(text.Where(letter => char.IsAsciiLetterOrDigit(letter)));
        return $"{letters[..Math.Min(60, letters.Length)]}_{hash:x8}";
    }

    public override string ToString() => Name;
}
