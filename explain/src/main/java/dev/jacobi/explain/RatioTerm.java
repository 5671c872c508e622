package dev.jacobi.explain;

import dev.jacobi.explain.notation.Term;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Softmax;
import dev.jacobi.op.Sum;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ratio between two entries as a formula. It is made from the ops between them and then held against the number that
/// their rules gave: a formula that doesn't come to that number is not shown.
final class RatioTerm {
    private static final int DEEPEST = 40;
    private static final int MOST_TERMS = 8;

    private final Recording recording;
    private final Routes.Link link;
    private final boolean textbook;

    private RatioTerm(Recording recording, Routes.Link link, boolean textbook) {
        this.recording = recording;
        this.link = link;
        this.textbook = textbook;
    }

    static Term of(Recording recording, Routes.Link link) {
        for (boolean textbook : new boolean[] {true, false}) {
            Term t = new RatioTerm(recording, link, textbook).by(link.upper().tensor(), link.upperEntry(), 0, true);
            Term d = t == null ? null : t.decided();
            if (d != null && Slopes.close(d.value(), link.ratio()) && Slopes.isShort(d)) return d;
        }
        List<Node> nodes = link.step().nodes();
        String op = nodes.stream().filter(n -> !(n.op() instanceof Movement)).map(n -> n.op().name()).reduce((_, b) -> b).orElse("move");
        return new Term.Name("slope of " + op, "", link.ratio());
    }

    /// The derivative of an entry of some tensor by the lower entry; null where it can't be told or isn't there.
    private @Nullable Term by(Tensor t, int entry, int depth, boolean top) {
        Quantity q = recording.of(t);
        if (q == link.lower()) return entry == link.lowerEntry() ? Term.number(1) : null;
        if (q != null && !top || depth > DEEPEST) return null;
        Node node = t.node();
        if (node == null || !recording.contains(t) || !link.step().nodes().contains(node)) return null;
        return switch (node.op()) {
            case Elementwise e -> elementwise(e.function(), node, entry, depth);
            case Movement m -> by(node.input(0), source(m, node, entry), depth + 1, false);
            case MatMul _ -> product(node, entry, depth);
            case Sum(_, boolean mean) -> {
                Term inner = only(node.input(0), depth);
                yield inner == null ? null : mean ? Term.product(Term.quotient(Term.number(1), Term.number((double) node.input(0).size() / node.output(0).size())), inner) : inner;
            }
            case Extreme _ -> {
                Term inner = only(node.input(0), depth);
                yield inner == null ? null : Term.product(Term.number(link.ratio() / inner.value()), inner);
            }
            case Softmax _ -> softmax(node, entry);
            case LogSoftmax _ -> logSoftmax(node, entry);
            case LogSumExp _ -> logSumExp(node, entry);
            default -> recording.of(node.input(0)) == link.lower() && link.ratio() == 1 ? Term.number(1) : null;
        };
    }

    private @Nullable Term elementwise(ScalarFunction f, Node node, int entry, int depth) {
        List<Term> x = new ArrayList<>();
        for (int k = 0; k < node.inputCount(); k++) x.add(entry(node.input(k), entry, depth + 1));
        Term y = entry(node.output(0), entry, depth + 1);
        Term sum = null;
        for (int k = 0; k < node.inputCount(); k++) {
            Term inner = by(node.input(k), entry, depth + 1, false);
            if (inner == null) continue;
            Term slope = textbook ? ScalarTerm.textbook(f, k, x, y) : ScalarTerm.running(f, k, x, y);
            Term part = Term.product(slope, inner);
            sum = sum == null ? part : Term.sum(sum, part);
        }
        return sum;
    }

    /// The one entry below that has a derivative: of a sum, all others are constants here.
    private @Nullable Term only(Tensor t, int depth) {
        if (recording.of(t) == link.lower()) return Term.number(1);
        if (t.size() > 100_000) return null;
        // an elementwise chain below keeps the entry's place
        if (t.size() == link.lower().tensor().size()) return by(t, link.lowerEntry(), depth + 1, false);
        Term sum = null;
        int terms = 0;
        for (int e = 0; e < t.size() && e < 1000; e++) {
            Term d = by(t, e, depth + 1, false);
            if (d == null) continue;
            if (++terms > MOST_TERMS) return null;
            sum = sum == null ? d : Term.sum(sum, d);
        }
        return sum;
    }

