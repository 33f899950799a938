namespace ModelDsl.Examples;

/// <summary>Reads single samples of a data set, to look at them.</summary>
internal static class SampleReading
{
    /// <summary>Returns the picture at a position.</summary>
    public static PixelImage ImageAt(this Dataset data, int position, Func<double, Rgb> palette)
    {
        var values = new float[data.SampleShape.Size];
        data.CopySamples([position], values);
        return PixelImage.Of(data.SampleShape, values, palette);
    }

    /// <summary>Returns the classes of all samples.</summary>
    public static int[] ReadClasses(this Dataset data)
    {
        var classes = new int[data.Count];
        data.CopyClasses([.. Enumerable.Range(0, data.Count)], classes);
        return classes;
    }
}
