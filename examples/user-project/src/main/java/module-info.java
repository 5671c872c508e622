module its.programs {
    requires dev.jacobi;
    requires jdk.httpserver;

    opens its.programs to dev.jacobi.core;
}