    /// Of a product (m, k)(k, n): the entry of the other matrix that meets this one.
    private @Nullable Term product(Node node, int entry, int depth) {
        Tensor a = node.input(0);
        Tensor b = node.input(1);
        int k = a.size(-1);
        int n = b.size(-1);
        int row = entry / n;                                                         // of all matrices of a batch
        int matrix = row / a.size(-2);
        Term sum = null;
        int terms = 0;
        for (int i = 0; i < k && terms <= MOST_TERMS; i++) {
            int left = row * k + i;
            int right = (matrix * k + i) * n + entry % n;
            Term byLeft = leads(a) ? by(a, left, depth + 1, false) : null;
            Term byRight = leads(b) ? by(b, right, depth + 1, false) : null;
            if (byLeft != null) sum = plus(sum, Term.product(byLeft, indexed(b, right, depth)));
            if (byRight != null) sum = plus(sum, Term.product(indexed(a, left, depth), byRight));
            if (byLeft != null || byRight != null) terms++;
        }
        return terms > MOST_TERMS ? null : sum;
    }

    private boolean leads(Tensor t) { return recording.contains(t); }

    private static Term plus(@Nullable Term sum, Term t) { return sum == null ? t : Term.sum(sum, t); }

    private @Nullable Term softmax(Node node, int entry) {
        Quantity y = recording.of(node.output(0));
        if (y == null || recording.of(node.input(0)) != link.lower()) return null;
        Term above = indexed(node.output(0), entry, 0);
        Term below = indexed(node.output(0), link.lowerEntry(), 0);
        return entry == link.lowerEntry() ? Term.product(above, Term.difference(Term.number(1), above))
                : Term.negated(new Term.Times(above, below, Term.Sign.PLAIN));
    }

    private @Nullable Term logSoftmax(Node node, int entry) {
        Quantity y = recording.of(node.output(0));
        if (y == null || recording.of(node.input(0)) != link.lower()) return null;
        Term share = new Term.Call("exp", List.of(indexed(node.output(0), link.lowerEntry(), 0)));
        return entry == link.lowerEntry() ? Term.difference(Term.number(1), share) : Term.negated(share);
    }

    private @Nullable Term logSumExp(Node node, int entry) {
        Quantity x = recording.of(node.input(0));
        Quantity y = recording.of(node.output(0));
        if (y == null || x != link.lower()) return null;
        Term below = new Term.Name(x.name(), x.index(link.lowerEntry()), number(x.tensor(), link.lowerEntry()));
        return new Term.Call("exp", List.of(Term.difference(below, entry(node.output(0), entry, 0))));
    }

    /// An entry of a tensor inside an elementwise formula: without its index, which the name of the ratio has.
    private Term entry(Tensor t, int entry, int depth) {
        Quantity q = recording.of(t);
        if (q != null) return new Term.Name(q.name(), "", number(t, entry));
        Node node = t.node();
        if (node == null || !recording.contains(t) || depth > DEEPEST) return constant(t, entry);
        return switch (node.op()) {
            case Elementwise e -> {
                List<Term> x = new ArrayList<>();
                for (int k = 0; k < node.inputCount(); k++) x.add(entry(node.input(k), entry, depth + 1));
                yield ScalarTerm.call(e.function(), x);
            }
            case Movement m -> {
                int from = source(m, node, entry);
                boolean same = node.input(0).size() == t.size();
                yield same ? entry(node.input(0), from, depth + 1) : indexed(node.input(0), from, depth + 1);
            }
            default -> new Term.Name(node.op().name(), "", number(t, entry));
        };
    }

    /// An entry by name with its index: `Wo[0,1]`.
    private Term indexed(Tensor t, int entry, int depth) {
        Quantity q = recording.of(t);
        if (q != null) return new Term.Name(q.name(), q.index(entry), number(t, entry));
        Node node = t.node();
        if (node != null && recording.contains(t) && node.op() instanceof Movement m && depth < DEEPEST) {
            return indexed(node.input(0), source(m, node, entry), depth + 1);
        }
        if (node != null) return entry(t, entry, depth + 1);
        return t.name() == null ? constant(t, entry) : new Term.Name(t.name(), Quantity.index(t, entry, true), number(t, entry));
    }

    private static Term constant(Tensor t, int entry) {
        return t.name() == null ? Term.number(number(t, entry)) : new Term.Name(t.name(), "", number(t, entry));
    }

    private static double number(Tensor t, int entry) { return t.dense().number(entry); }

    /// Where an entry of a movement comes from: the movement is applied to the places themselves.
    private static int source(Movement m, Node node, int entry) {
        if (m instanceof Movement.Reshape) return entry;
        Tensor from = node.input(0);
        Tensor places = Tensor.range(from.size()).reshape(from.shape());
        return (int) Graph.apply(m, places).dense().number(entry);
    }
}
