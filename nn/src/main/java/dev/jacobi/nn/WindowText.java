package dev.jacobi.nn;

import dev.jacobi.op.Along;
import dev.jacobi.op.Window;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// Windows as specifications write them: `3x3 stride 2 padding 1 dilation 2`. A setting is one number for all axes, or one for each:
/// `5x3 stride 2x1`. Other padding behind an image than before it is `padding 1 and 2`; `rounded up` comes last. What is
/// left out is as [Window#of] has it, but the stride is always there.
final class WindowText {
    private WindowText() {}

    static String of(Window window) {
        String before = setting(window, Along.Steps::before);
        String after = setting(window, Along.Steps::after);
        String dilation = setting(window, Along.Steps::dilation);
        String padding = before.equals(after) ? before : before + " and " + after;
        return across(window.axes().stream().map(Along.Steps::size).toList()) + " stride " + setting(window, Along.Steps::stride)
                + (padding.equals("0") ? "" : " padding " + padding) + (dilation.equals("1") ? "" : " dilation " + dilation)
                + (window.axes().getFirst().roundedUp() ? " rounded up" : "");
    }

    private static String setting(Window window, ToIntFunction<Along.Steps> of) {
        return setting(window.axes().stream().map(a -> of.applyAsInt(a)).toList());
    }

    /// One number where all are equal.
    static String setting(List<Integer> numbers) {
        return numbers.stream().distinct().count() == 1 ? numbers.getFirst().toString() : across(numbers);
    }

    /// `3x5x7`.
    static String across(List<Integer> numbers) { return numbers.stream().map(String::valueOf).collect(Collectors.joining("x")); }

    /// The window that comes next.
    ///
    /// @param axes how many it needs, or 0 for any number from 1 to 3
    static Window read(ArchitectureText text, int axes) {
        int[] sizes = text.across("size", 1, axes);
        Window window = Window.of(sizes);
        text.expect("stride", "the word stride");
        window = window.stride(text.setting("stride", 1, sizes.length));
        if (text.skip("padding")) {
            int[] before = text.setting("padding", 0, sizes.length);
            window = window.pad(before, text.skip("and") ? text.setting("padding", 0, sizes.length) : before);
        }
        if (text.skip("dilation")) window = window.dilation(text.setting("dilation", 1, sizes.length));
        if (text.skip("rounded")) {
            text.expect("up", "the word up");
            window = window.roundedUp();
        }
        return window;
    }
}
