package dev.jacobi.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sums of products by the names of their axes, as in `"ij,jk->ik"`: every operand becomes a term with one label an axis,
/// and two terms at a time are brought together by one matrix product, the cheapest pair first.
///
/// Labels are letters; the axes of an ellipsis are labeled by their distance from the last of them, so that they are
/// aligned at the end. An axis of size 1 whose label is longer elsewhere is left out: that is broadcasting.
final class Einsum {
    /// Labels above it are axes of the ellipsis, those below are letters.
    private static final int ELLIPSIS = 128;

    private final String equation;
    private final Tensor[] operands;
    /// The size of each label, one higher; 0 for one that wasn't met.
    private final int[] sizes;
    /// Whether a label is left in the result.
    private final boolean[] inResult;

    /// A tensor and the label of each of its axes, no label twice.
    private record Term(Tensor tensor, int[] labels) {
        boolean has(int label) { return indexOf(labels, label) >= 0; }
    }

    private Einsum(String equation, Tensor[] operands) {
        this.equation = equation;
        this.operands = operands;
        int rank = 0;
        for (Tensor t : operands) rank = Math.max(rank, t.rank());
        sizes = new int[ELLIPSIS + rank + 1];
        inResult = new boolean[sizes.length];
    }

    static Tensor of(String equation, Tensor... operands) { return new Einsum(equation, operands).result(); }

