/// Tensors, operations and their derivatives.
module dev.jacobi.core {
    requires static org.jspecify;
}
