using System.Buffers.Binary;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Python.Tests;

/// <summary>The files beside the tests, which <c>Fixtures/make.py</c> wrote.</summary>
internal static class Fixture
{
    /// <summary>Returns the path of a file.</summary>
    public static string At(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>Returns a value, or fails with the error.</summary>
    public static T Value<T>(this Fin<T> fin) => fin.Match(value => value, error => throw new Xunit.Sdk.XunitException(error.Message));

    /// <summary>Returns the message of an error without the folder of the fixtures.</summary>
    public static string Fault<T>(this Fin<T> fin) =>
        ((Error)fin.Case).Message.Replace(At("x")[..^1], "", StringComparison.Ordinal);

    /// <summary>Returns inputs and predictions of Python.</summary>
    public static (Tensor Input, Tensor Output) Example(string name)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(At(name + ".example"));
        var input = Read(ref bytes);
        return (input, Read(ref bytes));
    }

    /// <summary>A model predicts what Python predicted, as closely as float32 allows.</summary>
    public static void Predicts<T>(T model, string example) where T : class, IModel<T>
    {
        var (input, output) = Example(example);
        var predicted = model.Predict(input).Value();
        Assert.Equal(output.Shape, predicted.Shape);
        foreach (var (own, python) in predicted.ToArray().Zip(output.ToArray()))
            Assert.InRange(Math.Abs(own - python), 0, 1e-5 * Math.Max(1, Math.Abs(python)));
    }

    private static Tensor Read(ref ReadOnlySpan<byte> bytes)
    {
        var shape = new int[BinaryPrimitives.ReadInt32LittleEndian(bytes)];
        for (var i = 0; i < shape.Length; i++) shape[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i + 4)..]);
        bytes = bytes[(4 * shape.Length + 4)..];
        var values = new float[Shape.Create(shape).Size];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        bytes = bytes[(4 * values.Length)..];
        return Tensor.Create(Shape.Create(shape), values);
    }
}
