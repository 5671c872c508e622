/// Tensors, tables and models in files.
module dev.jacobi.io {
    requires static org.jspecify;
    requires transitive dev.jacobi.core;

    exports dev.jacobi.io;
}
