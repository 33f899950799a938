namespace ModelDsl.Import.CSharp;

/// <summary>Convolutions and pools. Their channels are last.</summary>
internal static class WindowRows
{
    public static Placed Conv(StepBuilder build, Conv conv)
    {
        var (x, rank) = Images(build, conv.Window);
        var (channels, filters) = ((int)x.Sizes[rank - 2], conv.Kernel.Shape[0]);
        var isDepthwise = conv.Groups == channels && conv.Groups > 1 && filters % channels == 0;
        int[] spatial = [.. Enumerable.Range(2, rank - 2)];
        // Filters [channels·multiplier, 1, height, width] become [height, width, channels, multiplier].
        var kernel = isDepthwise
            ? conv.Kernel.As([channels, filters / channels, .. conv.Kernel.Shape.Skip(2)]).Permuted([.. spatial, 0, 1])
            : conv.Kernel.Permuted([.. spatial, 1, 0]);
        var type = $"{(isDepthwise ? "Depthwise" : "")}Conv{rank - 2}D";
        var name = build.Layers.Find(conv) ?? build.Layers.Declare(conv, conv.Name, type,
            [
                isDepthwise ? null : $"{filters}",
                .. WindowArguments.Of(conv.Window, x, usualStrides: 1),
                isDepthwise && filters > channels ? $"DepthMultiplier = {filters / channels}" : null,
                !isDepthwise && conv.Groups > 1 ? $"Groups = {conv.Groups}" : null,
                conv.Bias is null ? "UseBias = false" : null,
            ],
            [("Kernel", kernel), ("Bias", conv.Bias)]);
        return build.Result(x.Code.Into($"m.{name}"), x.Layout);
    }

    public static Placed ConvTranspose(StepBuilder build, ConvTranspose conv)
    {
        var (x, rank) = Images(build, conv.Window);
        if (conv.Groups != 1) throw new CannotSay("a transposed convolution has no groups here. Replace it by one for each group, and join them.");
        var (window, more) = (conv.Window, conv.OutputPadding);
        if (window.Strides.Any(stride => stride > 1) && window.Dilations.Any(dilation => dilation > 1))
            throw new CannotSay("a transposed convolution has strides or a dilation here, not both.");
        var name = build.Layers.Find(conv) ?? build.Layers.Declare(conv, conv.Name, $"Conv{rank - 2}DTranspose",
            [
                $"{conv.Kernel.Shape[1]}", .. WindowArguments.OfSize(window, usualStrides: 1), WindowArguments.Pads(window) is { } pads ? $"Pads = [{pads}]"
                    : more.Any(places => places > 0) || window.Size.Zip(window.Strides, (size, stride) => size < stride).Any(less => less) ? "Pads = [0]" : null,
                .. WindowArguments.OutputPadding(more), conv.Bias is null ? "UseBias = false" : null,
            ],
            [("Kernel", conv.Kernel.Permuted([.. Enumerable.Range(2, rank - 2), 1, 0])), ("Bias", conv.Bias)]);
        return build.Result(x.Code.Into($"m.{name}"), x.Layout);
    }

    public static Placed Pool(StepBuilder build, Pool pool)
    {
        var (x, rank) = Images(build, pool.Window);
        var (window, pads) = (pool.Window, pool.Window.Begin.Concat(pool.Window.End).Any(pad => pad > 0));
        if (window.Dilations.Any(dilation => dilation != 1)) throw new CannotSay("a pool has no dilation here. Use a dilation of 1.");
        if (!pads && window.Size.Select(size => (long)size).SequenceEqual(x.Sizes.Take(rank - 2)))
            return ReducingRows.Global(build, x, pool.IsMaximum, keepAxes: true);
        if (pads && !pool.IsMaximum && pool.CountsPads)
        {
            int[] edges = [.. window.Begin.Zip(window.End, (begin, end) => new[] { begin, end }).SelectMany(ends => ends)];
            x = x with
            {
                Code = x.Code.Into("m." + build.Layers.Declare("Pad", $"ZeroPadding{rank - 2}D", WindowArguments.Edges(edges))),
                Shape = new Shape([x.Shape[0], x.Shape[1], .. Enumerable.Range(0, rank - 2)
                    .Select(axis => new Dimension(x.Shape[axis + 2].Size + edges[2 * axis] + edges[2 * axis + 1]))]),
            };
            int[] none = [.. window.Begin.Select(_ => 0)];
            window = new Window(window.Size, window.Strides, window.Dilations, none, none);
        }
        else if (window.Size.Zip(window.Begin, (size, pad) => pad >= size).Concat(window.Size.Zip(window.End, (size, pad) => pad >= size))
            .Any(outside => outside))
        {
            throw new CannotSay("some of its windows lie outside the image. Use fewer pads than the window has places.");
        }
        var kind = pool.IsMaximum ? "Max" : "Average";
        var name = build.Layers.Declare(kind + "Pool", $"{kind}Pooling{rank - 2}D", [.. WindowArguments.Of(window, x, usualStrides: 0)]);
        return build.Result(x.Code.Into($"m.{name}"), x.Layout);
    }

    private static (Placed X, int Rank) Images(StepBuilder build, Window window)
    {
        var rank = build.Step.Operands[0].Shape.Rank;
        if (rank is not (3 or 4)) throw new CannotSay($"it works over {rank - 2} axes, but there are layers for one axis and for two.");
        if (window.Dilations.Distinct().Count() > 1)
            throw new CannotSay($"its dilations ({NumberText.List(window.Dilations)}) differ between the axes. A layer has one number for both.");
        if (window.Begin.Concat(window.End).Any(pad => pad < 0)) throw new CannotSay("its pads are negative. Cut the image before it.");
        return (build.Operand(0, Layout.ChannelsLast(rank)), rank);
    }
}
