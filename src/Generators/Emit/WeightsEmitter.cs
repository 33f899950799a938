using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>Writes the part of a model that knows about its weights: <c>LoadWeights</c>, and the way to the author's migration.</summary>
internal static class WeightsEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string File = $"{Dsl}.SafetensorsFile";

    /// <summary>The signature of the loader, without its body.</summary>
    public static string Head(string self) => $"public static global::LanguageExt.Fin<{self}> LoadWeights()";

    /// <summary>Returns true when a model has this part.</summary>
    public static bool IsNeeded(ModelSpec model, ModelOutput output) => output.HasWeights || model.Weights.Migration is not null;

    /// <summary>Returns the file.</summary>
    public static string Emit(ModelSpec model, ModelOutput output)
    {
        var name = Naming.Escape(model.Name);
        return TypeFrame.Write(model.Type, [], "", writer =>
        {
            if (output.HasWeights) WriteLoader(writer, name, model.Weights.File ?? "", output.Resource);
            if (output.HasWeights && model.Weights.Migration is not null) writer.Line();
            if (model.Weights.Migration is { } migration)
                writer.Line($"static global::System.Func<{File}, global::LanguageExt.Fin<{File}>>? {Dsl}.IModel<{name}>.Migration => static file => {Naming.Escape(migration)}(file);");
        });
    }

    private static void WriteLoader(SourceWriter writer, string name, string file, string? resource)
    {
        writer.Line("/// <summary>");
        writer.Line($"/// The model with the weights of <c>{Documented(resource ?? file)}</c>, a resource of the assembly. The compiler has compared its tensors with the record.");
        writer.Line("/// </summary>");
        using (writer.Braces(Head(name)))
        {
            if (resource is null)
            {
                writer.Line($"return {Failure($"The project has no weights file '{file}': see the diagnostic MDSL230 of the build.")};");
                return;
            }
            var text = Literal.Of(resource);
            writer.Line($"using var stream = typeof({name}).Assembly.GetManifestResourceStream({text});");
            writer.Line("return stream is null");
            writer.Line($"    ? {Failure($"The assembly has no resource '{resource}': the project file must name it as ModelWeights.")}");
            writer.Line($"    : {Dsl}.ModelFiles.Load<{name}>(stream, {text});");
        }
    }

    private static string Failure(string message) => $"global::LanguageExt.Common.Error.New({Literal.Of(message)})";

    private static string Documented(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace("\n", " ").Replace("\r", " ");
}
