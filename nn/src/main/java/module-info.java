/// Neural networks: layers as records, losses, optimizers and training.
module dev.jacobi.nn {
    requires static org.jspecify;
    requires transitive dev.jacobi.core;
    requires transitive dev.jacobi.io;

    exports dev.jacobi.data;
    exports dev.jacobi.nn;
    exports dev.jacobi.train;
}
