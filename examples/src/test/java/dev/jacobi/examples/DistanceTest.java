package dev.jacobi.examples;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DistanceTest {
    private static final Tensor COLUMNS = Tensor.of(Shape.of(4, 2), 1, 0, 2, 1, 0, 1, -1, 3);
    private static final Tensor POINT = Tensor.of(1, 2, 3, 4);

    @Test
    void passes() { Programs.passes("distance", c -> Distance.cost(c, POINT, 5), COLUMNS, 1e-7); }

    /// Without a factorization: the normal equations give the coordinates c and the rest r, and the
    /// gradient of |r|² is -2 r cᵀ.
    @Test
    void agreesWithTheNormalEquations() {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ap = 0;
        double bp = 0;
        for (int i = 0; i < 4; i++) {
            double a = COLUMNS.at(i, 0);
            double b = COLUMNS.at(i, 1);
            aa += a * a;
            ab += a * b;
            bb += b * b;
            ap += a * POINT.at(i);
            bp += b * POINT.at(i);
        }
        double[] c = {(bb * ap - ab * bp) / (aa * bb - ab * ab), (aa * bp - ab * ap) / (aa * bb - ab * ab)};
        double squared = 0;
        double[] slopes = new double[8];
        for (int i = 0; i < 4; i++) {
            double rest = POINT.at(i) - COLUMNS.at(i, 0) * c[0] - COLUMNS.at(i, 1) * c[1];
            squared += rest * rest;
            for (int k = 0; k < 2; k++) slopes[2 * i + k] = -2 * rest * c[k];
        }
        assertThat(Distance.squared(COLUMNS, POINT).item()).isCloseTo(squared, offset(1e-13));
        Numbers.within(1e-13, grad(m -> Distance.squared(m, POINT), COLUMNS), slopes);
    }

    /// The area is √(aa·bb − ab²), for the products of the columns a and b.
    @Test
    void theAreaAgreesWithAFormula() {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        for (int i = 0; i < 4; i++) {
            aa += COLUMNS.at(i, 0) * COLUMNS.at(i, 0);
            ab += COLUMNS.at(i, 0) * COLUMNS.at(i, 1);
            bb += COLUMNS.at(i, 1) * COLUMNS.at(i, 1);
        }
        double area = Math.sqrt(aa * bb - ab * ab);
        double[] slopes = new double[8];
        for (int i = 0; i < 4; i++) {
            slopes[2 * i] = (bb * COLUMNS.at(i, 0) - ab * COLUMNS.at(i, 1)) / area;
            slopes[2 * i + 1] = (aa * COLUMNS.at(i, 1) - ab * COLUMNS.at(i, 0)) / area;
        }
        assertThat(Distance.area(COLUMNS).item()).isCloseTo(area, offset(1e-13));
        Numbers.within(1e-13, grad(Distance::area, COLUMNS), slopes);
    }
}
