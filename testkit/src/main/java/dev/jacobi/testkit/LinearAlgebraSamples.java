package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.normal;

import java.util.List;

/// Matrices taken apart.
final class LinearAlgebraSamples {
    private LinearAlgebraSamples() {}

    static List<Sample> all() {
        return List.of(
                // no reference: Q is given by what it does
                Sample.unary("qr", x -> x.qr().q().add(x.qr().r().sum()), normal(4, 3)),
                Sample.unary("qr, R alone", x -> x.qr().r().sin(), normal(3, 3)),
                Sample.unary("qr, Q times R", x -> x.qr().q().matmul(x.qr().r()), normal(4, 3)).as(in -> in.getFirst()));
    }
}
