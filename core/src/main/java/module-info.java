/// Tensors, operations and their derivatives.
@org.jspecify.annotations.NullMarked
module dev.jacobi.core {
    requires static org.jspecify;
    requires static jdk.incubator.vector;

    exports dev.jacobi;
    exports dev.jacobi.tensor;
    exports dev.jacobi.op;
    exports dev.jacobi.scalar;
    exports dev.jacobi.diff;
    exports dev.jacobi.compile;
    exports dev.jacobi.kernel to dev.jacobi.bench, dev.jacobi.testkit;
}
