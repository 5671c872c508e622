package dev.jacobi.explain;

import dev.jacobi.explain.notation.Term;
import dev.jacobi.tensor.Node;
import java.util.ArrayList;
import java.util.List;

/// One line of the computation: what is made, from what, by which ops.
public final class Step {
    private final int number;
    private final List<Node> nodes;
    private final List<Quantity> inputs = new ArrayList<>();
    private final List<Quantity> outputs = new ArrayList<>();
    private String text = "";
    private String words = "";
    private Term term = Term.name("");

    /// @param number from 1
    /// @param nodes in the order in which they ran
    Step(int number, List<Node> nodes) {
        this.number = number;
        this.nodes = nodes;
    }

    /// Its place in the order, from 1.
    public int number() { return number; }

    /// What it makes; more than one quantity only for an op with several outputs.
    public List<Quantity> outputs() { return List.copyOf(outputs); }

    /// What it makes.
    public Quantity output() { return outputs.getFirst(); }

    /// The quantities that it is made from and that the inputs of the explanation reach.
    public List<Quantity> inputs() { return List.copyOf(inputs); }

    /// The right side of its equation: `sigmoid(h)`.
    public String text() { return text; }

    /// What it does, in words: `squashes h into (0, 1)`.
    public String words() { return words; }

    /// The same as a term, made from the ops that ran.
    public Term term() { return term; }

    void term(Term term) { this.term = term; }

    void text(String text) { this.text = text; }

    void words(String words) { this.words = words; }

    List<Node> nodes() { return nodes; }

    void addInput(Quantity q) { if (!inputs.contains(q)) inputs.add(q); }

    void addOutput(Quantity q) { outputs.add(q); }

    @Override public String toString() { return output().name() + " = " + text; }
}
