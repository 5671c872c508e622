package dev.jacobi.bench.peers;

import dev.jacobi.bench.JacobiSteps;
import dev.jacobi.bench.Step;
import dev.jacobi.bench.Workload;

/// Who does the workloads.
enum Library {
    /// Jacobi, a step as one plan.
    COMPILED("Jacobi compiled"),
    /// Jacobi, a step as ordinary code.
    ORDINARY("Jacobi"),
    /// The library of PyTorch, called from Java.
    LIBTORCH("libtorch"),
    /// TensorFlow from Java, a step as a graph.
    TENSORFLOW("TF-Java"),
    /// The product of oneDNN, which knows no other workload.
    ONEDNN("oneDNN");

    private final String title;

    Library(String title) { this.title = title; }

    String title() { return title; }

    boolean does(Workload workload) { return this != ONEDNN || workload.isProduct(); }

    /// A workload, ready to run on so many threads.
    Step step(Workload workload, int threads) {
        return switch (this) {
            case COMPILED -> JacobiSteps.of(workload, true);
            case ORDINARY -> JacobiSteps.of(workload, false);
            case LIBTORCH -> TorchSteps.of(workload, threads);
            case TENSORFLOW -> TensorFlowSteps.of(workload, threads);
            case ONEDNN -> OneDnnProduct.of(workload);
        };
    }
}
