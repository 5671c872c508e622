module its.programs {
    requires dev.jacobi;

    opens its.programs to dev.jacobi.core;
}
