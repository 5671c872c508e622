package dev.jacobi.op;

/// Where windows lie along one axis of an image.
public sealed interface Along {

    /// How many windows an axis of so many elements has.
    ///
    /// @throws IllegalArgumentException if the axis, padded, is longer than an array can be
    int count(int length);

    /// The first element of the axis that a window sees.
    int first(int window, int length);

    /// The end of what a window sees: no element from here on. Not above [#first] where it sees padding only.
    int end(int window, int length);

    /// From one element that a window sees to the next.
    default int step() { return 1; }

    /// Windows of one size, in steps.
    ///
    /// @param size      elements of a window
    /// @param stride    from one window to the next
    /// @param before    elements of padding before the first
    /// @param after     elements of padding behind the last
    /// @param dilation  from one element of a window to the next
    /// @param roundedUp whether one more window takes what is left at the end, if it begins before the padding there
    record Steps(int size, int stride, int before, int after, int dilation, boolean roundedUp) implements Along {

        public Steps {
            if (size < 1 || stride < 1 || before < 0 || after < 0 || dilation < 1) {
                throw new IllegalArgumentException("a window needs a size, a stride and a dilation of at least 1 and padding of at "
                        + "least 0, but got the size " + size + ", the stride " + stride + ", the dilation " + dilation
                        + " and the padding " + before + " and " + after);
            }
        }

        private long spread() { return (size - 1L) * dilation; }

        @Override public int count(int length) {
            long free = (long) length + before + after - spread() - 1;
            if (free < 0) return 0;
            long count = free / stride + 1;
            if (roundedUp && free % stride != 0 && count * stride < (long) length + before) count++;
            long covered = Math.max(free + 1, (count - 1) * stride + 1) + spread();
            if (covered > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a window needs padded axes of at most 2147483647 elements, but got an axis of " + length
                        + " elements with the padding " + before + " and " + after + "; pad less");
            }
            return (int) count;
        }

        /// How long an axis is that so many windows come from; `extra` elements at its end lie in no window.
        long length(int count, int extra) { return (count - 1L) * stride + spread() + 1 - before - after + extra; }

        @Override public int first(int window, int length) {
            int start = window * stride - before;
            return start >= 0 ? start : start + Math.ceilDiv(-start, dilation) * dilation;
        }

        @Override public int end(int window, int length) { return (int) Math.min(length, (long) window * stride - before + spread() + 1); }

        @Override public int step() { return dilation; }

        @Override public String toString() {
            return size + (stride == 1 ? "" : " stride " + stride) + (before == 0 && after == 0 ? "" : " padding " + before
                    + (after == before ? "" : " and " + after)) + (dilation == 1 ? "" : " dilation " + dilation) + (roundedUp ? " rounded up" : "");
        }
    }

    /// So many windows, spread evenly: window i is from ⌊i·n/count⌋ up to, not including, ⌈(i + 1)·n/count⌉. They
    /// are equal and beside each other where the count divides n.
    ///
    /// @param count of windows
    record Parts(int count) implements Along {

        public Parts {
            if (count < 1) throw new IllegalArgumentException("adaptive pooling needs at least 1 window along an axis, but got " + count);
        }

        @Override public int count(int length) { return count; }

        @Override public int first(int window, int length) { return (int) ((long) window * length / count); }

        @Override public int end(int window, int length) { return (int) (((window + 1L) * length + count - 1) / count); }
    }
}
