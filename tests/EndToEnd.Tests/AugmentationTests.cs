using FsCheck.Xunit;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Layers that change images, against Keras's formulas in plain loops of doubles.</summary>
public class AugmentationTests
{
    private const int Height = 4, Width = 6, Channels = 2, Rows = 40;

    /// <summary>The number at a row and a column of a sample's channel.</summary>
    private delegate double Pixel(int row, int column, int channel);

    private delegate (double A0, double A1, double A2, double B0, double B1, double B2) Map(double[] draws);

    [Property(MaxTest = 20)]
    public void A_flip_is_a_choice_for_each_image(int seed)
    {
        Check<Mirrored>(seed, 1, (u, x) => (y, c, k) => u[0] < 0.5 ? x(y, Width - 1 - c, k) : x(y, c, k));
        Check<Overturned>(seed, 1, (u, x) => (y, c, k) => u[0] < 0.5 ? x(Height - 1 - y, c, k) : x(y, c, k));
        Check<Turned>(seed, 1, (u, x) => (y, c, k) => u[0] < 0.5 ? x(Height - 1 - y, Width - 1 - c, k) : x(y, c, k));
    }

    [Property(MaxTest = 20)]
    public void Brightness_adds_a_share_of_the_range_and_stays_in_it(int seed) => Check<Brightened>(
        seed, 1, (u, x) => (y, c, k) => Math.Clamp(x(y, c, k) + 2 * (-0.25 + 0.75 * u[0]), -1, 1));

    [Property(MaxTest = 20)]
    public void Contrast_moves_numbers_from_the_mean_of_their_channel(int seed)
    {
        Check<Contrasted>(seed, 1, (u, x) => (y, c, k) => Math.Clamp((x(y, c, k) - Mean(x, k)) * (0.5 + 1.5 * u[0]) + Mean(x, k), -1, 1));
        Check<SlightlyContrasted>(seed, 1, (u, x) => (y, c, k) =>
            Math.Clamp((x(y, c, k) - Mean(x, k)) * (0.75 + 0.5 * u[0]) + Mean(x, k), 0, 255));

        static double Mean(Pixel x, int k) => Enumerable.Range(0, Height * Width).Average(i => x(i / Width, i % Width, k));
    }

    [Property(MaxTest = 20)]
    public void A_translation_takes_pixels_from_moved_places(int seed)
    {
        CheckPlaces<Moved>(seed, 2, u => (1, 0, -Width * (-1 + 2 * u[1]), 0, 1, -Height * (-0.6 + 1.2 * u[0])), FillMode.Wrap);
        CheckPlaces<MovedToNearest>(
            seed, 2, u => (1, 0, -Width * 0.7 * u[1], 0, 1, -Height * (-0.5 + 1.5 * u[0])), FillMode.Nearest, Interpolation.Nearest);
    }

    [Property(MaxTest = 20)]
    public void A_zoom_takes_pixels_from_places_nearer_to_the_centre_or_farther(int seed)
    {
        CheckPlaces<Zoomed>(seed, 1, u => Zoom(0.5 + 1.5 * u[0], 0.5 + 1.5 * u[0]), FillMode.Reflect);
        CheckPlaces<ZoomedTwice>(seed, 2, u => Zoom(0.1 + 1.8 * u[1], 0.5 + u[0]), FillMode.Constant, fillValue: -2);

        static (double, double, double, double, double, double) Zoom(double x, double y) => (x, 0, 2.5 * (1 - x), 0, y, 1.5 * (1 - y));
    }

    [Property(MaxTest = 20)]
    public void A_rotation_takes_pixels_from_turned_places(int seed)
    {
        CheckPlaces<RotatedReflected>(seed, 1, u => Turn(-1 + 2 * u[0]), FillMode.Reflect);
        CheckPlaces<RotatedConstant>(seed, 1, u => Turn(-0.2 + 0.9 * u[0]), FillMode.Constant);
        CheckPlaces<RotatedNearest>(seed, 1, u => Turn(-1 + 2 * u[0]), FillMode.Constant, Interpolation.Nearest, 3);
        CheckPlaces<RotatedWrapped>(seed, 1, u => Turn(-0.5 + u[0]), FillMode.Wrap, Interpolation.Nearest);

        static (double, double, double, double, double, double) Turn(double part)
        {
            var (cos, sin) = (Math.Cos(2 * Math.PI * part), Math.Sin(2 * Math.PI * part));
            return (cos, -sin, 2.5 - 2.5 * cos + 1.5 * sin, sin, cos, 1.5 - 2.5 * sin - 1.5 * cos);
        }
    }

