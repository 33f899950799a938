using System.ComponentModel;
using System.Numerics;
using LanguageExt;
using ModelDsl.FeatureRecords;

namespace ModelDsl;

/// <summary>What a model computed for a row; the generator's code reads typed predictions from it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct RowOutputs
{
    private readonly ReadOnlySpan<float> numbers;
    private readonly LabelledOutput[] outputs;
    private readonly LabelUnit[] units;

    internal RowOutputs(ReadOnlySpan<float> numbers, LabelledOutput[] outputs, LabelUnit[] units)
    {
        this.numbers = numbers;
        (this.outputs, this.units) = (outputs, units);
    }

    /// <summary>Returns the prediction of a class.</summary>
    /// <param name="output">The number of the output.</param>
    /// <param name="classes">The classes, by index.</param>
    public Prediction<T> Class<T>(int output, IReadOnlyList<T> classes) =>
        ClassPredictions.Of(outputs[output].Model, Of(output), classes);

    /// <summary>Returns the prediction of a number, in the units of the table.</summary>
    /// <param name="output">The number of the output.</param>
    public Prediction<T> Number<T>(int output) where T : struct, INumber<T>
    {
        var number = units[outputs[output].Label].Restore(Of(output)[0]);
        // A count of 3.7 is nearer to 4: a conversion alone would cut the fraction off.
        var isWhole = T.CreateTruncating(0.5) == T.Zero;
        return new Prediction<T>(T.CreateSaturating(isWhole ? Math.Round(number) : number), Seq<ClassProbability<T>>.Empty);
    }

    private ReadOnlySpan<float> Of(int output) => numbers.Slice(outputs[output].First, outputs[output].Model.OutputShape.Size);
}
