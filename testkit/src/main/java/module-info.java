/// Checks for operations and their gradients.
module dev.jacobi.testkit {
    requires static org.jspecify;
    requires transitive dev.jacobi.core;

    exports dev.jacobi.testkit;
    exports dev.jacobi.testkit.fuzz;
}
