package dev.jacobi.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The threads among which large loops are divided: the one that asks, and some daemons beside it. They claim
/// parts one after the other, look out for more for some microseconds, and then sleep.
///
/// What is computed never depends on the division: every part writes what no other part touches. One loop
/// is divided at a time; whoever comes meanwhile, or from inside a part, does all of its own loop itself.
public final class Pool {
    /// A loop over some of the elements of a whole.
    @FunctionalInterface
    public interface Task {
        /// Does elements `from` up to, not including, `to`.
        void run(int from, int to);
    }

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    /// The system property for the number of threads; without it, as many as there are processors.
    private static final String PROPERTY = "jacobi.threads";
    private static final int MOST = 64;
    private static final long SPIN = 20_000;
    /// No part is left to claim.
    private static final int CLOSED = Integer.MAX_VALUE;

    private static volatile Pool pool = new Pool(configured());

    private final Worker[] workers;
    private final boolean spins;
    private final AtomicBoolean busy = new AtomicBoolean();
    /// The number of the job in the upper half, the next part in the lower one.
    private final AtomicLong state = new AtomicLong(CLOSED);
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile @Nullable Thread waiting;
    private volatile @Nullable RuntimeException failure;
    private volatile @Nullable Error error;
    private volatile boolean stopped;
    private @Nullable Task task;
    private int count;
    private int size;
    private int parts;
    private int job;

    private Pool(int threads) {
        workers = new Worker[threads - 1];
        spins = threads <= CORES;
        for (int i = 0; i < workers.length; i++) workers[i] = new Worker(i + 1);
    }

    private static int configured() {
        Integer n = Integer.getInteger(PROPERTY);
        return Math.clamp(n == null ? CORES : n, 1, MOST);
    }

    /// Number of threads, that of the caller included.
    public static int threads() { return pool.workers.length + 1; }

    /// Divides loops among so many threads from now on; 1 for none but the caller's.
    ///
    /// @throws IllegalArgumentException if it isn't from 1 to 64
    public static synchronized void threads(int threads) {
        if (threads < 1 || threads > MOST) {
            throw new IllegalArgumentException("loops are divided among 1 to " + MOST + " threads, but " + threads + " were asked for");
        }
        Pool old = pool;
        if (threads == old.workers.length + 1) return;
        pool = new Pool(threads);
        old.stopped = true;
        for (Worker w : old.workers) LockSupport.unpark(w.thread);
    }

    /// Runs a task on all of `count` elements, in parts of `size`.
    public static void split(int count, int size, Task task) {
        Pool p = pool;
        if (count <= size || p.workers.length == 0 || !p.busy.compareAndSet(false, true)) {
            if (count > 0) task.run(0, count);
            return;
        }
        p.run(count, size, task);
    }

    private void run(int count, int size, Task task) {
        state.set((long) job << 32 | CLOSED);
        job++;
        this.task = task;
        this.count = count;
        this.size = size;
        parts = (count + size - 1) / size;
        unfinished.set(parts);
        state.set((long) job << 32);
        int asked = Math.min(workers.length, parts - 1);
        for (int i = 0; i < asked; i++) workers[i].wake();
        while (claim()) { }
        await();
        state.set((long) job << 32 | CLOSED);
        this.task = null;
        RuntimeException problem = failure;
        Error worse = error;
        failure = null;
        error = null;
        busy.set(false);
        if (problem != null) throw problem;
        if (worse != null) throw worse;
    }

    /// Does one part.
    ///
    /// @return whether there was one
    private boolean claim() {
        while (true) {
            long now = state.get();
            int part = (int) now;
            if (part == CLOSED || part >= parts) return false;
            if (!state.compareAndSet(now, now + 1)) continue;
            Task t = task;
            if (t == null) throw new AssertionError("a part of no task");
            try {
                t.run(part * size, Math.min(count, (part + 1) * size));
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) {
                error = e;
            } finally {
                if (unfinished.decrementAndGet() == 0) LockSupport.unpark(waiting);
            }
            return true;
        }
    }

    private void await() {
        if (unfinished.get() == 0) return;
        long start = System.nanoTime();
        while (unfinished.get() > 0) {
            if (spins && System.nanoTime() - start < SPIN) {
                Thread.onSpinWait();
                continue;
            }
            waiting = Thread.currentThread();
            if (unfinished.get() > 0) LockSupport.parkNanos(this, 1_000_000);
            waiting = null;
        }
    }

    private final class Worker implements Runnable {
        private final Thread thread;
        private volatile boolean started;
        private volatile boolean sleeps;

        Worker(int number) { thread = Thread.ofPlatform().daemon().name("jacobi-" + number).unstarted(this); }

        void wake() {
            if (!started) {
                started = true;
                thread.start();
            } else if (sleeps) {
                LockSupport.unpark(thread);
            }
        }

        @Override public void run() {
            while (!stopped) {
                while (claim()) { }
                if (!spins || !spin()) sleep();
            }
        }

        private boolean isWork() { return (int) state.get() != CLOSED && (int) state.get() < parts; }

        /// Whether something came within some microseconds.
        private boolean spin() {
            long start = System.nanoTime();
            while (System.nanoTime() - start < SPIN) {
                for (int i = 0; i < 16; i++) {
                    if (isWork()) return true;
                    Thread.onSpinWait();
                }
            }
            return false;
        }

        private void sleep() {
            sleeps = true;
            if (!isWork() && !stopped) LockSupport.park(Pool.this);
            sleeps = false;
        }
    }
}
