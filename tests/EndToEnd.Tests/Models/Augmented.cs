namespace ModelDsl.EndToEnd.Tests.Models;

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Mirrored([RandomFlip(FlipMode.Horizontal)] RandomFlip Flip);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Overturned([RandomFlip(FlipMode.Vertical)] RandomFlip Flip);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Turned([RandomFlip] RandomFlip Flip);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Brightened([RandomBrightness([-0.25, 0.5], ValueRange = [-1, 1])] RandomBrightness Light);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Contrasted([RandomContrast([0.5, 1], ValueRange = [-1, 1])] RandomContrast Light);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record SlightlyContrasted([RandomContrast(0.25)] RandomContrast Light);

/// <summary>Every image moves down by a row and to the left by three columns.</summary>
[Model(4, 6, 2), MeanSquaredError]
public sealed partial record MovedByPixels(
    [RandomTranslation([0.25, 0.25], [-0.5, -0.5], FillMode = FillMode.Constant, FillValue = 0.5)] RandomTranslation Move);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Moved([RandomTranslation(0.6, 1, FillMode = FillMode.Wrap)] RandomTranslation Move);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record MovedToNearest(
    [RandomTranslation([-0.5, 1], [0, 0.7], FillMode = FillMode.Nearest, Interpolation = Interpolation.Nearest)] RandomTranslation Move);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Zoomed([RandomZoom([-0.5, 1])] RandomZoom Zoom);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record ZoomedTwice([RandomZoom(0.5, 0.9, FillMode = FillMode.Constant, FillValue = -2)] RandomZoom Zoom);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record RotatedReflected([RandomRotation(1)] RandomRotation Turn);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record RotatedConstant([RandomRotation([-0.2, 0.7], FillMode = FillMode.Constant)] RandomRotation Turn);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record RotatedNearest(
    [RandomRotation(1, FillMode = FillMode.Constant, FillValue = 3, Interpolation = Interpolation.Nearest)] RandomRotation Turn);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record RotatedWrapped(
    [RandomRotation(0.5, FillMode = FillMode.Wrap, Interpolation = Interpolation.Nearest)] RandomRotation Turn);

/// <summary>A quarter of a circle, counter-clockwise.</summary>
[Model(3, 3, 1), MeanSquaredError]
public sealed partial record QuarterTurned([RandomRotation([0.25, 0.25])] RandomRotation Turn);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record NotChanged(
    [RandomBrightness(0)] RandomBrightness Light, [RandomContrast(0)] RandomContrast Contrast,
    [RandomTranslation(0, 0)] RandomTranslation Move,
    [RandomZoom(0)] RandomZoom Zoom, [RandomRotation(0)] RandomRotation Turn);

/// <summary>Layers that compute with places, at places that are those of the pixels.</summary>
[Model(4, 6, 2), MeanSquaredError]
public sealed partial record TurnedByWholeCircles([RandomTranslation([1, 1], [-1, -1], FillMode = FillMode.Wrap)] RandomTranslation Move);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record CroppedAtRandom([RandomCrop(2, 3)] RandomCrop Part);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record CroppedToItsHeight([RandomCrop(4, 3)] RandomCrop Part);

[Model(4, 6, 1), MeanSquaredError]
public sealed partial record Centred([CenterCrop(1, 3)] CenterCrop Part);

[Model(4, 6, 1), MeanSquaredError]
public sealed partial record CentredAndEnlarged([CenterCrop(8, 3)] CenterCrop Part);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record Resized([Resizing(7, 4)] Resizing Size);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record ResizedToNearest([Resizing(7, 9, Interpolation = Interpolation.Nearest)] Resizing Size);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record ResizedPart([Resizing(3, 3, CropToAspectRatio = true)] Resizing Size);

[Model(4, 6, 2), MeanSquaredError]
public sealed partial record ResizedPadded([Resizing(3, 3, PadToAspectRatio = true, FillValue = -2)] Resizing Size);

/// <summary>Every layer behind one that learns, and before one.</summary>
[Model(5, 6, 2), MeanSquaredError]
public sealed partial record Augmented(
    [Dense(2, Activation.Tanh)] Dense Before,
    [RandomFlip] RandomFlip Flip,
    [RandomBrightness(0.1, ValueRange = [-9, 9])] RandomBrightness Light,
    [RandomContrast(0.5, ValueRange = [-9, 9])] RandomContrast Contrast,
    [RandomTranslation(0.3, 0.3)] RandomTranslation Move,
    [RandomZoom(0.4, FillMode = FillMode.Constant, FillValue = 0.5)] RandomZoom Zoom,
    [RandomRotation(0.3, FillMode = FillMode.Wrap)] RandomRotation Turn,
    [RandomCrop(4, 5)] RandomCrop Part,
    [Resizing(3, 4)] Resizing Size,
    [CenterCrop(2, 3)] CenterCrop Middle,
    [Flatten] Flatten Row,
    [Dense(2)] Dense After);