    /// <summary>Positive parts of a circle turn counter-clockwise: the right column becomes the top row.</summary>
    [Fact]
    public void A_quarter_turn_by_hand() => Numbers.Close([3, 6, 9, 2, 5, 8, 1, 4, 7], Training<QuarterTurned>(
        new Batch(Tensor.Create([1, 3, 3, 1], [1f, 2, 3, 4, 5, 6, 7, 8, 9]), Tensor.Zeros([1, 3, 3, 1])), default), 1e-12);

    [Property(MaxTest = 20)]
    public void A_translation_by_whole_pixels_moves_them(int seed)
    {
        var batch = Batch<MovedByPixels>(seed);
        var (x, moved) = (batch.Inputs.ToDoubles(), Training<MovedByPixels>(batch, new RandomKey(1)));
        for (var i = 0; i < moved.Length; i++)
        {
            var (k, column, row, sample) = (i % 2, i / 2 % Width, i / 2 / Width % Height, i / 2 / Width / Height);
            Assert.Equal(row >= 1 && column < 3 ? x[((sample * Height + row - 1) * Width + column + 3) * 2 + k] : 0.5, moved[i]);
        }
    }

    [Fact]
    public void The_factor_0_and_turns_by_whole_images_change_no_bit()
    {
        var batch = Batch<NotChanged>(3);
        Assert.Equal(batch.Inputs.ToDoubles(), Training<NotChanged>(batch, new RandomKey(1)));
        Assert.Equal(batch.Inputs.ToDoubles(), Training<TurnedByWholeCircles>(batch, new RandomKey(1)));
    }

    [Property(MaxTest = 20)]
    public void A_random_crop_is_a_part_at_any_place(int seed)
    {
        CheckParts<CroppedAtRandom>(seed, 2, 3, u => ((int)(3 * u[0]), (int)(4 * u[1])));
        CheckParts<CroppedToItsHeight>(seed, 4, 3, u => (0, (int)(4 * u[1])));

        static void CheckParts<T>(int seed, int height, int width, Func<double[], (int Row, int Column)> first)
            where T : class, IModel<T> =>
            Check<T>(seed, 2, (u, x) => (y, c, k) => x(first(u).Row + y, first(u).Column + c, k), height, width);
    }

    [Fact]
    public void All_places_of_a_crop_and_both_sides_of_a_flip_are_equally_likely()
    {
        const int Samples = 6000;
        var batch = new Batch(
            Tensor.Create([Samples, Height, Width, Channels], [.. Enumerable.Range(0, Samples * 48).Select(i => (float)(i % 48))]),
            Tensor.Zeros([1]));
        var firsts = Training<CroppedAtRandom>(batch with { Labels = Tensor.Zeros([Samples, 2, 3, 2]) }, new RandomKey(5))
            .Where((_, i) => i % 12 == 0);
        var places = firsts.GroupBy(first => first).ToArray();
        Assert.Equal(12, places.Length);
        // Five deviations of a binomial distribution.
        Assert.All(places, place => Assert.Equal(Samples / 12.0, place.Count(), 5 * Math.Sqrt(Samples / 12.0)));
        var flipped = Training<Mirrored>(batch with { Labels = Tensor.Zeros([Samples, 4, 6, 2]) }, new RandomKey(6))
            .Where((_, i) => i % 48 == 0).Count(first => first == 10);
        Assert.Equal(Samples / 2.0, flipped, 5 * Math.Sqrt(Samples) / 2);
    }

    [Fact]
    public void Means_over_many_seeds_are_those_of_the_factors()
    {
        var batch = new Batch(Tensor.Zeros([4000, Height, Width, Channels]), Tensor.Zeros([4000, Height, Width, Channels]));
        var light = Training<Brightened>(batch, new RandomKey(9));
        Assert.Equal(0.25, light.Average(), 0.03);
        Assert.All(light.Chunk(48), image => Assert.Single(image.Distinct()));
        Assert.InRange(light.Min(), -0.5, -0.49);
        Assert.InRange(light.Max(), 0.98, 1);
    }

