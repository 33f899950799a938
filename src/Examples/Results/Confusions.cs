namespace ModelDsl.Examples;

/// <summary>What can be read off a confusion matrix.</summary>
internal static class Confusions
{
    /// <summary>The pair of true and predicted class that is mistaken most often; the first of equals.</summary>
    public static (int True, int Predicted) MostFrequentMistake(this ConfusionMatrix matrix)
    {
        var classes = Enumerable.Range(0, matrix.Classes);
        return classes.SelectMany(_ => classes, (row, column) => (row, column)).Where(p => p.row != p.column).MaxBy(p => matrix[p.row, p.column]);
    }
}
