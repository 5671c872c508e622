package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

/// The gradient through a QR factorization: how far is a point from the plane that the columns
/// of a matrix span, and how must they turn to come nearer without shrinking their area?
public final class Distance {
    /// The squared distance of `point` from the span of the columns.
    static Tensor squared(Tensor columns, Tensor point) {
        Tensor q = columns.qr().q();                                            // (n, k), orthonormal columns
        Tensor foot = q.matmul(q.transpose().matmul(point));
        return point.sub(foot).square().sum();
    }

    /// The area that the columns enclose: the product of R's diagonal.
    static Tensor area(Tensor columns) {
        Tensor r = columns.qr().r();                                            // (k, k)
        return r.pickEach(Tensor.range(r.size(0))).prod();
    }

    static Tensor cost(Tensor columns, Tensor point, double area) {
        return squared(columns, point).add(area(columns).sub(area).square());
    }

    static void main() {
        Tensor columns = Tensor.of(Shape.of(4, 2), 1, 0, 2, 1, 0, 1, -1, 3);
        Tensor point = Tensor.of(1, 2, 3, 4);
        double area = area(columns).item();
        IO.println("distance: squared " + squared(columns, point).item() + ", area " + area);
        for (int i = 0; i < 100; i++) columns = columns.sub(grad(c -> cost(c, point, area), columns).mul(0.02));
        IO.println("distance: squared " + squared(columns, point).item() + ", area " + area(columns).item());
    }
}
