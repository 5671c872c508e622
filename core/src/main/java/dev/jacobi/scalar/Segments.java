package dev.jacobi.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program cut into pieces that are loops over vectors, and single instructions that can't be. What one
/// piece hands to another lies in slots: one for each input of the program, then one for each such value.
///
/// A piece is short enough for the JIT compiler, which gives up on long methods.
final class Segments {
    /// A piece has about so many machine instructions.
    private static final int MOST = 150;

    /// What a loop over vectors computes. Values are numbered: those that are read, then the constants, then what
    /// each instruction makes.
    ///
    /// @param writes the values that leave the loop
    record Piece(Precision precision, int inputs, List<Double> constants, List<ScalarInstruction> code, List<List<Integer>> operands,
            List<Integer> writes) {}

    /// A piece, or one instruction, and the slots that it reads and writes.
    ///
    /// @param step the instruction, where there is no piece
    record Stage(@Nullable Piece piece, int step, int[] reads, int[] writes) {}

    private final Program program;
    private final int fixed;
    private final int[] slot;
    private final List<Stage> stages = new ArrayList<>();
    /// Values that single instructions read or make, or that are results as they are given: they lie in registers.
    private final boolean[] isPlain;
    private final boolean[] isDirect;
    private int slots;

    Segments(Program program) {
        this.program = program;
        fixed = program.inputs() + program.constants().length;
        slot = new int[fixed + program.size()];
        Arrays.fill(slot, -1);
        for (int i = 0; i < program.inputs(); i++) slot[i] = slots++;
        int[] cut = cuts();
        int[] stageOf = new int[slot.length];
        Arrays.fill(stageOf, -1);
        for (int k = 0; k + 1 < cut.length; k++) for (int s = cut[k]; s < cut[k + 1]; s++) stageOf[fixed + s] = k;
        isPlain = new boolean[slot.length];
        isDirect = new boolean[program.results()];
        boolean[] isResult = new boolean[slot.length];
        for (int k = 0; k < program.results(); k++) {
            int value = program.value(k);
            needSlot(value);
            isPlain[value] |= value < fixed;
            isDirect[k] = !isResult[value];
            isResult[value] = true;
        }
        for (int s = 0; s < program.size(); s++) {
            boolean alone = !isVector(program.code(s));
            if (alone) needSlot(fixed + s);
            isPlain[fixed + s] = alone;
            for (int a : program.operands(s)) {
                if (alone || a >= fixed && stageOf[a] != stageOf[fixed + s]) needSlot(a);
                isPlain[a] |= alone;
            }
        }
        for (int k = 0; k < isDirect.length; k++) isDirect[k] &= !isPlain[program.value(k)];
        for (int k = 0; k + 1 < cut.length; k++) stages.add(stage(cut[k], cut[k + 1]));
    }

    private void needSlot(int value) { if (slot[value] < 0) slot[value] = slots++; }

    /// Where the stages begin, and the end.
    private int[] cuts() {
        List<Integer> r = new ArrayList<>();
        int weight = MOST;
        boolean after = true;
        for (int s = 0; s < program.size(); s++) {
            boolean vector = isVector(program.code(s));
            if (!vector || after || weight + weight(program.code(s)) > MOST) {
                r.add(s);
                weight = 0;
            }
            weight += weight(program.code(s));
            after = !vector;
        }
        r.add(program.size());
        return r.stream().mapToInt(Integer::intValue).toArray();
    }

    static boolean isVector(ScalarInstruction i) {
        return switch (i) {
            case ADD, SUB, MUL, DIV, FMA, NEG, ABS, SQRT, MIN, MAX, FLOOR, ROUND, SIGN, LESS, LESS_OR_EQUAL, EQUAL, SELECT, PULL,
                    SCALE, EXPONENT, MANTISSA -> true;
            case QUARTER_REMAINDER, QUARTER_REST, QUARTER, REMAINDER, QUOTIENT, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, OPAQUE -> false;
        };
    }

    private static int weight(ScalarInstruction i) {
        return switch (i) {
            case SCALE, EXPONENT, MANTISSA -> 16;
            case ROUND, FLOOR -> 9;
            case MIN, MAX, SIGN -> 4;
            case PULL -> 3;
            default -> 1;
        };
    }

    private Stage stage(int from, int to) {
        if (to == from + 1 && !isVector(program.code(from))) {
            int[] reads = program.operands(from).clone();
            for (int k = 0; k < reads.length; k++) reads[k] = slot[reads[k]];
            return new Stage(null, from, reads, new int[] {slot[fixed + from]});
        }
        List<Integer> reads = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Map<Integer, Integer> local = new HashMap<>();
        for (int s = from; s < to; s++) {
            for (int a : program.operands(s)) {
                if (a >= fixed + from || local.containsKey(a)) continue;
                boolean isNumber = a >= program.inputs() && a < fixed;
                local.put(a, 0);
                (isNumber ? numbers : reads).add(a);
            }
        }
        for (int k = 0; k < reads.size(); k++) local.put(reads.get(k), k);
        for (int k = 0; k < numbers.size(); k++) local.put(numbers.get(k), reads.size() + k);
        List<Double> constants = numbers.stream().map(a -> program.constants()[a - program.inputs()]).toList();
        List<ScalarInstruction> code = new ArrayList<>();
        List<List<Integer>> operands = new ArrayList<>();
        List<Integer> writes = new ArrayList<>();
        List<Integer> written = new ArrayList<>();
        for (int s = from; s < to; s++) {
            local.put(fixed + s, reads.size() + numbers.size() + s - from);
            code.add(program.code(s));
            operands.add(Arrays.stream(program.operands(s)).map(a -> local.getOrDefault(a, -1)).boxed().toList());
            if (slot[fixed + s] < 0) continue;
            writes.add(reads.size() + numbers.size() + s - from);
            written.add(slot[fixed + s]);
        }
        Piece piece = new Piece(program.precision(), reads.size(), constants, List.copyOf(code), List.copyOf(operands), List.copyOf(writes));
        return new Stage(piece, -1, reads.stream().mapToInt(a -> slot[a]).toArray(), written.stream().mapToInt(Integer::intValue).toArray());
    }

    List<Stage> stages() { return stages; }

    int slots() { return slots; }

    /// The slot of a value, -1 where it has none.
    int slot(int value) { return slot[value]; }

    /// Whether the array of an input may be read where it is.
    boolean mayLieAnywhere(int input) { return !isPlain[input]; }

    /// Whether a result may be written where it belongs.
    boolean isDirect(int result) { return isDirect[result]; }

    Program program() { return program; }
}
