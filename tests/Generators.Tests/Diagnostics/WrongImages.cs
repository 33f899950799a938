namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL050 to MDSL055: windows over images.</summary>
public static class WrongImages
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "no filters",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D({|MDSL050:0|}, 3)] Conv2D A);",
            "Layer 'A' has 0 filters, but a convolution needs 1 or more"
        },
        {
            "a kernel of no size",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, {|MDSL051:0|})] Conv2D A);",
            "Layer 'A' has a kernel height of 0, but it must be 1 or more"
        },
        {
            "a kernel of no width",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, {|MDSL051:-1|})] Conv2D A);",
            "Layer 'A' has a kernel width of -1, but it must be 1 or more"
        },
        {
            "a stride of 0",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Strides = {|MDSL051:0|})] Conv2D A);",
            "Layer 'A' has a stride of 0, but it must be 1 or more"
        },
        {
            "a dilation of 0",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Dilation = {|MDSL051:0|})] Conv2D A);",
            "Layer 'A' has a dilation of 0, but it must be 1 or more"
        },
        {
            "a pool of no size",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([MaxPooling2D({|MDSL051:0|})] MaxPooling2D A);",
            "Layer 'A' has a pool height of 0, but it must be 1 or more"
        },
        {
            "a padding that does not exist",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Padding = {|MDSL052:(Padding)7|})] Conv2D A);",
            "Layer 'A' has the padding 7, which is none of Padding's: write Padding.Valid or Padding.Same"
        },
        {
            "a grey image without channels",
            "[Model(28, 28), MeanSquaredError] public partial record Net([{|MDSL053:Conv2D(4, 3)|}] Conv2D A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [28, 28]: put a layer '[Reshape(28, 28, 1)]' before it"
        },
        {
            "a pool over vectors",
            "[Model(7), MeanSquaredError] public partial record Net([{|MDSL053:AveragePooling2D|}] AveragePooling2D A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [7]: put a layer '[Reshape(height, width, channels)]' before it"
        },
        {
            "a global pool over vectors",
            "[Model(7), MeanSquaredError] public partial record Net([{|MDSL053:GlobalMaxPooling2D|}] GlobalMaxPooling2D A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [7]: put a layer '[Reshape(height, width, channels)]' before it"
        },
        {
            "a kernel larger than its image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL054:Conv2D(4, 6)|}] Conv2D A);",
            "The window of layer 'A' reaches over 6 × 6 pixels, but its input has shape [6, 5, 2]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a dilated kernel larger than its image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL054:Conv2D(4, 3, Dilation = 3)|}] Conv2D A);",
            "The window of layer 'A' reaches over 7 × 7 pixels, but its input has shape [6, 5, 2]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a pool larger than its image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL054:MaxPooling2D(7, 2)|}] MaxPooling2D A);",
            "The window of layer 'A' reaches over 7 × 2 pixels, but its input has shape [6, 5, 2]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a reshape that loses numbers",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL055:Reshape(6, 5)|}] Reshape A);",
            "Layer 'A' can't reshape [6, 5, 2] into [6, 5]: the dimensions must be positive and their product 60"
        },
        {
            "a reshape to a negative dimension",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL055:Reshape(-6, -10)|}] Reshape A);",
            "Layer 'A' can't reshape [6, 5, 2] into [-6, -10]: the dimensions must be positive and their product 60"
        },
    };
}
