using System.Buffers.Binary;

namespace ModelDsl.Examples.Tests;

/// <summary>
/// A data set in the format of Fashion-MNIST, small and easy. Each of the ten classes has its own bright stripe, with some noise. Every
/// eighth image has its neighbour's label, so that there are mistakes to show.
/// </summary>
internal static class TinyFashion
{
    public const int Train = 250;
    public const int Test = 80;

    /// <summary>Writes the four files.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "train", Train);
        Write(folder, "t10k", Test);
    }

    private static void Write(string folder, string part, int count)
    {
        var images = new byte[16 + count * 784];
        var labels = new byte[8 + count];
        Header(images, 2051, count, 28, 28);
        Header(labels, 2049, count);
        var random = new Random(count);
        for (var i = 0; i < count; i++)
        {
            var stripe = i % 10;
            labels[8 + i] = (byte)(i % 8 == 7 ? (stripe + 1) % 10 : stripe);
            for (var pixel = 0; pixel < 784; pixel++)
            {
                var bright = pixel / 28 >= 2 * stripe + 4 && pixel / 28 < 2 * stripe + 6;
                images[16 + i * 784 + pixel] = (byte)((bright ? 180 : 0) + random.Next(60));
            }
        }
        File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), labels);
    }

    private static void Header(Span<byte> file, params ReadOnlySpan<int> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file[(4 * i)..], numbers[i]);
    }
}