    [Fact]
    public void Prediction_ignores_augmentation_and_takes_the_middle_of_a_crop()
    {
        Silent<Mirrored>();
        Silent<Brightened>();
        Silent<Contrasted>();
        Silent<Moved>();
        Silent<Zoomed>();
        Silent<RotatedConstant>();
        var batch = Batch<CroppedToItsHeight>(3);
        var middle = Numbers.Run(CroppedToItsHeight.Initialize(1), ProgramKind.Loss, batch).Output;
        Assert.Equal(Images(batch, (_, x) => (y, c, k) => x(y, c + 1, k), 0, default, 4, 3), middle);

        static void Silent<T>() where T : class, IModel<T>
        {
            var (model, batch) = (T.Initialize(1), Batch<T>(3));
            Assert.Equal(batch.Inputs, ModelCalls.Forward(model, batch.Inputs));
            Assert.Equal(batch.Inputs.ToDoubles(), Numbers.Run(model, ProgramKind.Loss, batch).Output);
            Assert.NotEqual(batch.Inputs.ToDoubles(), Training<T>(batch, new RandomKey(1)));
        }
    }

    [Fact]
    public void The_centre_is_cropped_or_resized()
    {
        var x = Tensor.Create([1, 4, 6, 1], [.. Enumerable.Range(0, 24).Select(i => (float)i)]);
        Assert.Equal([7f, 8, 9], Centred.Initialize(1).Forward(x).ToArray());
        // The largest part with the ratio 8 : 3 has 4 rows and 1 column; it is in column 2, and each of its pixels becomes 2 × 3.
        double[] rows = [2, 3.5, 6.5, 9.5, 12.5, 15.5, 18.5, 20];
        Numbers.Close(rows.SelectMany(v => new[] { v, v, v }), CentredAndEnlarged.Initialize(1).Forward(x).ToDoubles(), 1e-6);
    }

    [Property(MaxTest = 20)]
    public void Resizing_takes_pixels_from_between_the_old_ones(int seed)
    {
        Check<Resized>(seed, 0, (_, x) => (y, c, k) =>
            Between((y + 0.5) * 4 / 7 - 0.5, (c + 0.5) * 6 / 4 - 0.5, 4, 6, (i, j) => x(i, j, k)), 7, 4);
        Check<ResizedToNearest>(seed, 0, (_, x) => (y, c, k) => x((int)((2 * y + 1) * 4 / 14.0), (int)((2 * c + 1) * 6 / 18.0), k), 7, 9);
        Check<ResizedPart>(seed, 0, (_, x) => (y, c, k) =>
            Between((y + 0.5) * 4 / 3 - 0.5, (c + 0.5) * 4 / 3 - 0.5, 4, 4, (i, j) => x(i, j + 1, k)), 3, 3);
        Check<ResizedPadded>(seed, 0, (_, x) => (y, c, k) => Between(
            (y + 0.5) * 2 - 0.5, (c + 0.5) * 2 - 0.5, 6, 6, (i, j) => i is 0 or 5 ? -2 : x(i - 1, j, k)), 3, 3);

        static double Between(double row, double column, int rows, int columns, Func<int, int, double> x)
        {
            // A program holds places as float32.
            var ((i, a), (j, b)) = (Split((float)Math.Clamp(row, 0, rows - 1)), Split((float)Math.Clamp(column, 0, columns - 1)));
            return (1 - a) * ((1 - b) * x(i, j) + b * x(i, Math.Min(j + 1, columns - 1)))
                + a * ((1 - b) * x(Math.Min(i + 1, rows - 1), j) + b * x(Math.Min(i + 1, rows - 1), Math.Min(j + 1, columns - 1)));
        }

        static (int First, double Part) Split(double place) => ((int)place, place - (int)place);
    }

    [Fact]
    public void The_gradient_before_and_behind_them_is_that_of_differences() => Gradients.AgreeWithDifferences<Augmented>(training: true);

