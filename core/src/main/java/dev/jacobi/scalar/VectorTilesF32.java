package dev.jacobi.scalar;

import dev.jacobi.scalar.Segments.Stage;
import java.util.Arrays;
import java.util.List;

/// Runs programs on `float[]` arrays by loops over vectors, in tiles as [TilesF32] does and with the same bits.
/// `VectorTilesF64` is this file with the types exchanged; a test holds the two together.
final class VectorTilesF32 {
    private static final int TILE = Program.TILE;
    /// Tiles end where rows do that are no shorter: then operands that leap there are read where they are.
    private static final int LONG = 128;

    private VectorTilesF32() {}

    static void run(Segments segments, Segment[] loops, int lanes, Operand[] in, Object[] out, int from, int to) {
        TilesF32.Registers registers = TilesF32.Registers.take();
        int slots = segments.slots();
        try {
            registers.first(slots);
            tiles(segments, loops, lanes, registers, in, out, from, to);
        } finally {
            registers.release(slots);
        }
    }

    private static void tiles(Segments segments, Segment[] loops, int lanes, TilesF32.Registers registers,
            Operand[] in, Object[] out, int start, int end) {
        Program p = segments.program();
        List<Stage> stages = segments.stages();
        float[][] own = registers.all;
        float[][] r = registers.run;
        int[] at = registers.places;
        Object[] arrays = registers.arrays;
        int[] offsets = registers.offsets;
        Arrays.fill(at, 0, segments.slots(), 0);
        for (int i = 0; i < p.constants().length; i++) {
            int slot = segments.slot(p.inputs() + i);
            if (slot >= 0) Arrays.fill(r[slot], (float) p.constants()[i]);
        }
        int row = rowLength(p, in);
        int n;
        for (int from = start; from < end; from += n) {
            n = Math.min(Math.min(TILE, row - from % row), end - from);
            int padded = (n + lanes - 1) / lanes * lanes;
            for (int i = 0; i < in.length; i++) {
                if (!p.uses(i)) continue;
                int place = n == padded && segments.mayLieAnywhere(i) && in[i].array() instanceof float[] ? in[i].run(from, n) : -1;
                if (place >= 0) {
                    r[i] = (float[]) in[i].array();
                    at[i] = place;
                } else if (!in[i].isRepeated() || from == start) {
                    r[i] = own[i];
                    at[i] = 0;
                    in[i].load(from, in[i].isRepeated() ? TILE : n, r[i]);
                }
            }
            for (int k = 0; k < out.length; k++) {
                if (!segments.isDirect(k)) continue;
                int slot = segments.slot(p.value(k));
                boolean direct = n == padded && out[k] instanceof float[];
                r[slot] = direct ? (float[]) out[k] : own[slot];
                at[slot] = direct ? from : 0;
            }
            for (int s = 0; s < loops.length; s++) {
                Stage stage = stages.get(s);
                int[] reads = stage.reads();
                int[] writes = stage.writes();
                if (stage.piece() == null) {
                    TilesF32.step(p, stage.step(), reads, writes[0], r, n);
                    continue;
                }
                for (int k = 0; k < reads.length; k++) {
                    arrays[k] = r[reads[k]];
                    offsets[k] = at[reads[k]];
                }
                for (int k = 0; k < writes.length; k++) {
                    arrays[reads.length + k] = r[writes[k]];
                    offsets[reads.length + k] = at[writes[k]];
                }
                loops[s].run(arrays, offsets, padded);
            }
            for (int k = 0; k < out.length; k++) {
                float[] made = r[segments.slot(p.value(k))];
                if (made != out[k]) TilesF32.store(made, out[k], from, n);
            }
        }
    }

    private static int rowLength(Program p, Operand[] in) {
        int r = Integer.MAX_VALUE;
        for (int i = 0; i < in.length; i++) if (p.uses(i) && in[i].rowLength() >= LONG) r = Math.min(r, in[i].rowLength());
        return r;
    }
}
