package dev.jacobi.kernel;

/// The sizes of a two-dimensional convolution, and where its window stands: output position (y, x) covers
/// the input rows `y·strideRows − padRows + r` for r below `rows`, and the columns likewise. What lies
/// outside the input is padding.
///
/// @param images   number of images
/// @param channels number of input channels
/// @param height   rows of an input image
/// @param width    columns of an input image
/// @param filters  number of output channels
/// @param rows     rows of the window
/// @param columns  columns of the window
public record Window(int images, int channels, int height, int width, int filters, int rows, int columns,
        int strideRows, int strideColumns, int padRows, int padColumns) {

    /// Rows of an output image: the positions at which the window fits into the padded input.
    public int outputHeight() { return positions(height, rows, strideRows, padRows); }

    /// Columns of an output image.
    public int outputWidth() { return positions(width, columns, strideColumns, padColumns); }

    /// Elements under the window, over all channels.
    int reach() { return channels * rows * columns; }

    /// Positions of the window.
    int positions() { return outputHeight() * outputWidth(); }

    private static int positions(int size, int window, int stride, int pad) {
        long free = size + 2L * pad - window;
        return free < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, free / stride + 1);
    }
}
