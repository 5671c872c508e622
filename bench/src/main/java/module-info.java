/// Measurements.
module dev.jacobi.bench {
    requires static org.jspecify;
    requires dev.jacobi.core;
    requires dev.jacobi.explain;
    requires dev.jacobi.io;
    requires dev.jacobi.nn;
}
