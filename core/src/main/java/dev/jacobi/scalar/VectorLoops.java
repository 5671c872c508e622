package dev.jacobi.scalar;

import dev.jacobi.kernel.Vectors;
import dev.jacobi.scalar.Segments.Piece;
import dev.jacobi.scalar.Segments.Stage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program as loops over vectors, where the JVM has the Vector API (`--add-modules jdk.incubator.vector`).
///
/// Such a loop is slow until the JIT compiler knows it, by a factor of hundreds. So it is written and called on a
/// few numbers in the background, while the program runs in tiles, and takes over when it has become fast. The
/// bits are the same, so nobody sees when.
final class VectorLoops {
    /// Loops are kept for programs that have the same ones; bounded, and emptied when full.
    private static final Map<Piece, Segment> WARM = new ConcurrentHashMap<>();
    private static final int BOUND = 2048;
    private static final ThreadPoolExecutor WARMER = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
        Thread t = new Thread(task, "jacobi-vector-loops");
        t.setDaemon(true);
        t.setPriority(Thread.MIN_PRIORITY);
        return t;
    });
    static {
        WARMER.allowCoreThreadTimeOut(true);
    }

    private final Segments segments;
    private final Segment[] loops;
    private final int lanes;

    private VectorLoops(Segments segments, Segment[] loops, int lanes) {
        this.segments = segments;
        this.loops = loops;
        this.lanes = lanes;
    }

    /// Numbers in a vector; 0 where there is none.
    private static int lanes(Precision precision) {
        return switch (precision) {
            case F32 -> Vectors.BITS / Float.SIZE;
            case F64 -> Vectors.BITS / Double.SIZE;
            case WHOLE -> 0;
        };
    }

    /// Whether there can be such loops.
    static boolean exist(Precision precision) { return lanes(precision) > 0; }

    /// Makes the loops of a program in the background, and hands them to it when they are fast.
    static void request(Program program) { WARMER.execute(() -> program.become(of(program, true))); }

    /// The loops of a program.
    ///
    /// @param warm whether to wait until they are fast, a few seconds at most
    static @Nullable VectorLoops of(Program program, boolean warm) {
        Segments segments = new Segments(program);
        int lanes = lanes(program.precision());
        Segment[] loops = new Segment[segments.stages().size()];
        boolean any = false;
        for (int s = 0; s < loops.length; s++) {
            Stage stage = segments.stages().get(s);
            Piece piece = stage.piece();
            loops[s] = piece == null ? (_, _, _) -> { } : warm ? warm(piece, lanes) : SegmentWriter.write(piece, lanes);
            any |= piece != null;
        }
        return any ? new VectorLoops(segments, loops, lanes) : null;
    }

    private static Segment warm(Piece piece, int lanes) {
        Segment known = WARM.get(piece);
        if (known != null) return known;
        Segment segment = SegmentWriter.write(piece, lanes);
        Warming.call(segment, piece, lanes);
        if (WARM.size() >= BOUND) WARM.clear();
        WARM.put(piece, segment);
        return segment;
    }

    void run(Precision precision, Operand[] in, Object[] out, int from, int to) {
        if (precision == Precision.F32) VectorTilesF32.run(segments, loops, lanes, in, out, from, to);
        else VectorTilesF64.run(segments, loops, lanes, in, out, from, to);
    }
}
