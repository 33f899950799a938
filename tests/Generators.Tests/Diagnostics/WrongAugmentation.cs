namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL260 to MDSL263: preprocessing and augmentation of images.</summary>
public static class WrongAugmentation
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "a brightness above 1",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomBrightness({|MDSL260:1.5|})] RandomBrightness A, [Dense(2)] Dense B);",
            "Layer 'A' has the factor 1.5, but it must be a number in [-1, 1], or two of them, the lower one first: [-0.2, 0.3] for instance"
        },
        {
            "a rotation in degrees",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomRotation({|MDSL260:[-15, 15]|})] RandomRotation A, [Dense(2)] Dense B);",
            "Layer 'A' has the factor [-15.0, 15.0], but it must be a number in [-1, 1], or two of them, the lower one first: [-0.2, 0.3] for instance"
        },
        {
            "a range from above",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomTranslation({|MDSL260:[0.3, 0.1]|}, {|MDSL260:[0.1]|})] RandomTranslation A, [Dense(2)] Dense B);",
            "Layer 'A' has the factor [0.3, 0.1], but it must be a number in [-1, 1], or two of them, the lower one first: [-0.2, 0.3] for instance\n" +
            "Layer 'A' has the factor [0.1], but it must be a number in [-1, 1], or two of them, the lower one first: [-0.2, 0.3] for instance"
        },
        {
            "a zoom that leaves nothing",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomZoom(0.1, {|MDSL260:-1|})] RandomZoom A, [Dense(2)] Dense B);",
            "Layer 'A' has the factor -1.0, but it must be a number above -1 and at most 1, or two of them, the lower one first: [-0.2, 0.3] for instance"
        },
        {
            "a zoom by no number",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomZoom({|MDSL260:double.NaN|})] RandomZoom A, [Dense(2)] Dense B);",
            "Layer 'A' has the factor NaN, but it must be a number above -1 and at most 1, or two of them, the lower one first: [-0.2, 0.3] for instance"
        },
        {
            "a contrast below 0",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomContrast({|MDSL260:-0.2|})] RandomContrast A, [Dense(2)] Dense B);",
            "Layer 'A' has the factor -0.2, but it must be a number in [0, 1], or two of them, for below and above 1: [0.2, 0.3] for instance"
        },
        {
            "a contrast of a range of factors",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomContrast({|MDSL260:[0.8, 1.2]|})] RandomContrast A, [Dense(2)] Dense B);",
            "Layer 'A' has the factor [0.8, 1.2], but it must be a number in [0, 1], or two of them, for below and above 1: [0.2, 0.3] for instance"
        },
        {
            "a value range from above",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomBrightness(0.2, ValueRange = {|MDSL261:[1, 0]|})] RandomBrightness A, [Dense(2)] Dense B);",
            "Layer 'A' has the value range [1.0, 0.0], but it must be two finite numbers, the least and the largest of a pixel: [0, 255] for instance"
        },
        {
            "a value range of one number",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomContrast(0.2, ValueRange = {|MDSL261:[255]|})] RandomContrast A, [Dense(2)] Dense B);",
            "Layer 'A' has the value range [255.0], but it must be two finite numbers, the least and the largest of a pixel: [0, 255] for instance"
        },
        {
            "an unknown direction",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomFlip({|MDSL262:(FlipMode)7|})] RandomFlip A, [Dense(2)] Dense B);",
            "Layer 'A' has the option 7, which is not a member of FlipMode: write for instance FlipMode.HorizontalAndVertical"
        },
        {
            "an unknown fill",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomZoom(0.2, FillMode = {|MDSL262:(FillMode)4|})] RandomZoom A, [Dense(2)] Dense B);",
            "Layer 'A' has the option 4, which is not a member of FillMode: write for instance FillMode.Reflect"
        },
        {
            "an unknown interpolation",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([Resizing(3, 3, Interpolation = {|MDSL262:(Interpolation)2|})] Resizing A, [Dense(2)] Dense B);",
            "Layer 'A' has the option 2, which is not a member of Interpolation: write for instance Interpolation.Bilinear"
        },
        {
            "a fill value that nothing gets",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomZoom(0.2, FillValue = {|MDSL263:0.5|})] RandomZoom A, [Dense(2)] Dense B);",
            "Layer 'A' has a fill value, but no pixel gets it: set FillMode.Constant, or remove it"
        },
        {
            "a fill value of a size",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([Resizing(3, 3, FillValue = {|MDSL263:0.5|})] Resizing A, [Dense(2)] Dense B);",
            "Layer 'A' has a fill value, but no pixel gets it: set PadToAspectRatio, or remove it"
        },
        {
            "an infinite fill value",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([RandomRotation(0.1, FillMode = FillMode.Constant, FillValue = {|MDSL263:double.PositiveInfinity|})] RandomRotation A, [Dense(2)] Dense B);",
            "Layer 'A' has the fill value Infinity, but it must be a finite number"
        },
        {
            "a crop that pads",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([Resizing(3, 3, CropToAspectRatio = true, PadToAspectRatio = {|MDSL263:true|})] Resizing A, [Dense(2)] Dense B);",
            "Layer 'A' has CropToAspectRatio and PadToAspectRatio, but an image is cropped or padded: remove one of them"
        },
        {
            "no rows",
            "[Model(4, 5, 2), MeanSquaredError] public partial record Net([CenterCrop({|MDSL051:0|}, 3)] CenterCrop A);",
            "Layer 'A' has a height of 0, but it must be 1 or more"
        },
        {
            "rows of numbers",
            "[Model(5), MeanSquaredError] public partial record Net([{|MDSL053:RandomFlip|}] RandomFlip A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [5]: put a layer '[Reshape(height, width, channels)]' before it"
        },
    };
}