    private Tensor result() {
        String text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        String[] inputs = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
        if (inputs.length != operands.length) {
            throw wrong("has " + inputs.length + (inputs.length == 1 ? " operand" : " operands") + ", but got " + operands.length
                    + (operands.length == 1 ? " tensor" : " tensors"), "separate one group of letters a tensor by commas");
        }
        int[][] labels = new int[inputs.length][];
        int ellipsis = 0;
        for (int i = 0; i < inputs.length; i++) {
            int named = (int) inputs[i].chars().filter(c -> c != '.').count();
            int rest = operands[i].rank() - named;
            boolean open = named < inputs[i].length();
            if (open ? rest < 0 : rest != 0) {
                throw wrong("names " + named + (named == 1 ? " axis" : " axes") + " of operand " + i + " in \"" + inputs[i] + "\", but it has the shape "
                        + operands[i].shape(), "write one letter an axis, or ... for those before");
            }
            labels[i] = labels(inputs[i], rest);
            if (open) ellipsis = Math.max(ellipsis, rest);
            measure(labels[i], operands[i]);
        }
        int[] out = arrow < 0 ? implicit(labels, ellipsis) : explicit(text.substring(arrow + 2), labels, ellipsis);
        for (int label : out) inResult[label] = true;
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) terms.add(oncePerLabel(spread(operands[i], labels[i])));
        Term whole = contracted(terms);
        return whole.tensor.permute(places(out, whole.labels));
    }

    private IllegalArgumentException wrong(String met, String advice) {
        return new IllegalArgumentException("einsum needs an equation such as \"ij,jk->ik\", but \"" + equation + "\" " + met + "; " + advice);
    }

    // ---- reading

    /// The labels of a group, an ellipsis standing for some axes.
    private int[] labels(String group, int rest) {
        int[] r = new int[group.length() + Math.max(0, rest)];
        int n = 0;
        boolean open = false;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                r[n++] = c;
            } else if (group.startsWith("...", i) && !open) {
                for (int k = rest; k > 0; k--) r[n++] = ELLIPSIS + k;
                open = true;
                i += 2;
            } else {
                throw wrong("has \"" + c + "\" in \"" + group + "\"", "an axis is named by a letter, and ... stands once for several");
            }
        }
        return Arrays.copyOf(r, n);
    }

    private void measure(int[] labels, Tensor t) {
        for (int a = 0; a < labels.length; a++) {
            int known = sizes[labels[a]];
            int n = t.size(a);
            if (known == 0 || known == 2) sizes[labels[a]] = n + 1;
            else if (n != 1 && n + 1 != known) {
                throw wrong("gives " + name(labels[a]) + " the size " + (known - 1) + " and then " + n + ", of " + t.shape(),
                        "sizes are equal or 1");
            }
        }
    }

    private static String name(int label) { return label < ELLIPSIS ? "\"" + (char) label + "\"" : "an axis of ..."; }

    private int size(int label) { return sizes[label] - 1; }

    /// The axes of the ellipsis, and every letter that appears once, in alphabetical order.
    private static int[] implicit(int[][] labels, int ellipsis) {
        int[] count = new int[ELLIPSIS];
        for (int[] group : labels) for (int label : group) if (label < ELLIPSIS) count[label]++;
        int[] r = new int[ELLIPSIS + ellipsis];
        int n = 0;
        for (int k = ellipsis; k > 0; k--) r[n++] = ELLIPSIS + k;
        for (int c = 0; c < ELLIPSIS; c++) if (count[c] == 1) r[n++] = c;
        return Arrays.copyOf(r, n);
    }

    private int[] explicit(String group, int[][] labels, int ellipsis) {
        if (ellipsis > 0 && !group.contains(".")) {
            throw wrong("has axes of ... that the result lacks", "write ... in the result, or name and drop them");
        }
        int[] r = labels(group, ellipsis);
        for (int i = 0; i < r.length; i++) {
            int label = r[i];
            if (sizes[label] == 0) throw wrong("has " + name(label) + " in the result, but no operand has it", "name an axis of an operand");
            if (indexOf(r, label) < i) throw wrong("has " + name(label) + " twice in the result", "use diagEmbed for a diagonal");
        }
        return r;
    }

    // ---- computing

    /// Without the axes that only repeat.
    private Term spread(Tensor t, int[] labels) {
        int[] left = new int[labels.length];
        int n = 0;
        for (int label : labels) {
            if (t.size(n) == 1 && size(label) != 1) t = t.squeeze(n);
            else left[n++] = label;
        }
        return new Term(t, Arrays.copyOf(left, n));
    }

    /// A label that comes twice is a diagonal.
    private static Term oncePerLabel(Term term) {
        int[] labels = term.labels;
        for (int i = 0; i < labels.length; i++) {
            int first = indexOf(labels, labels[i]);
            if (first == i) continue;
            int[] left = new int[labels.length - 1];
            int n = 0;
            for (int k = 0; k < labels.length; k++) if (k != i && k != first) left[n++] = labels[k];
            left[n] = labels[i];
            return oncePerLabel(new Term(term.tensor.diagonal(0, first, i), left));
        }
        return term;
    }

    /// The product of all terms, with the labels of the result.
    private Term contracted(List<Term> terms) {
        for (int i = 0; i < terms.size(); i++) terms.set(i, summed(terms.get(i), terms));
        while (terms.size() > 1) {
            int bestA = 0;
            int bestB = 1;
            double best = Double.POSITIVE_INFINITY;
            double bestSize = Double.POSITIVE_INFINITY;
            for (int a = 0; a < terms.size(); a++) {
                for (int b = a + 1; b < terms.size(); b++) {
                    double work = 1;
                    double size = 1;
                    for (int label : union(terms.get(a), terms.get(b))) {
                        work *= size(label);
                        if (isNeeded(label, terms, a, b)) size *= size(label);
                    }
                    if (work < best || work == best && size < bestSize) {
                        best = work;
                        bestSize = size;
                        bestA = a;
                        bestB = b;
                    }
                }
            }
            Term product = product(terms, bestA, bestB);
            terms.remove(bestB);
            terms.set(bestA, product);
        }
        return terms.getFirst();
    }

    /// Summed over the labels that are nowhere else.
    private Term summed(Term term, List<Term> terms) {
        int[] axes = new int[term.labels.length];
        int[] left = new int[term.labels.length];
        int gone = 0;
        int n = 0;
        for (int a = 0; a < term.labels.length; a++) {
            int label = term.labels[a];
            boolean alone = !inResult[label] && terms.stream().filter(t -> t.has(label)).count() == 1;
            if (alone) axes[gone++] = a;
            else left[n++] = label;
        }
        return gone == 0 ? term : new Term(term.tensor.sum(Arrays.copyOf(axes, gone)), Arrays.copyOf(left, n));
    }

    /// Whether the product of two terms must keep a label.
    private boolean isNeeded(int label, List<Term> terms, int a, int b) {
        if (inResult[label]) return true;
        for (int i = 0; i < terms.size(); i++) if (i != a && i != b && terms.get(i).has(label)) return true;
        return false;
    }

    private Term product(List<Term> terms, int a, int b) {
        Term p = terms.get(a);
        Term q = terms.get(b);
        int[] both = Arrays.stream(p.labels).filter(l -> q.has(l) && isNeeded(l, terms, a, b)).toArray();
        int[] gone = Arrays.stream(p.labels).filter(l -> q.has(l) && !isNeeded(l, terms, a, b)).toArray();
        int[] ofP = Arrays.stream(p.labels).filter(l -> !q.has(l)).toArray();
        int[] ofQ = Arrays.stream(q.labels).filter(l -> !p.has(l)).toArray();
        Shape batch = shape(both);
        Shape rows = shape(ofP);
        Shape columns = shape(ofQ);
        Tensor x = p.tensor.permute(places(joined(both, ofP, gone), p.labels));
        Tensor y = q.tensor.permute(places(joined(both, gone, ofQ), q.labels));
        Tensor r;
        if (gone.length == 0) {                                               // every product stands alone
            r = x.reshape(batch.append(rows).append(Shape.ones(ofQ.length))).mul(y.reshape(batch.append(Shape.ones(ofP.length)).append(columns)));
        } else {
            int k = shape(gone).size();
            Tensor left = x.reshape(batch.size(), rows.size(), k);
            Tensor right = y.reshape(batch.size(), k, columns.size());
            r = both.length == 0 ? left.squeeze(0).matmul(right.squeeze(0)) : left.matmul(right);
        }
        return new Term(r.reshape(batch.append(rows).append(columns)), joined(both, ofP, ofQ));
    }

    // ---- labels

    private Shape shape(int[] labels) { return Shape.of(Arrays.stream(labels).map(this::size).toArray()); }

    private static int[] union(Term a, Term b) {
        return joined(a.labels, Arrays.stream(b.labels).filter(l -> !a.has(l)).toArray());
    }

    private static int[] joined(int[]... parts) { return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray(); }

    /// Where each of these labels stands among others.
    private static int[] places(int[] labels, int[] among) { return Arrays.stream(labels).map(l -> indexOf(among, l)).toArray(); }

    private static int indexOf(int[] labels, int label) {
        int i = 0;
        while (i < labels.length && labels[i] != label) i++;
        return i < labels.length ? i : -1;
    }
}
