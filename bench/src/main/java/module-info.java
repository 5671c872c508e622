/// Measurements.
module dev.jacobi.bench {
    requires static org.jspecify;
    requires dev.jacobi.core;
    requires dev.jacobi.explain;
    requires dev.jacobi.io;
    requires dev.jacobi.nn;

    exports dev.jacobi.bench;
    opens dev.jacobi.bench to dev.jacobi.core;
}
