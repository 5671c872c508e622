package dev.jacobi.explain.formula;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A part of a formula: what is done, and with which parts.
final class Expression {
    final Form form;
    final List<Expression> operands;
    /// The place to blame: the sign or the name of the function.
    final int offset;
    /// The words from first to last, without brackets around.
    final int first;
    final int last;
    /// As above, with the brackets around.
    private int outerFirst;
    private int outerLast;
    /// Whether no name occurs in it.
    final boolean constant;

    Expression(Form form, List<Expression> operands, int offset, int first, int last) {
        this.form = form;
        this.operands = operands;
        this.offset = offset;
        this.first = first;
        this.last = last;
        this.outerFirst = first;
        this.outerLast = last;
        this.constant = !(form instanceof Form.Reference) && operands.stream().allMatch(o -> o.constant);
    }

    Expression inBrackets(int from, int to) {
        outerFirst = from;
        outerLast = to;
        return this;
    }

    int outerFirst() { return outerFirst; }

    int outerLast() { return outerLast; }

    boolean isNumber() { return form instanceof Form.Constant; }

    double number() { return ((Form.Constant) form).value(); }

    /// All parts of it, operands before what is made of them, itself last. No recursion: a sum may be long.
    List<Expression> inOrder() {
        List<Expression> parentsFirst = new ArrayList<>();
        Deque<Expression> open = new ArrayDeque<>();
        open.push(this);
        while (!open.isEmpty()) {
            Expression e = open.pop();
            parentsFirst.add(e);
            for (Expression o : e.operands) open.push(o);
        }
        return parentsFirst.reversed();
    }

    // ---- what it counts as where formulas are cut into steps

    boolean isReference() { return form instanceof Form.Reference; }

    /// Nothing is computed: other entries, or another order of them.
    boolean isMovement() {
        return switch (form) {
            case Form.Index _, Form.Transpose _ -> true;
            case Form.Call call -> call.function().kind() == Function.Kind.MOVEMENT;
            default -> false;
        };
    }

    /// What is written in one breath with its operand: a sum, a constant power or factor, a sign.
    boolean isChain() {
        return switch (form) {
            case Form.Negation _ -> true;
            case Form.Binary(String sign) -> switch (sign) {
                case "*" -> operands.get(0).constant || operands.get(1).constant;
                case "/", "^" -> operands.get(1).constant;
                default -> false;
            };
            case Form.Call call -> call.function().kind() == Function.Kind.CHAIN;
            default -> false;
        };
    }

    /// Whether this is a layer and the other its product: `W @ x + b` of names.
    boolean isLayer(Expression product) {
        boolean plus = form instanceof Form.Binary(String sign) && sign.equals("+");
        boolean times = product.form instanceof Form.Binary(String sign) && sign.equals("@");
        if (!plus || !times) return false;
        Expression other = operands.get(0) == product ? operands.get(1) : operands.get(0);
        return other.isPlain() && product.operands.stream().allMatch(Expression::isPlain);
    }

    /// A name or a number, or some entries of it.
    private boolean isPlain() { return constant || isReference() || isMovement() && operands.stream().allMatch(Expression::isPlain); }

    boolean isSumOrDifference() {
        return form instanceof Form.Binary(String sign) && (sign.equals("+") || sign.equals("-"));
    }
}
