using System.Globalization;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Shapes;

namespace ModelDsl.Inspection;

/// <summary>The names of a model's outputs: of classes if they are known, of positions otherwise.</summary>
internal static class OutputNames
{
    /// <summary>Returns a name for each number of a prediction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="legends">The meaning of the labels of each output; empty if they are not known.</param>
    public static Seq<string> Of(ModelDescription model, Seq<ClassLegend> legends)
    {
        if (model.Outputs.IsEmpty) return OfOne(model, legends.Count == 1 ? legends[0] : ClassLegend.Unknown);
        return model.Outputs.SelectMany((output, i) => OfOne(model.Of(output), i < legends.Count ? legends[i] : ClassLegend.Unknown)
            .Map(name => name == OnlyOutput ? output.Name : $"{output.Name}: {name}")).ToSeq().Strict();
    }

    /// <summary>Returns the meaning of labels: that of training, or otherwise that of the data.</summary>
    public static Seq<ClassLegend> Legends<T>(T model, Dataset? data) where T : class, IModel<T>
    {
        var trained = TrainedOn.Of(model).Legends;
        return trained.Exists(legend => legend.IsKnown) || data is null ? trained : data.Legends;
    }

    /// <summary>Returns the names of the columns of the last axis: classes, or indices.</summary>
    public static Seq<string> OfColumns(ModelDescription model, ClassLegend legend) =>
        legend is { IsKnown: true, IsYes: false } && legend.Names.Count == model.Classes ? legend.Names
        : Enumerable.Range(0, model.Classes).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToSeq().Strict();

    private const string OnlyOutput = "output";

    private static Seq<string> OfOne(ModelDescription model, ClassLegend legend)
    {
        var (size, columns) = (model.OutputShape.Size, OfColumns(model, legend));
        if (size == 1) return Prelude.Seq1(legend is { IsKnown: true, IsYes: true } ? $"yes for {legend.Text}" : OnlyOutput);
        if (size == columns.Count) return columns;
        var rows = Shape.Create([.. model.OutputShape.Dimensions.ToArray().SkipLast(1)]);
        return Enumerable.Range(0, size)
            .Select(i => columns[i % columns.Count] + Places.At(rows, i / columns.Count)).ToSeq().Strict();
    }
}
