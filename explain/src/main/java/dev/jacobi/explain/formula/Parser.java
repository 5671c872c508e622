package dev.jacobi.explain.formula;

import dev.jacobi.explain.formula.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads words by precedence, one method a level, loosest first: comparison, sum, product, sign, power, postfix.
/// Chains of one level are loops; only brackets, signs and exponents nest, and those are counted.
final class Parser {
    private static final Set<String> COMPARISONS = Set.of("<", "<=", ">", ">=", "==", "!=");

    private final String text;
    private final List<Token> tokens;
    private int at;
    private int depth;
    private int operations;

    Parser(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    // ---- statements

    /// A bare expression has the name "".
    List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            while (peek().kind() == Kind.BREAK) at++;
            if (peek().kind() == Kind.END) return statements;
            statements.add(statement());
        }
    }

    private Statement statement() {
        Token start = peek();
        boolean named = start.kind() == Kind.NAME && tokens.get(at + 1).is("=");
        if (named) at += 2;
        Expression value = comparison();
        if (peek().kind() != Kind.BREAK) throw unexpected();
        return new Statement(named ? start.text() : "", value, start.offset());
    }

    // ---- levels

    private Expression comparison() {
        Expression left = sum();
        if (!COMPARISONS.contains(sign())) return left;
        Expression r = binary(left, next(), sum());
        if (COMPARISONS.contains(sign())) {
            throw error("one comparison at a time; multiply two of them for \"and\": (a < b) * (b < c)", peek());
        }
        return r;
    }

    private Expression sum() {
        Expression left = product();
        while (sign().equals("+") || sign().equals("-")) left = binary(left, next(), product());
        return left;
    }

    private Expression product() {
        Expression left = signed();
        while (sign().equals("*") || sign().equals("/") || sign().equals("@")) left = binary(left, next(), signed());
        return left;
    }

    private Expression signed() {
        if (!sign().equals("-") && !sign().equals("+")) return power();
        int first = at;
        Token sign = next();
        deeper(sign);
        Expression x = signed();
        depth--;
        if (sign.is("+")) return x;
        count(sign);
        if (x.isNumber()) return number(-x.number(), sign, first);
        return new Expression(new Form.Negation(), List.of(x), sign.offset(), first, at - 1);
    }

    private Expression power() {
        Expression base = postfix();
        if (!sign().equals("^")) return base;
        Token sign = next();
        deeper(sign);
        Expression exponent = signed();
        depth--;
        return binary(base, sign, exponent);
    }

    private Expression postfix() {
        int first = at;
        Expression x = primary();
        while (true) {
            Token sign = peek();
            if (sign.is("'")) {
                at++;
                count(sign);
                x = new Expression(new Form.Transpose(), List.of(x), sign.offset(), first, at - 1);
            } else if (sign.is("[")) {
                count(sign);
                List<Form.Part> parts = parts();
                x = new Expression(new Form.Index(parts), List.of(x), sign.offset(), first, at - 1);
            } else {
                return x;
            }
        }
    }

    private Expression primary() {
        int first = at;
        Token t = next();
        if (t.kind() == Kind.NUMBER) {
            if (Double.isInfinite(t.number())) throw error("the number is too large; the largest is about 1.8e308", t);
            return number(t.number(), t, first);
        }
        if (t.kind() == Kind.NAME) return peek().is("(") ? call(t, first) : name(t, first);
        if (t.is("(")) {
            deeper(t);
            Expression x = comparison();
            if (peek().is(",")) throw error("round brackets hold one value; an array stands in square ones: [1, 2]", peek());
            close(")", t);
            return x.inBrackets(first, at - 1);
        }
        if (t.is("[")) {
            deeper(t);
            List<Expression> elements = new ArrayList<>();
            while (!peek().is("]")) {
                elements.add(comparison());
                if (!peek().is(",")) break;
                at++;
            }
            close("]", t);
            if (elements.isEmpty()) throw error("an array has at least one entry", t);
            return new Expression(new Form.Array(), List.copyOf(elements), t.offset(), first, at - 1);
        }
        at--;
        throw valueMissing();
    }

    private Expression name(Token name, int first) {
        return switch (name.text()) {
            case "pi" -> number(Math.PI, name, first);
            case "true", "True" -> number(1, name, first);
            case "false", "False" -> number(0, name, first);
            default -> new Expression(new Form.Reference(name.text()), List.of(), name.offset(), first, first);
        };
    }

    private Expression call(Token name, int first) {
        Calls call = Calls.open(text, name, tokens);
        Token bracket = next();
        deeper(bracket);
        count(name);
        while (!peek().is(")")) {
            boolean keyword = peek().kind() == Kind.NAME && tokens.get(at + 1).is("=");
            Token start = peek();
            if (keyword) {
                at += 2;
                call.keyword(start, comparison());
            } else {
                call.positional(start, comparison());
            }
            if (!peek().is(",")) break;
            at++;
        }
        close(")", bracket);
        return call.finish(first, at - 1);
    }

    private List<Form.Part> parts() {
        Token open = next();
        deeper(open);
        List<Form.Part> parts = new ArrayList<>();
        while (!peek().is("]")) {
            parts.add(part());
            if (!peek().is(",")) break;
            at++;
        }
        if (parts.isEmpty() && peek().is("]")) throw error("an index is missing; entries are counted from 0: x[0]", peek());
        close("]", open);
        return List.copyOf(parts);
    }

    private Form.Part part() {
        Token start = peek();
        int from = start.is(":") ? Form.Part.OPEN : index();
        if (!peek().is(":")) return new Form.Part.Single(from);
        at++;
        int to = endOfPart() || peek().is(":") ? Form.Part.OPEN : index();
        int step = 1;
        if (peek().is(":")) {
            at++;
            Token place = peek();
            if (!endOfPart()) step = index();
            if (step == 0) throw error("the step of a slice isn't 0", place);
        }
        return new Form.Part.Slice(from, to, step);
    }

    private boolean endOfPart() { return peek().is(",") || peek().is("]"); }

    private int index() {
        Token start = peek();
        Expression e = comparison();
        if (!e.isNumber() || e.number() != (int) e.number() || e.number() == Form.Part.OPEN) {
            throw error("an index is a whole number written in the formula; gather(x, indexes) takes computed ones", start);
        }
        return (int) e.number();
    }

    // ---- making expressions

    private Expression binary(Expression left, Token sign, Expression right) {
        count(sign);
        int first = left.outerFirst();
        int last = right.outerLast();
        if (left.isNumber() && right.isNumber() && !COMPARISONS.contains(sign.text()) && !sign.is("@")) {
            Form number = new Form.Constant(Operators.apply(sign.text(), left.number(), right.number()));
            return new Expression(number, List.of(), sign.offset(), first, last);
        }
        return new Expression(new Form.Binary(sign.text()), List.of(left, right), sign.offset(), first, last);
    }

    private Expression number(double value, Token place, int first) {
        return new Expression(new Form.Constant(value), List.of(), place.offset(), first, at - 1);
    }

    private void count(Token place) {
        if (++operations > Limits.OPERATIONS) {
            throw error("a formula has at most " + Limits.OPERATIONS + " operations; put some of it into the values", place);
        }
    }

    private void deeper(Token place) {
        if (++depth > Limits.DEPTH) {
            throw error("brackets, signs and exponents nest at most " + Limits.DEPTH + " deep; give the inner parts names", place);
        }
    }

    private void close(String bracket, Token open) {
        if (!peek().is(bracket)) {
            if (peek().kind() == Kind.BREAK || peek().kind() == Kind.END) {
                throw error("this bracket is never closed; a " + bracket + " is missing", open);
            }
            throw unexpected();
        }
        at++;
        depth--;
    }

    // ---- words

    private Token peek() { return tokens.get(at); }

    private Token next() { return tokens.get(at++); }

    private String sign() { return peek().kind() == Kind.SIGN ? peek().text() : ""; }

    // ---- complaints

    private FormulaException error(String sentence, Token place) { return new FormulaException(sentence, text, place.offset()); }

    private String typed(int index) {
        Token t = tokens.get(index);
        return Limits.cut(text.substring(t.offset(), t.end()));
    }

    /// A word where a value should be.
    private FormulaException valueMissing() {
        Token t = peek();
        String after = at > 0 && tokens.get(at - 1).kind() != Kind.BREAK ? " after " + typed(at - 1) : "";
        if (t.kind() == Kind.BREAK || t.kind() == Kind.END) return error("a value is missing" + after, t);
        if (t.is("=")) return error("a statement is a name, = and what it stands for: y = x^2; to compare write ==", t);
        if (t.is("*") || t.is("/") || t.is("@") || t.is("^")) return error("a value is missing before " + typed(at), t);
        return error("a value is missing" + after + ", before " + typed(at), t);
    }

    /// A word where an operation or the end should be.
    private FormulaException unexpected() {
        Token before = tokens.get(at - 1);
        Token t = peek();
        String left = typed(at - 1);
        if (t.kind() == Kind.NAME || t.kind() == Kind.NUMBER || t.is("(")) {
            if (before.kind() == Kind.NAME && Functions.find(left) != null) {
                return error("a function has its arguments in brackets: " + left + "(" + typed(at) + ")", t);
            }
            boolean short_ = before.kind() == Kind.NUMBER || before.kind() == Kind.NAME;
            String product = (short_ ? left : "…" + left) + "*" + typed(at) + (t.is("(") ? "…)" : "");
            return error("an operation is missing between " + left + " and " + typed(at) + "; for a product write " + product, t);
        }
        if (t.is("=")) return error("only a name may stand before =; to compare write ==", t);
        if (t.is(")") || t.is("]")) return error("this bracket was never opened", t);
        if (t.is(",")) return error("a comma separates the arguments of a function or the entries of an array; "
                + "statements are separated by ; and numbers have a decimal point", t);
        if (t.is(":")) return error("a : makes a slice inside [ ], as in x[0:2]; a statement has =", t);
        return error("nothing can follow here but an operation or the end", t);
    }
}
