namespace ModelDsl.Generators.Tests.Support;

/// <summary>Folders are layers: each names only types of those below it, so no two use each other.</summary>
public class WallsTests
{
    /// <summary>The generator's folders, the lowest first; the project's own files are above all of them.</summary>
    private static readonly string[] Generators =
        ["Support", "Diagnostics", "Ir", "Specs", "Vocabulary", "Passes", "Lowering", "Emit", "Frontend", ""];

    /// <summary>The library's folders, the lowest first.</summary>
    private static readonly string[] Library =
    [
        "Formatting", "Json", "Shapes", "Printing", "Losses", "Engines", "Tensors", "Initializers", "Layers", "Attributes", "Descriptions", "Metrics", "Data", "Text",
        "Functions", "IO", "CompilerServices", "Optimizers", "Training", "Vectorization", "FeatureRecords", "Inspection", "Serving", "Reports",
    ];

    [Fact]
    public void Folders_of_the_library_use_those_below_alone() =>
        Assert.Empty(Walls.Breaches("Dsl", withoutReference: "ModelDsl", Library));

    [Fact]
    public void Folders_of_the_generator_use_those_below_alone() =>
        Assert.Empty(Walls.Breaches("Generators", withoutReference: "ModelDsl", Generators));

    /// <summary>The namespace of each file matches its folder.</summary>
    [Fact]
    public void Namespaces_of_the_generator_are_its_folders() => Assert.Empty(Walls.WrongNamespaces("Generators", "ModelDsl.Generators"));

    /// <summary>
    /// Users see <c>ModelDsl</c>, authors of engines <c>ModelDsl.Engines</c>, and generated code <c>ModelDsl.CompilerServices</c>.
    /// Everything else has the namespace of its folder.
    /// </summary>
    [Fact]
    public void Namespaces_of_the_library_are_its_folders()
    {
        Assert.Empty(
            from file in Walls.Namespaces("Dsl")
            let top = file.Folders[0]
            let rooms = top == "Engines" && file.Folders is [_, "Cpu" or "Reference", ..] ? file.Folders[..2] : [top]
            let folder = string.Join('.', rooms.Prepend("ModelDsl"))
            where file.Namespace != folder && (file.Namespace != "ModelDsl" || !file.IsPublic)
            select $"{file.Path} is in {file.Namespace}, not in {folder}");
    }
}
