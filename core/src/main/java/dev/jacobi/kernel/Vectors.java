package dev.jacobi.kernel;

import dev.jacobi.kernel.vector.VectorLength;
import dev.jacobi.kernel.vector.VectorWarmUpF32;
import dev.jacobi.kernel.vector.VectorWarmUpF64;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// When products go through the Vector API rather than through portable loops; the bits are the same.
///
/// They do where the JVM has its module, which takes the option `--add-modules jdk.incubator.vector`, and vectors of at
/// least 256 bits; not with the system property `jacobi.portable=true`, which is read once. Before the JIT compiler
/// knows them, such loops are slower than the portable ones by a factor of hundreds. So they are called on a few numbers in a
/// daemon thread, once a process has computed enough to be worth it, and take over when they have become fast.
///
/// Where the module is missing, the system logger `dev.jacobi` says at level DEBUG what to add, once.
public final class Vectors {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int LEAST_BITS = 256;
    /// How long the vectors are; 0 where they aren't to be used.
    public static final int BITS = bits();
    static final boolean PRESENT = BITS > 0;
    /// Multiplications in products (elements of rows) that are large enough, some hundredths of a second: who needs no more than that is done before
    /// the compiler is.
    private static final long MUCH = 1L << 28;
    /// A smaller product isn't worth a look.
    private static final long LITTLE = 512;

    static final Vectors F32 = new Vectors(() -> VectorWarmUpF32.products());
    static final Vectors F64 = new Vectors(() -> VectorWarmUpF64.products());
    /// For convolutions.
    static final Vectors WINDOWS_F32 = new Vectors(() -> VectorWarmUpF32.windows());
    static final Vectors WINDOWS_F64 = new Vectors(() -> VectorWarmUpF64.windows());

    /// For sums and the like of elements that lie one after the other.
    static final Vectors ROWS_F32 = new Vectors(() -> VectorWarmUpF32.rows());
    static final Vectors ROWS_F64 = new Vectors(() -> VectorWarmUpF64.rows());

    private static int bits() {
        if (Boolean.getBoolean("jacobi.portable") || ModuleLayer.boot().findModule(MODULE).isEmpty()) return 0;
        int bits = VectorLength.bits();
        return bits >= LEAST_BITS ? bits : 0;
    }

    private final BooleanSupplier warmUp;
    private volatile boolean ready;
    private volatile boolean begun;
    private volatile @Nullable Thread warming;
    /// Threads may overwrite each other's counts; it comes to [#MUCH] all the same.
    private long multiplications;

    private Vectors(BooleanSupplier warmUp) { this.warmUp = warmUp; }

    /// Whether a product of so many multiplications shall go through the Vector API.
    boolean take(long work) {
        if (ready) return work > LITTLE;
        if (!begun && work > LITTLE) {
            multiplications += work;
            if (multiplications > MUCH) begin();
        }
        return false;
    }

    private synchronized void begin() {
        if (begun) return;
        begun = true;
        if (PRESENT) {
            warming = Thread.ofPlatform().daemon().name("jacobi-vector-products").priority(Thread.MIN_PRIORITY)
                    .start(() -> ready = warmUp.getAsBoolean());
        } else {
            System.getLogger("dev.jacobi").log(System.Logger.Level.DEBUG,
                    "products of matrices take portable loops; with the option --add-modules " + MODULE + " of java they are faster");
        }
    }

    /// Waits until products go through the Vector API, some seconds at most. Measurements begin with it.
    ///
    /// @return whether they do
    public static boolean warmUp() { return F32.await() & F64.await() & WINDOWS_F32.await() & WINDOWS_F64.await() & ROWS_F32.await() & ROWS_F64.await(); }

    private boolean await() {
        begin();
        try {
            Thread thread = warming;
            if (thread != null) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ready;
    }
}