    [Fact]
    public void Engines_draw_and_compute_the_same()
    {
        var batch = Numbers.Random<Augmented>(3, 4);
        var key = new RandomKey(2, 7);
        var (loss, gradient) = ModelCalls.LossAndGradient(Numbers.Point<Augmented>(2, Engine.Reference), batch, key);
        var (lossOfCpu, gradientOfCpu) = ModelCalls.LossAndGradient(Numbers.Point<Augmented>(2, Engine.Cpu), batch, key);
        Assert.Equal(loss, lossOfCpu, 1e-4 * Math.Abs(loss));
        Numbers.Close(Numbers.Of(gradient), Numbers.Of(gradientOfCpu), 1e-4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_for_any_number_of_threads()
    {
        var random = new Random(3);
        var data = Dataset.Create(
            [5, 6, 2], [.. Enumerable.Range(0, 90 * 60).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, 180).Select(_ => random.NextSingle())], [2]).ThrowIfFail();
        var options = new FitOptions { Epochs = 3, BatchSize = 20, Seed = 8 };
        var fitted = new[] { 1, 2, 4 }
            .Select(threads => Augmented.Initialize(1).Fit(data, options with { Threads = threads }).ThrowIfFail().Model).ToArray();
        Assert.Equal(fitted[0], fitted[1]);
        Assert.Equal(fitted[0], fitted[2]);
        Assert.NotEqual(fitted[0], Augmented.Initialize(1).Fit(data, options with { Seed = 9 }).ThrowIfFail().Model);
    }

    private static void CheckPlaces<T>(
        int seed, int draws, Map map, FillMode fill, Interpolation interpolation = Interpolation.Bilinear, double fillValue = 0)
        where T : class, IModel<T>
    {
        Check<T>(seed, draws, (u, x) => (y, c, k) =>
        {
            var m = map(u);
            var (column, row) = (m.A0 * c + m.A1 * y + m.A2, m.B0 * c + m.B1 * y + m.B2);
            if (interpolation == Interpolation.Nearest)
                return At(
                    x, (int)Math.Round(row, MidpointRounding.AwayFromZero), (int)Math.Round(column, MidpointRounding.AwayFromZero), k);
            var (i, j) = ((int)Math.Floor(row), (int)Math.Floor(column));
            var (a, b) = (row - i, column - j);
            return (1 - a) * ((1 - b) * At(x, i, j, k) + b * At(x, i, j + 1, k))
                + a * ((1 - b) * At(x, i + 1, j, k) + b * At(x, i + 1, j + 1, k));
        });

        double At(Pixel x, int row, int column, int channel) =>
            fill == FillMode.Constant && (row is < 0 or >= Height || column is < 0 or >= Width)
            ? fillValue
            : x(Inside(row, Height), Inside(column, Width), channel);

        // Step by step, as the rows of FillMode's documentation are drawn.
        int Inside(int at, int size)
        {
            while (at < 0 || at >= size)
            {
                at = fill switch
                {
                    FillMode.Nearest => Math.Clamp(at, 0, size - 1),
                    FillMode.Wrap => at < 0 ? at + size : at - size,
                    _ => at < 0 ? -1 - at : 2 * size - 1 - at,
                };
            }
            return at;
        }
    }

    /// <summary>Compares the output in training with a formula for each pixel.</summary>
    private static void Check<T>(int seed, int draws, Func<double[], Pixel, Pixel> formula, int height = Height, int width = Width)
        where T : class, IModel<T>
    {
        var (batch, key) = (Batch<T>(seed), new RandomKey((ulong)(uint)seed, 3));
        Numbers.Close(Images(batch, formula, draws, key, height, width), Training<T>(batch, key), 1e-9);
    }

    private static double[] Images(Batch batch, Func<double[], Pixel, Pixel> formula, int draws, RandomKey key, int height, int width)
    {
        var x = batch.Inputs.ToDoubles();
        return [.. Enumerable.Range(0, batch.Inputs.Shape[0]).SelectMany(sample =>
        {
            var drawn = Enumerable.Range(0, draws)
                .Select(i => (double)Philox.Uniform(key, RandomStreams.Dropout, (uint)(sample * draws + i))).ToArray();
            var pixel = formula(drawn, (row, column, k) => x[((sample * Height + row) * Width + column) * Channels + k]);
            return Enumerable.Range(0, height * width * Channels)
                .Select(i => pixel(i / Channels / width, i / Channels % width, i % Channels));
        })];
    }

    private static Batch Batch<T>(int seed) where T : class, IModel<T> => Numbers.Random<T>(Rows, seed);

    /// <summary>Returns the output in training, on the reference engine.</summary>
    private static double[] Training<T>(Batch batch, RandomKey key) where T : class, IModel<T> =>
        Numbers.Run(T.Initialize(1), ProgramKind.Gradient, batch, key).Output;
}
