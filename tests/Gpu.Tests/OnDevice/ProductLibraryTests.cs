using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>What the engine asks of cuBLAS, as a library of BLAS understands it.</summary>
public sealed class ProductLibraryTests
{
    [Theory]
    [InlineData(1, 1, 1, 1), InlineData(1, 7, 5, 1), InlineData(7, 1, 5, 3), InlineData(6, 4, 1, 2), InlineData(1, 9, 1, 1)]
    [InlineData(9, 1, 1, 2), InlineData(5, 6, 7, 4), InlineData(33, 17, 20, 1)]
    public void Our_product_is_the_library_s(int rows, int columns, int steps, int products)
    {
        foreach (var transpose in Enum.GetValues<Transpose>())
            foreach (var isApart in new[] { false, true })
            {
                var trial = new ProductTrial(rows, columns, steps, products, transpose, rows + columns, isApart);
                trial.Check(trial.Run(new Blas()));
            }
    }

    [Theory]
    [InlineData(null, false), InlineData("", false), InlineData("off", false), InlineData("on", true), InlineData(" ON ", true), InlineData("1", true)]
    public void An_environment_variable_turns_it_on(string? value, bool isOn) => Assert.Equal(isOn, Cublas.IsOn(value));

    [Fact]
    public void Devices_of_OpenCL_do_not_look_for_it() => Assert.Null(Cublas.Find(((IlgpuEngine)TestDevice.Engine).Device.Accelerator));

    [Fact]
    public void A_status_has_the_manual_s_name()
    {
        Assert.Equal("CUBLAS_STATUS_EXECUTION_FAILED", Cublas.StatusName(13));
        Assert.Equal("status 99", Cublas.StatusName(99));
    }

    /// <summary>The definition of GEMM in BLAS, with its demands on arguments.</summary>
    private sealed class Blas : IColumnMajorProducts<float[]>
    {
        public void Multiply(in ColumnMajorProduct p, float[] ourLeft, float[] ourRight, float[] destination)
        {
            var (a, b) = (ourRight, ourLeft);
            Assert.True(p.Left >= Math.Max(1, p.LeftTransposed ? p.Steps : p.Rows), "The first leading dimension is too small.");
            Assert.True(p.Right >= Math.Max(1, p.RightTransposed ? p.Columns : p.Steps), "The second leading dimension is too small.");
            Assert.True(p.Destination >= Math.Max(1, p.Rows), "The third leading dimension is too small.");
            for (var number = 0; number < p.Count; number++)
                for (var column = 0; column < p.Columns; column++)
                    for (var row = 0; row < p.Rows; row++)
                    {
                        var sum = 0.0;
                        for (var step = 0; step < p.Steps; step++)
                            sum += (double)a[number * p.LeftNext + (p.LeftTransposed ? step + row * p.Left : row + step * p.Left)]
                                * b[number * p.RightNext + (p.RightTransposed ? column + step * p.Right : step + column * p.Right)];
                        destination[number * p.DestinationNext + row + column * p.Destination] = (float)sum;
                    }
        }
    }
}
