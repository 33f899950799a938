namespace ModelDsl.Engines;

/// <summary>
/// The way a window moves over images <c>[N, height, width, channels]</c>: its size, the distance from one result to the next, and the
/// distance between its cells. It may begin some rows and columns outside the image. The destination's shape decides where it ends.
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
    int Height, int Width, int StrideHeight = 1, int StrideWidth = 1, int DilationHeight = 1, int DilationWidth = 1,
    int Top = 0, int Left = 0);
