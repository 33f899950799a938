namespace ModelDsl.Examples;

/// <summary>Facts about a confusion matrix.</summary>
internal static class Confusions
{
    /// <summary>Returns the most frequent wrong pair of true and predicted class; the first one if several are as frequent.</summary>
    public static (int True, int Predicted) MostFrequentMistake(this ConfusionMatrix matrix)
    {
        var classes = Enumerable.Range(0, matrix.Classes);
        return classes.SelectMany(_ => classes, (row, column) => (row, column)).Where(p => p.row != p.column)
            .MaxBy(p => matrix[p.row, p.column]);
    }
}
