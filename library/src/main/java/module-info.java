/// The library in one word: a program that `requires dev.jacobi` can use all of it.
module dev.jacobi {
    requires transitive dev.jacobi.core;
    requires transitive dev.jacobi.nn;
    requires transitive dev.jacobi.io;
    requires transitive dev.jacobi.explain;
}
