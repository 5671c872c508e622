/// Small programs that use the library.
module dev.jacobi.examples {
    requires static org.jspecify;
    requires dev.jacobi;
    requires jdk.httpserver;

    opens dev.jacobi.examples to dev.jacobi.core;                      // its records are trees of tensors
}
