package dev.jacobi.bench;

import java.util.function.Supplier;

/// A piece of work that is measured by what it does in a second.
///
/// @param work of a call: floating operations, of which a fused multiply-add is two, or bytes that are read or written
/// @param prepared makes the numbers it works on, and the call
public record Kernel(String name, double work, Unit unit, Supplier<Runnable> prepared) {

    /// What is counted.
    public enum Unit {
        ARITHMETIC("GFLOP/s"),
        TRAFFIC("GB/s");

        private final String title;

        Unit(String title) { this.title = title; }

        /// As people write it.
        public String title() { return title; }
    }

    /// The unit's billions a second, if a call takes so many nanoseconds.
    public double rate(double nanoseconds) { return work / nanoseconds; }
}
