using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl.Inspection;

/// <summary>Finds features and outputs by name.</summary>
internal static class FeatureNames
{
    /// <summary>Returns a feature by its name, or one of its columns; null and a fault that lists the features if there is none.</summary>
    public static DataFeature? Find(Dataset data, string name, List<string> faults)
    {
        var features = data.NamedFeatures;
        var wanted = CsvText.FormC(name);
        foreach (var feature in features)
            if (CsvText.FormC(feature.Name) == wanted) return feature;
        foreach (var feature in features)
            for (var column = 0; column < feature.Width; column++)
                if (CsvText.FormC(feature.ColumnName(column)) == wanted) return new DataFeature(feature.ColumnName(column),
                    feature.First + column);
        var names = features.Map(feature => feature.Name).ToArray();
        var close = Array.Find(names, one => string.Equals(one, name, StringComparison.OrdinalIgnoreCase));
        faults.Add($"there is no feature {CsvText.Quoted(name)}: " +
            (close is not null ? $"write {close}" : $"the features are {CsvText.Listed(names)}"));
        return null;
    }

    /// <summary>Returns the names of all columns, in order.</summary>
    public static Seq<string> Columns(Dataset data) => data.NamedFeatures
        .Bind(feature => Enumerable.Range(0, feature.Width).Select(feature.ColumnName).ToSeq()).Strict();
}
