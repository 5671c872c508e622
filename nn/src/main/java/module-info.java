/// Neural networks: layers as records, losses, optimizers and training.
module dev.jacobi.nn {
    requires static org.jspecify;
    requires transitive dev.jacobi.core;

    exports dev.jacobi.nn;
}
