package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.op.Copying;
import dev.jacobi.op.Movement;
import dev.jacobi.scalar.StraightCode;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Groups with a buffer for every intermediate result, allocated once and shared by results that don't live
/// at the same time. Where everything lies in its array is settled here; which arrays the inputs and
/// the results are may change from run to run. One thread at a time.
final class Plan {
    private final Listing listing;
    private final List<Group> groups;
    /// For each place, the one whose array it lies in: itself, or the one that movements made it a view of.
    private final int[] owner;
    private final @Nullable Layout[] layouts;
    /// Places that movements made, without a copy.
    private final int[] views;
    /// Which results may lie in an array that is given.
    private final boolean[] givable;
    private final long bytes;

    private final @Nullable Tensor[] at;
    private final @Nullable StraightCode[] codes;
    private final Unit[] units;
    private final boolean[] isBound;
    private final boolean[] isCopied;
    /// For each place whose array may change: the views of it, and the groups that know it.
    private final Map<Integer, List<Integer>> viewsOf;
    private final Map<Integer, List<Integer>> knownTo;

    /// Plans a listing.
    Plan(Listing listing) {
        this.listing = listing;
        int places = listing.places();
        owner = new int[places];
        layouts = new Layout[places];
        at = new Tensor[places];
        List<Integer> moved = new ArrayList<>();
        List<Group> all = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            owner[i] = i;
            Tensor constant = listing.constants().get(i);
            if (constant == null) continue;
            at[i] = constant;
            layouts[i] = constant.layout();
        }
        for (Group g : Fusion.of(listing)) {
            if (!isView(g)) all.add(g);
            else moved.add(g.writes()[0]);
        }
        groups = List.copyOf(all);
        views = moved.stream().mapToInt(Integer::intValue).toArray();
        givable = new boolean[listing.results().length];
        boolean[] isGiven = new boolean[places];
        boolean[] isMade = new boolean[places];
        for (Group g : groups) for (int w : g.writes()) isMade[w] = true;
        for (int i = 0; i < givable.length; i++) {
            int place = listing.results()[i];
            givable[i] = isMade[place] && !isGiven[place];
            isGiven[place] |= givable[i];
        }
        bytes = allocate(isGiven);
        viewsOf = new HashMap<>();
        knownTo = new HashMap<>();
        for (int i = 0; i < listing.inputs(); i++) isGiven[i] = true;
        for (int v : views) if (isGiven[owner[v]]) viewsOf.computeIfAbsent(owner[v], _ -> new ArrayList<>()).add(v);
        for (int u = 0; u < groups.size(); u++) {
            for (int a : groups.get(u).reads()) if (isGiven[owner[a]]) knownTo.computeIfAbsent(owner[a], _ -> new ArrayList<>()).add(u);
            for (int w : groups.get(u).writes()) if (isGiven[w]) knownTo.computeIfAbsent(w, _ -> new ArrayList<>()).add(u);
        }
        codes = new StraightCode[groups.size()];
        for (int u = 0; u < codes.length; u++) {
            if (groups.get(u).form() == Group.Form.STRAIGHT) codes[u] = Straight.code(groups.get(u), listing, layouts);
        }
        units = new Unit[groups.size()];
        isBound = new boolean[units.length];
        isCopied = new boolean[listing.inputs()];
        makeUnits();
    }

    /// The same plan over the same buffers, for other inputs and results. The two never run at the same time.
    Plan twin() { return new Plan(this); }

    private Plan(Plan other) {
        listing = other.listing;
        groups = other.groups;
        owner = other.owner;
        layouts = other.layouts;
        views = other.views;
        givable = other.givable;
        bytes = other.bytes;
        at = other.at.clone();
        for (int i = 0; i < listing.inputs(); i++) at[i] = null;
        for (int i = 0; i < givable.length; i++) if (givable[i]) at[listing.results()[i]] = null;
        codes = other.codes;
        viewsOf = other.viewsOf;
        knownTo = other.knownTo;
        units = new Unit[groups.size()];
        isBound = new boolean[units.length];
        isCopied = new boolean[listing.inputs()];
        makeUnits();
    }

    private void makeUnits() { for (int u = 0; u < units.length; u++) units[u] = Unit.of(groups.get(u), codes[u]); }

    /// Whether a group is a movement that needs no copy; if so, where its output lies.
    private boolean isView(Group g) {
        Line line = g.lines().getFirst();
        if (g.form() != Group.Form.OP || !(line.op() instanceof Movement movement)) return false;
        int from = line.arguments()[0];
        Layout moved = movement.move(listing.types().get(from).shape(), layouts[from]);
        if (moved == null) return false;
        owner[line.first()] = owner[from];
        layouts[line.first()] = moved.orDense(listing.types().get(line.first()).shape());
        return true;
    }

    /// Gives every place that a group writes a buffer, but those whose array is given.
    private long allocate(boolean[] isGiven) {
        int count = groups.size();
        int[] lastUse = new int[at.length];
        Arrays.fill(lastUse, -1);
        for (int u = 0; u < count; u++) for (int a : groups.get(u).reads()) lastUse[owner[a]] = u;
        for (int r : listing.results()) lastUse[owner[r]] = count;
        Map<TensorType, ArrayDeque<Storage>> free = new HashMap<>();
        @Nullable Storage[] storages = new Storage[at.length];
        long total = 0;
        for (int u = 0; u < count; u++) {
            Group g = groups.get(u);
            for (int place : g.writes()) {
                if (isGiven[place]) continue;
                TensorType type = listing.types().get(place);
                ArrayDeque<Storage> list = free.get(key(type.dtype(), type.shape().size()));
                boolean isNew = list == null || list.isEmpty();
                Storage s = list == null || list.isEmpty() ? Storage.allocate(type.dtype(), type.shape().size()) : list.pop();
                if (isNew) total += (long) type.shape().size() * type.dtype().bytes();
                storages[place] = s;
                at[place] = Tensor.overBuffer(s, type.shape(), null);
            }
            for (int a : g.reads()) release(owner[a], u, lastUse, storages, free);
            for (int place : g.writes()) release(place, -1, lastUse, storages, free);        // what nobody reads
        }
        for (int place : views) look(place);
        for (Group g : groups) if (g.lines().getFirst().op() instanceof RowBlocks blocks) total += blocks.bytes();
        return total;
    }

    private static void release(int place, int now, int[] lastUse, @Nullable Storage[] storages, Map<TensorType, ArrayDeque<Storage>> free) {
        Storage s = storages[place];
        if (s == null || lastUse[place] != now) return;
        free.computeIfAbsent(key(s.dtype(), s.size()), _ -> new ArrayDeque<>()).push(s);
        storages[place] = null;
    }

    private static TensorType key(DType dtype, int size) { return new TensorType(dtype, Shape.of(size)); }

    private void look(int view) {
        Tensor from = at[owner[view]];
        if (from == null) return;
        Shape shape = listing.types().get(view).shape();
        at[view] = listing.constants().get(owner[view]) != null ? Tensor.wrap(from.storage(), shape, layouts[view])
                : Tensor.overBuffer(from.storage(), shape, layouts[view]);
    }

    /// Bytes of the buffers for intermediate results.
    long bytes() { return bytes; }

    /// What it does, for people.
    String describe() { return PlanText.of(listing, groups, bytes); }

    /// Number of results.
    int results() { return givable.length; }

    /// The type of a result.
    TensorType type(int result) { return listing.types().get(listing.results()[result]); }

    /// What an input is in the runs to come. The values are read when the plan runs, but those of a view are copied now.
    void input(int i, Tensor value) {
        Tensor now = at[i];
        if (value.layout() == null) {
            if (now == null || now.storage() != value.storage()) put(i, value.storage());
            isCopied[i] = false;
            return;
        }
        if (!isCopied[i]) put(i, Buffer.of(listing.types().get(i)).storage());
        isCopied[i] = true;
        Copying.into(present(at[i]), value);
    }

    /// Whether a result is computed into the array that [#give] names; if not, it is some array of the plan's.
    boolean isGivable(int result) { return givable[result]; }

    /// Where a result is to be in the runs to come.
    void give(int result, Storage storage) {
        Tensor now = at[listing.results()[result]];
        if (now == null || now.storage() != storage) put(listing.results()[result], storage);
    }

    private void put(int place, Storage storage) {
        at[place] = Tensor.overBuffer(storage, listing.types().get(place).shape(), null);
        for (int v : viewsOf.getOrDefault(place, List.of())) look(v);
        for (int u : knownTo.getOrDefault(place, List.of())) isBound[u] = false;
    }

    /// Runs all groups.
    void run() {
        for (int u = 0; u < units.length; u++) {
            if (!isBound[u]) {
                units[u].bind(at);
                isBound[u] = true;
            }
            units[u].run();
        }
    }

    /// A result of the last run; it lies in an array of the plan's, or in one that was given.
    Tensor result(int i) { return present(at[listing.results()[i]]); }

    private static Tensor present(@Nullable Tensor t) {
        if (t == null) throw new AssertionError("a place that was never filled");
        return t;
    }
}
