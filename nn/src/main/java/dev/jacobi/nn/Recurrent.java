package dev.jacobi.nn;

import dev.jacobi.Jacobi;
import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// A layer that goes through a sequence time by time and remembers: at each time it makes a new state of the state before
/// and what it reads. Sequences are (…, times, in) and give the outputs of all times, (…, times, out).
///
/// Whoever writes one states how it makes a state of another; going along a sequence is a [Scan], one node of a graph however
/// long the sequence. What depends on the input alone is computed for all times at once.
///
/// @param <S> the state: a tensor, or a record of them
public interface Recurrent<S> extends Layer {

    /// Numbers that it reads at each time.
    int in();

    /// What a step needs of the input: (…, in) to what [#step] takes.
    Tensor read(Tensor x);

    /// The state before the first time.
    ///
    /// @param batch the axes in front of that of the state, such as (batch)
    S start(Shape batch);

    /// The state after a time.
    ///
    /// @param read of the input of that time, by [#read]
    S step(S before, Tensor read);

    /// What it puts out in a state: (…, out).
    Tensor output(S state);

    /// Goes on from a state, along sequences whose first axis is time.
    ///
    /// @param start the state before the first time, as [#start] or the end of an earlier part gives it
    /// @param sequence (times, …, in)
    /// @return the state after the last time, and the outputs of all, (times, …, out)
    /// @throws IllegalArgumentException if the shapes don't belong together
    default Scan.Step<S, Tensor> along(S start, Tensor sequence) {
        if (sequence.rank() < 2 || sequence.size(-1) != in()) {
            throw new IllegalArgumentException("a recurrent layer, " + specification() + ", needs a sequence (times, ..., " + in()
                    + ") to go along, but got " + sequence.shape());
        }
        return steps(start, read(sequence));
    }

    private Scan.Step<S, Tensor> steps(S start, Tensor read) {
        return Jacobi.scan((S before, Tensor now) -> {
            S after = step(before, now);
            return new Scan.Step<>(after, output(after));
        }, start, read);
    }

    /// The outputs of all times, from a fresh start: (…, times, in) to (…, times, out).
    ///
    /// @throws IllegalArgumentException if x isn't such
    @Override default Tensor apply(Tensor x, Pass pass) {
        if (x.rank() < 2 || x.size(-1) != in()) {
            throw new IllegalArgumentException("a recurrent layer, " + specification() + ", needs (..., times, " + in() + "), but got " + x.shape());
        }
        Tensor read = read(x).moveAxis(-2, 0);
        return steps(start(x.shape().part(0, x.rank() - 2)), read).output().moveAxis(0, -2);
    }
}
