using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>Windows over images, and the buffers of an instruction on them.</summary>
internal struct WindowArguments
{
    public ArrayView<float> X, Gradient, Destination;
    public Window Window;

    /// <summary>Size of the images, and results per image.</summary>
    public int Height, Width, Channels, Rows, Columns;

    public int Count;

    /// <summary>Returns the position of a cell's first number in the images; −1 if the cell lies outside.</summary>
    public readonly int Offset(int result, int cell)
    {
        var row = result / Columns % Rows * Window.StrideHeight - Window.Top + cell / Window.Width * Window.DilationHeight;
        var column = result % Columns * Window.StrideWidth - Window.Left + cell % Window.Width * Window.DilationWidth;
        if (row < 0 || row >= Height || column < 0 || column >= Width) return -1;
        return ((result / (Rows * Columns) * Height + row) * Width + column) * Channels;
    }

    /// <summary>Returns the result whose window has a pixel as one of its cells; −1 if there is none.</summary>
    public readonly int ResultAt(int pixel, int cell)
    {
        var row = pixel / Width % Height + Window.Top - cell / Window.Width * Window.DilationHeight;
        var column = pixel % Width + Window.Left - cell % Window.Width * Window.DilationWidth;
        if (row < 0 || column < 0 || row % Window.StrideHeight != 0 || column % Window.StrideWidth != 0) return -1;
        row /= Window.StrideHeight;
        column /= Window.StrideWidth;
        return row < Rows && column < Columns ? (pixel / (Height * Width) * Rows + row) * Columns + column : -1;
    }

    /// <summary>Returns the position of a window's largest number (the first one in row order), or of its first NaN.</summary>
    public readonly int Largest(int result, int channel)
    {
        var best = -1;
        for (var cell = 0; cell < Window.Height * Window.Width; cell++)
        {
            var offset = Offset(result, cell);
            if (offset < 0) continue;
            var at = offset + channel;
            if (best < 0) best = at;
            else
            {
                var (x, max) = (X[at], X[best]);
                if (x > max || (float.IsNaN(x) && !float.IsNaN(max))) best = at;
            }
        }
        return best;
    }
}

/// <summary>
/// Patches of images, and pools. A pixel gathers its gradient from the windows that it lies in, so that no sum is shared.
/// </summary>
internal static class ImageKernels
{
    public static readonly GpuKernel<WindowArguments> Patches = new(RunPatches), PatchesGradient = new(RunPatchesGradient), MaxPool = new(RunMaxPool),
        MaxPoolGradient = new(RunMaxPoolGradient), MaxPoolTangent = new(RunMaxPoolTangent);

    private static void RunPatches(WindowArguments a)
    {
        var cells = a.Window.Height * a.Window.Width;
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var cell = i / a.Channels;
            var offset = a.Offset(cell / cells, cell % cells);
            a.Destination[i] = offset < 0 ? 0f : a.X[offset + i % a.Channels];
        }
    }

    private static void RunPatchesGradient(WindowArguments a)
    {
        var cells = a.Window.Height * a.Window.Width;
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var sum = 0f;
            for (var cell = 0; cell < cells; cell++)
            {
                var result = a.ResultAt(i / a.Channels, cell);
                if (result >= 0) sum += a.Gradient[(result * cells + cell) * a.Channels + i % a.Channels];
            }
            a.Destination[i] = sum;
        }
    }

    private static void RunMaxPool(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = a.X[a.Largest(i / a.Channels, i % a.Channels)];
    }

    private static void RunMaxPoolGradient(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (channel, sum) = (i % a.Channels, 0f);
            for (var cell = 0; cell < a.Window.Height * a.Window.Width; cell++)
            {
                var result = a.ResultAt(i / a.Channels, cell);
                if (result >= 0 && a.Largest(result, channel) == i) sum += a.Gradient[result * a.Channels + channel];
            }
            a.Destination[i] = sum;
        }
    }

    private static void RunMaxPoolTangent(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
            a.Destination[i] = a.Gradient[a.Largest(i / a.Channels, i % a.Channels)];
    }
}
