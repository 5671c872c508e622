package dev.jacobi.examples;

/// Runs the programs one after the other.
public final class AllPrograms {
    private AllPrograms() {}

    static void main() {
        AdamStep.main();
    }
}
