/// The command line.
module dev.jacobi.cli {
    opens dev.jacobi.cli to info.picocli, dev.jacobi.core;

    requires static org.jspecify;
    requires dev.jacobi.core;
    requires dev.jacobi.nn;
    requires dev.jacobi.io;
    requires dev.jacobi.explain;
    requires dev.jacobi.bench;
    requires info.picocli;
}
