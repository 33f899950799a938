using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

/// <summary>Instructions give the same bits on several threads as on one thread.</summary>
public class SharingTests
{
    /// <summary>More numbers than the least that three threads share, and not a multiple of a cache line.</summary>
    private static readonly Trial Large = new(449, 449, 5, 11);

    /// <summary>Images with more numbers than that; the channels fill whole vectors in one and not in the other.</summary>
    private static readonly Shape[] Images = [[7, 30, 32, 32], [7, 31, 30, 37]];

    private static readonly Window[] Windows =
        [new(2, 2, 2, 2), new(3, 3, Top: 1, Left: 1), new(1, 1), new(3, 2, 1, 2, Top: 2), new(2, 3, 2, 1, 3, 2, 1, 4)];

    public static TheoryData<string> Methods => [.. InstructionTable.All.Select(i => i.Method).Distinct()];

    [Theory, MemberData(nameof(Methods))]
    public void Large_instructions_give_the_same_bits_on_any_number_of_threads(string method)
    {
        foreach (var instruction in InstructionTable.All.Where(i => i.Method == method).Take(3))
            AssertSameBits(memory => instruction.Prepare(memory, Large)());
    }

    [Fact]
    public void Windows_over_images_give_the_same_bits_on_any_number_of_threads()
    {
        foreach (var images in Images)
            foreach (var window in Windows)
            {
                Shape places = [images[0], Extent(images[1], window.Height, window.StrideHeight, window.DilationHeight, window.Top),
                    Extent(images[2], window.Width, window.StrideWidth, window.DilationWidth, window.Left), images[3]];
                Shape patches = [places[0], places[1], places[2], window.Height * window.Width * images[3]];
                Shape kernel = [window.Height, window.Width, images[3], 1];
                AssertSameBits(m => m.Engine.Patches(m.Random(images), window, m.Result(patches)));
                AssertSameBits(m => m.Engine.PatchesGradient(m.Random(patches), window, m.Result(images)));
                AssertSameBits(m => m.Engine.AveragePool(m.Random(images), window, m.Result(places)));
                AssertSameBits(m => m.Engine.AveragePoolGradient(m.Random(places), window, m.Result(images)));
                AssertSameBits(m => m.Engine.DepthwiseConvolution(m.Random(images), m.Random(kernel), window, m.Result(places)));
                AssertSameBits(m => m.Engine.DepthwiseImageGradient(m.Random(places), m.Random(kernel), window, m.Result(images)));
                foreach (var filters in new[] { 3, 40 })
                {
                    Shape weights = [window.Height * window.Width * images[3], filters], results = [places[0], places[1],
                        places[2], filters];
                    AssertSameBits(m => m.Engine.Convolution(m.Random(images), m.Random(weights), window, null, ActivationKind.Relu,
                        m.Result(results)));
                    AssertSameBits(m => m.Engine.ConvolutionImageGradient(m.Random(results), m.Random(weights), window, m.Result(images)));
                    AssertSameBits(m => m.Engine.ConvolutionKernelGradient(m.Random(images), m.Random(results), window, m.Result(weights)));
                }
                AssertSameBits(m => m.Engine.ChannelDropout(m.Random(images), 0.3, new RandomKey(1), 2, m.Result(images)));
                AssertSameBits(m =>
                {
                    var (x, maxima) = (m.Random(images), m.Result(places));
                    m.Engine.MaxPool(x, window, maxima);
                    m.Engine.MaxPoolGradient(x, maxima, m.Random(places), window, m.Result(images));
                    m.Engine.MaxPoolTangent(x, maxima, m.Random(images), window, m.Result(places));
                });
            }
    }

    private static void AssertSameBits(Action<GuardedMemory> call)
    {
        var alone = Run(1);
        GuardedMemory.AssertSame(alone, Run(2));
        GuardedMemory.AssertSame(alone, Run(3));

        double[][] Run(int threads)
        {
            using var scope = ThreadTeam.Enter(threads);
            var memory = new GuardedMemory(Engine.Cpu, Large.Seed);
            call(memory);
            memory.CheckGuards();
            return memory.Results();
        }
    }

    /// <summary>The number of windows in a row or column that has the same padding at both ends.</summary>
    private static int Extent(int size, int window, int stride, int dilation, int padding) =>
        (size + 2 * padding - (window - 1) * dilation - 1) / stride + 1;
}
