package dev.jacobi.explain.why;

import dev.jacobi.explain.Text;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Why a gradient is zero, missing or not a number: the op where it happens, with what it was given, its place in your
/// code, and what to do.
///
/// ```java
/// Why why = Why.whyNaN(t -> t.log().sum(), Tensor.of(1, 0));
/// IO.print(why);
/// ```
///
/// The function is run once more, with every value kept and every call site remembered; nothing of that is paid for
/// in ordinary runs.
///
/// @param kind the cause in one word
/// @param op the name of the op, empty where there is none to blame
/// @param direction whether it happens on the way forward or on the way back
/// @param inputs what the op was given
/// @param place in the code that called the op, null where there is no op
/// @param sentence what happens
/// @param advice what to do; empty where nothing is wrong
public record Why(Kind kind, String op, Direction direction, List<Input> inputs, @Nullable StackTraceElement place, String sentence,
        String advice) {

    /// What an op was given.
    ///
    /// @param name a path, a name, or how it was made
    /// @param values the number that matters, or a summary
    public record Input(String name, Shape shape, String values) {}

    /// The way through the graph.
    public enum Direction { FORWARD, BACKWARD }

    /// Causes.
    public enum Kind {
        /// All is as it should be.
        NOTHING_WRONG,
        /// Nothing in the arguments has that name.
        UNKNOWN_NAME,
        /// It is held, and held tensors aren't trained.
        HELD,
        /// It holds whole numbers or truth values.
        WHOLE_NUMBERS,
        /// The function doesn't use it.
        UNUSED,
        /// What was made from it doesn't reach the result: dropped, or read out as a Java number.
        LOST,
        /// It reaches the result through `stopGradient` only.
        STOPPED,
        /// It reaches the result only through a comparison, whole numbers or an index.
        NOT_DIFFERENTIABLE,
        /// The slope of the op is zero everywhere.
        FLAT,
        /// A rectifier that is off.
        DEAD,
        /// So far out that the slope is zero, or nearly.
        SATURATED,
        /// A choice that fell on something else.
        NOT_CHOSEN,
        /// A part that doesn't contain the entry was taken.
        NOT_TAKEN,
        /// The other factor is zero.
        TIMES_ZERO,
        /// The slope is zero at just this value.
        STATIONARY,
        /// Contributions that aren't zero and add up to it.
        CANCELED,
        /// A product too small for the number format.
        UNDERFLOW,
        /// An argument isn't finite already.
        ARGUMENT,
        /// An op makes NaN or infinity from finite numbers.
        NOT_FINITE
    }

    public Why {
        inputs = List.copyOf(inputs);
    }

    /// Why an entry of the gradient of `f` is zero: of the tensor at a path of the arguments, by its index.
    ///
    /// @throws IllegalArgumentException if there is no such entry, or the result of `f` isn't a single number
    public static <T> Why whyZero(Function<? super T, Tensor> f, T at, String path, int... index) {
        try (Rerun run = Rerun.of(f, at)) {
            return new ZeroGradient(requireNumber("whyZero", run), path, index).why();
        }
    }

    /// Why no gradient arrives at the tensor with this path.
    ///
    /// @throws IllegalArgumentException if the result of `f` isn't a single number
    public static <T> Why whyMissing(Function<? super T, Tensor> f, T at, String path) {
        try (Rerun run = Rerun.of(f, at)) {
            return new MissingGradient(requireNumber("whyMissing", run), WayBack.of(run)).why(path);
        }
    }

    /// Where the first number that isn't finite comes from, forward or in the gradient of the sum of what `f` gives.
    public static <T> Why whyNaN(Function<? super T, Tensor> f, T at) {
        try (Rerun run = Rerun.of(f, at)) {
            return new NotFinite(run).why();
        }
    }

    private static Rerun requireNumber(String asked, Rerun run) {
        Tensor r = run.result();
        if (r.size() != 1 || !r.dtype().isFloating()) {
            throw new IllegalArgumentException(asked + " needs a function whose result is one floating number, but this one gives "
                    + r.type() + "; sum() it");
        }
        return run;
    }

    /// A verdict about something that no op did.
    static Why of(Kind kind, String sentence, String advice) {
        return new Why(kind, "", Direction.BACKWARD, List.of(), null, sentence, advice);
    }

    /// A verdict about a step, with all that it was given.
    ///
    /// @param entry where it matters, if the inputs have the shape of the output; else -1
    static Why of(Kind kind, Direction direction, Rerun run, int i, int entry, String sentence, String advice) {
        return new Why(kind, run.node(i).op().name(), direction, Found.inputs(run, i, entry), run.place(i), sentence, advice);
    }

    /// As text for a terminal of 80 columns.
    @Override public String toString() {
        StringBuilder out = new StringBuilder(Text.wrap(sentence));
        if (!op.isEmpty()) out.append(Text.wrap("  op      " + op + ", " + (direction == Direction.FORWARD ? "forward" : "backward")));
        for (int k = 0; k < inputs.size(); k++) {
            Input in = inputs.get(k);
            out.append(Text.wrap("  input " + (k + 1) + " " + in.name + " " + in.shape + ": " + in.values));
        }
        if (place != null) {
            out.append(Text.wrap("  at      " + place.getFileName() + ":" + place.getLineNumber() + ", in " + place.getMethodName()));
        }
        if (!advice.isEmpty()) out.append(Text.wrap("  to do   " + advice));
        return out.toString();
    }

    /// Numbers in sentences.
    static String number(double x) { return Digits.SIX.of(x); }
}
