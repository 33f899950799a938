namespace ModelDsl.Engines;

/// <summary>
/// How a window walks over images <c>[N, height, width, channels]</c>: its size, how far it goes from one result to the next, how far its
/// cells lie apart, and how many rows and columns outside the image it begins. Where it ends follows from the destination's shape.
/// </summary>
/// <param name="Height">Rows of the window.</param>
/// <param name="Width">Columns of the window.</param>
/// <param name="StrideHeight">Rows from one result to the next.</param>
/// <param name="StrideWidth">Columns from one result to the next.</param>
/// <param name="DilationHeight">Rows from one cell of the window to the next.</param>
/// <param name="DilationWidth">Columns from one cell of the window to the next.</param>
/// <param name="Top">Rows above the image at which the first window begins.</param>
/// <param name="Left">Columns left of the image at which the first window begins.</param>
public readonly record struct Window(
    int Height, int Width, int StrideHeight = 1, int StrideWidth = 1, int DilationHeight = 1, int DilationWidth = 1, int Top = 0, int Left = 0);
