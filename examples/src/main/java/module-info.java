/// Small programs that use the library.
module dev.jacobi.examples {
    requires static org.jspecify;
    requires dev.jacobi;
}
