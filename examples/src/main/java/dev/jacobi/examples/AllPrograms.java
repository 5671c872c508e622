package dev.jacobi.examples;

/// Runs the programs one after the other.
public final class AllPrograms {
    private AllPrograms() {}

    static void main() {
        Convolution.main();
        Lstm.main();
        Dropout.main();
        Distance.main();
        AdamStep.main();
        PerSample.main();
        Checkpoints.main();
        Tied.main();
    }
}
