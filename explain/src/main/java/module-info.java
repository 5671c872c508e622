/// Gradients taken apart: the chain of local derivatives behind each number.
module dev.jacobi.explain {
    requires static org.jspecify;
    requires transitive dev.jacobi.core;
    requires dev.jacobi.io;

    exports dev.jacobi.explain;
    exports dev.jacobi.explain.formula;
    exports dev.jacobi.explain.lesson;
    exports dev.jacobi.explain.notation;
    exports dev.jacobi.explain.render;
    exports dev.jacobi.explain.why;
}
