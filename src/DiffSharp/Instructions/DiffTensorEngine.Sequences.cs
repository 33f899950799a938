using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

/// <content>Tables, columns and steps.</content>
internal partial class DiffTensorEngine
{
    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination) => Put(destination, () =>
        Matrix(table).gather(0, Column(indices).int32().expand([indices.Count, table.Columns])));

    /// <summary>
    /// Adds the rows of equal indices by a product with zeros and ones, and then scatters the sums, because DiffSharp scatters without
    /// adding. The product has no more rows than there are different indices.
    /// </summary>
    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination) => Put(destination, () =>
    {
        if (indices.Count == 0) return Zeros(destination.Count);
        // The rank of each index among the different indices.
        var (places, ranks) = (Flat(indices).toArray1D<double>(), new int[indices.Count]);
        var (different, known) = (new List<int>(), new Dictionary<int, int>());
        for (var i = 0; i < places.Length; i++)
        {
            var place = (int)places[i];
            if (known.TryGetValue(place, out ranks[i])) continue;
            known[place] = ranks[i] = different.Count;
            different.Add(place);
        }
        var belongs = Full(1.0, 1, places.Length).scatter(0, Upload(ranks).As(1, -1), [different.Count, places.Length]);
        var sums = belongs.matmul(Matrix(gradient));
        return sums.scatter(0, Upload([.. different]).As(-1, 1).expand(sums.shape), [destination.Rows, destination.Columns]);
    });

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination) => Put(destination, () =>
    {
        var steps = x.Columns;
        var matrices = Of(x).Numbers.As(-1, steps, steps);
        var isLater = new int[steps * steps];
        for (var i = 0; i < isLater.Length; i++) isLater[i] = i % steps > i / steps ? 1 : 0;
        return Select(Upload(isLater).As(1, steps, steps).expand(matrices.shape), matrices.All(value), matrices);
    });
}
