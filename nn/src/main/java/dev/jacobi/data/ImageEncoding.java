package dev.jacobi.data;

import dev.jacobi.data.TableEncoding.Target;
import dev.jacobi.tensor.Shape;

/// Gray images: each pixel from 0 to 255 becomes a number from 0 to 1.
///
/// @param rows of pixels
/// @param columns of pixels
/// @param target what an image shows
public record ImageEncoding(int rows, int columns, Target target) implements Encoding {
    /// @throws IllegalArgumentException for an image without pixels
    public ImageEncoding {
        if (rows < 1 || columns < 1) throw new IllegalArgumentException("an image needs at least one pixel, but got " + rows + "×" + columns);
    }

    /// One channel of rows of pixels: (1, rows, columns).
    @Override public Shape shape() { return Shape.of(1, rows, columns); }
}
