package dev.jacobi.explain.why;

/// What to do, by op: kept in one place, so that an op's entry is easy to find and to add.
final class Advice {
    private Advice() {}

    /// An output that isn't finite.
    static String forward(String op) {
        return switch (op) {
            case "log" -> "log needs numbers above 0: add a small eps, clamp(eps, 1), or take logSoftmax instead of log of softmax";
            case "log1p" -> "log1p needs numbers above -1: clamp its input";
            case "exp", "expm1", "expOfDifference" -> "exp overflows (f32 above 88.7, f64 above 709): subtract the largest, or use logSumExp or logSoftmax";
            case "sqrt" -> "sqrt needs numbers that aren't negative: clamp its input, or add eps";
            case "div" -> "the divisor is 0, or too small: add eps to it, or choose with where(...) before dividing";
            case "pow", "wholePower" -> "a power of a negative number or a negative power of 0: clamp the base, or lower the exponent";
            case "mul" -> "0 times infinity, or a product too large: scale the factors, or choose with where(...)";
            case "sub", "add" -> "infinity minus infinity, or a sum too large: see where the infinity comes from, and scale before";
            case "matMul", "conv1d", "conv2d", "conv3d", "sum", "accumulate" -> "the sum overflows: scale the inputs, or use F64";
            case "softmax", "logSoftmax", "logSumExp" -> "a row of nothing but -Infinity has no maximum: leave one entry of each row unmasked";
            case "cast" -> "the number is too large for this dtype: scale it, or keep F64";
            default -> "look at the inputs: one is outside of what " + op + " is defined for; clamp or scale it before";
        };
    }

    /// A slope that isn't finite.
    static String backward(String op) {
        return switch (op) {
            case "sqrt" -> "sqrt'(0) is infinite: add eps inside the root, sqrt(x + eps)";
            case "log" -> "log'(x) is 1/x: keep x away from 0, by eps or clamp, or use logSoftmax";
            case "pow" -> "x^(p-1) with p below 1, or the log of the base, is infinite at 0: add eps to the base";
            case "wholePower" -> "a negative power of a small number: add eps to the base";
            case "div" -> "the slope by the divisor is -a/b², which overflows long before a/b: add eps to b";
            case "mul", "matMul" -> "the gradient overflows: clip it, lower the loss scale or the rate, or normalize";
            default -> "the slope of " + op + " overflows here: keep its input away from this value by eps or clamp, or scale the loss down";
        };
    }

    /// A slope that is zero.
    static String zero(Why.Kind kind, String op) {
        return switch (kind) {
            case DEAD -> "a unit that is off for every sample never learns: lower the rate, start with a positive bias, or use leakyRelu, silu or gelu";
            case SATURATED -> "keep its input small: smaller initial weights, normalized inputs, a loss on the logits (logSoftmax), or another activation";
            case FLAT -> "use a smooth stand-in for " + op + " where it shall learn, such as sigmoid(k x), or a custom rule (customVjp)";
            case NOT_CHOSEN -> "nothing is wrong if the choice is meant; a smooth one, such as logSumExp or softmax weights, gives each its share";
            case TIMES_ZERO -> "see why the other factor is 0: a mask, a dropped unit, or weights that start at 0";
            case STATIONARY -> "this is a level point of " + op + ": start somewhere else";
            case CANCELED -> "nothing is wrong if the symmetry is meant; else break it: different initial weights, or a loss that isn't the same for all";
            case UNDERFLOW -> "scale the loss up, use F64, or shorten the chain by residual connections and normalization";
            case STOPPED -> "take stopGradient() away, or apply it only to what shall stay fixed";
            case NOT_TAKEN -> "nothing is wrong if other samples take it; else check the index";
            default -> throw new AssertionError("no advice for " + kind);
        };
    }

    /// Ops whose output can't change smoothly.
    static String jump(String op) {
        return switch (op) {
            case "argMax" -> "use softmax as weights, or the loss of the class, where the gradient shall get through";
            case "cast" -> "keep floating numbers where the gradient shall get through";
            default -> "a comparison only chooses: let the numbers themselves reach the result, or use a smooth choice such as sigmoid(k x)";
        };
    }
}
