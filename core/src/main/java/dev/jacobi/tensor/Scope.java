package dev.jacobi.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The time during which a transformation needs to know how tensors were made.
///
/// Each transformation opens one. A tensor made from a variable of the scope
/// carries it; when the scope closes, such tensors count as constants and their
/// history can be collected. A tensor may depend on several scopes at once: that
/// is nesting (a gradient inside a gradient, a Jacobian inside a `vmap`).
///
/// Scopes of separately declared variables merge when an op brings them together,
/// so a tensor never carries more scopes than there are open transformations.
public final class Scope {
    static final Scope[] NONE = {};

    private boolean open = true;
    private volatile @Nullable Scope mergedInto;
    private final boolean mergeable;
    private final @Nullable Watch watch;

    private Scope(boolean mergeable, @Nullable Watch watch) {
        this.mergeable = mergeable;
        this.watch = watch;
    }

    /// Is told of every step, as it is recorded and by the thread that records it: a diagnosis wants
    /// to know where in the code that was.
    public interface Watch {
        void recorded(Node node);
    }

    /// Opens a scope for one transformation.
    public static Scope open() { return new Scope(false, null); }

    /// Opens a scope that tells of its steps, also of those that lead to no result.
    public static Scope open(Watch watch) { return new Scope(false, watch); }

    /// Opens a scope for one variable, which merges with those it meets.
    static Scope forVariable() { return new Scope(true, null); }

    void tell(Node node) {
        if (watch != null) watch.recorded(node);
    }

    /// True until the transformation has ended.
    public boolean isOpen() { return root().open; }

    /// Ends it: from now on its tensors count as constants.
    public void close() { root().open = false; }

    /// True if this is a variable's scope, one that `backward()` closes.
    public boolean isVariables() { return mergeable; }

    Scope root() {
        Scope s = this;
        for (Scope next = s.mergedInto; next != null; next = s.mergedInto) s = next;
        return s;
    }

    private static synchronized void merge(Scope from, Scope into) {
        Scope a = from.root();
        Scope b = into.root();
        if (a != b) a.mergedInto = b;
    }

    /// The open scopes that a tensor made from all of these depends on.
    static Scope[] union(Tensor[] tensors) {
        Scope[] all = NONE;
        for (Tensor t : tensors) {
            Scope[] s = t.scopes();
            if (s != all && s.length > 0) all = all.length == 0 ? s : union(all, s);
        }
        return all;
    }

    static Scope[] union(Scope[] a, Scope[] b) {
        Scope[] r = a;
        for (Scope s : b) r = with(r, s);
        return r;
    }

    private static Scope[] with(Scope[] set, Scope added) {
        Scope s = added.root();
        for (int i = 0; i < set.length; i++) {
            Scope t = set[i].root();
            if (t == s) return set;
            if (t.mergeable && s.mergeable) {
                merge(s, t);
                return set;
            }
        }
        Scope[] r = Arrays.copyOf(set, set.length + 1);
        r[set.length] = s;
        return r;
    }

    /// The open ones of these: the same array where all are open.
    static Scope[] live(Scope[] scopes) {
        int open = 0;
        for (Scope s : scopes) if (s.isOpen()) open++;
        if (open == scopes.length) return scopes;
        if (open == 0) return NONE;
        Scope[] r = new Scope[open];
        int i = 0;
        for (Scope s : scopes) if (s.isOpen()) r[i++] = s;
        return r;
    }

    static boolean contains(Scope[] scopes, Scope scope) {
        Scope wanted = scope.root();
        for (Scope s : scopes) if (s.root() == wanted) return true;
        return false;
    }
}
