package dev.jacobi.op;

import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A window that moves over the space axes of images: how large it is, and how it goes from place to place. Its number of
/// axes says how many axes of an image are space: 1 for series, 2 for images, 3 for volumes.
///
/// ```java
/// Tensor y = x.maxPool(Window.of(3, 3).stride(2).pad(1));
/// ```
///
/// A setting is one number for all axes, or one number for each.
///
/// @param axes one for each space axis, in their order
public record Window(List<Along.Steps> axes) {

    /// @throws IllegalArgumentException unless there are 1 to 3 axes, all of them rounded up or none
    public Window {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.size() > 3) {
            throw new IllegalArgumentException("a window needs 1, 2 or 3 axes, but got " + axes.size() + "; give a size for each space axis");
        }
        if (axes.stream().map(Along.Steps::roundedUp).distinct().count() > 1) {
            throw new IllegalArgumentException("a window is rounded up along all axes or none, but got " + axes + "; use roundedUp()");
        }
    }

    /// A window of these sizes, one for each space axis, that moves in steps of 1, without padding.
    ///
    /// @throws IllegalArgumentException for a size below 1, or unless there are 1 to 3
    public static Window of(int... sizes) {
        List<Along.Steps> axes = new ArrayList<>();
        for (int size : sizes) axes.add(new Along.Steps(size, 1, 0, 0, 1, false));
        return new Window(axes);
    }

    /// As [#of], in steps of its own size: windows beside each other.
    public static Window tiles(int... sizes) { return of(sizes).stride(sizes); }

    /// The window of filters (filters, channels, …), as [#of] makes it of their last axes.
    ///
    /// @throws IllegalArgumentException unless there are 1 to 3 of them
    public static Window ofFilters(Tensor weight) {
        return of(weight.shape().part(Math.min(2, weight.rank()), weight.rank()).toArray());
    }

    /// This one in other steps.
    public Window stride(int... strides) {
        int[] s = each("stride", strides);
        return change((a, i) -> new Along.Steps(a.size(), s[i], a.before(), a.after(), a.dilation(), a.roundedUp()));
    }

    /// This one with so much padding on both sides of the image.
    public Window pad(int... both) { return pad(both, both); }

    /// This one with other padding before the image than behind it.
    public Window pad(int[] before, int[] after) {
        int[] b = each("padding", before);
        int[] e = each("padding", after);
        return change((a, i) -> new Along.Steps(a.size(), a.stride(), b[i], e[i], a.dilation(), a.roundedUp()));
    }

    /// This one with so many steps between the elements that it sees; 1 leaves no gaps.
    public Window dilation(int... dilations) {
        int[] d = each("dilation", dilations);
        return change((a, i) -> new Along.Steps(a.size(), a.stride(), a.before(), a.after(), d[i], a.roundedUp()));
    }

    /// This one with one more place at the end, where a part of an image would be left over; it sees padding there. A
    /// window that would begin in the padding behind the image isn't added.
    public Window roundedUp() {
        return change((a, _) -> new Along.Steps(a.size(), a.stride(), a.before(), a.after(), a.dilation(), true));
    }

    private interface Change {
        Along.Steps of(Along.Steps along, int axis);
    }

    private Window change(Change change) {
        List<Along.Steps> r = new ArrayList<>();
        for (Along.Steps a : axes) r.add(change.of(a, r.size()));
        return new Window(r);
    }

    private int[] each(String what, int[] given) {
        int n = axes.size();
        if (given.length != 1 && given.length != n) {
            throw new IllegalArgumentException("a window of " + n + " axes needs one " + what + " or " + n + ", but got " + Arrays.toString(given));
        }
        int[] r = new int[n];
        for (int i = 0; i < n; i++) r[i] = given[given.length == 1 ? 0 : i];
        return r;
    }

    /// `3x3 stride 2 padding 1`, or the axes one after the other where they differ in more than their sizes.
    @Override public String toString() {
        List<String> settings = new ArrayList<>();
        StringBuilder sizes = new StringBuilder();
        for (Along.Steps a : axes) {
            sizes.append(sizes.isEmpty() ? "" : "x").append(a.size());
            settings.add(a.toString().substring(String.valueOf(a.size()).length()));
        }
        boolean alike = settings.stream().distinct().count() == 1;
        return alike ? sizes + settings.getFirst() : String.join(" by ", axes.stream().map(Along.Steps::toString).toList());
    }
}
