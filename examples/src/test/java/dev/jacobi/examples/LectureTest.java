package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;
import static dev.jacobi.examples.Numbers.close;
import static dev.jacobi.examples.Numbers.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Text 002: the lecture "gradients by hand and algorithmically". Vectors are columns: z = W x + b.
class LectureTest {
    // ---- one input

    @Test
    void aCube() {
        UnaryOperator<Tensor> cube = x -> x.pow(3);
        for (double[] row : new double[][] {{1, 3, 1.030301}, {4, 48, 64.481201}}) {
            Tensor x = Tensor.scalar(row[0]);
            assertThat(grad(cube).apply(x).item()).isEqualTo(row[1]);
            assertThat(cube.apply(x.add(0.01)).item()).isCloseTo(row[2], offset(1e-12));
            assertThat(cube.apply(x).item() + 0.01 * row[1]).as("the slope's guess").isCloseTo(row[2], offset(2e-3));
        }
    }

    @Test
    void theChainRule() {
        for (double x : new double[] {-1, 0.5, 4}) {
            assertThat(grad(v -> v.square().mul(3), Tensor.scalar(x)).item()).isEqualTo(6 * x);
        }
    }

    @Test
    void twoSidedDifferencesAreFarBetter() {
        UnaryOperator<Tensor> cube = x -> x.pow(3);
        double h = 1e-4;
        for (double[] row : new double[][] {{1, 3.0e-4}, {4, 1.2e-3}}) {
            double slope = 3 * row[0] * row[0];
            double f = at(cube, row[0]);
            double oneSided = (at(cube, row[0] + h) - f) / h;
            double twoSided = (at(cube, row[0] + h) - at(cube, row[0] - h)) / (2 * h);
            assertThat(oneSided - slope).isCloseTo(row[1], offset(1e-5));
            assertThat(twoSided - slope).isCloseTo(1.0e-8, offset(2e-9));
        }
    }

    private static double at(UnaryOperator<Tensor> f, double x) { return f.apply(Tensor.scalar(x)).item(); }

    // ---- the graph of f(x, y, z) = (x + y) · max(y, z)

    record Point(Tensor x, Tensor y, Tensor z) {
        static Point of(double x, double y, double z) {
            return new Point(Tensor.scalar(x), Tensor.scalar(y), Tensor.scalar(z));
        }

        Tensor f() { return x.add(y).mul(y.maximum(z)); }
    }

    @Test
    void plusDistributesMaxRoutesTimesSwitches() {
        Point p = Point.of(1, 2, 0);
        Tensor a = p.x().add(p.y());
        Tensor b = p.y().maximum(p.z());
        assertThat(a.item()).isEqualTo(3);
        assertThat(b.item()).isEqualTo(2);
        var f = valueAndGrad(Point::f, p);
        assertThat(f.value().item()).isEqualTo(6);
        assertThat(grad(v -> v, f.value()).item()).isEqualTo(1);
        assertThat(grad(v -> v.mul(b), a).item()).isEqualTo(2);
        assertThat(grad(v -> a.mul(v), b).item()).isEqualTo(3);
        assertThat(f.gradient().x().item()).isEqualTo(2);
        assertThat(f.gradient().y().item()).as("2 through the sum and 3 through max").isEqualTo(5);
        assertThat(f.gradient().z().item()).isEqualTo(0);
        assertThat(grad(y -> p.x().add(y).mul(b), p.y()).item()).isEqualTo(2);
        assertThat(grad(y -> a.mul(y.maximum(p.z())), p.y()).item()).isEqualTo(3);
    }

    @Test
    void theSameWithVariables() {
        Tensor x = variable("x", Tensor.scalar(1));
        Tensor y = variable("y", Tensor.scalar(2));
        Tensor z = variable("z", Tensor.scalar(0));
        Gradients g = new Point(x, y, z).f().backward();
        assertThat(g.of(x).item()).isEqualTo(2);
        assertThat(g.of(y).item()).isEqualTo(5);
        assertThat(g.of(z).item()).isEqualTo(0);
    }

    @Test
    void nudges() {
        assertThat(Point.of(1, 2, 0.1).f().item()).isEqualTo(6);
        assertThat(Point.of(1.1, 2, 0).f().item()).isCloseTo(6.2, offset(1e-12));
        assertThat(Point.of(1, 2.1, 0).f().item()).isCloseTo(6.51, offset(1e-12));
        double big = (Point.of(1, 2.1, 0).f().item() - 6) / 0.1;
        assertThat(big).as("one-sided, h = 0.1").isCloseTo(5.10, offset(1e-9));
        assertThat((Point.of(1, 2.1, 0).f().item() - Point.of(1, 1.9, 0).f().item()) / 0.2).isCloseTo(5, offset(1e-9));
        assertThat((Point.of(1, 2.0001, 0).f().item() - 6) / 1e-4).isCloseTo(5.0001, offset(1e-9));
        assertThat((Point.of(1, 2.0001, 0).f().item() - Point.of(1, 1.9999, 0).f().item()) / 2e-4).isCloseTo(5, offset(1e-9));
        Numbers.gradientIsRight(Point::f, Point.of(1, 2, 0), 1e-8);
    }

    // ---- the window classifier: is the center word a location?

    record Window(Tensor w, Tensor b, Tensor u) {
        Tensor z(Tensor x) { return w.matmul(x).add(b); }

        Tensor h(Tensor x) { return z(x).sigmoid(); }

        Tensor s(Tensor x) { return u.dot(h(x)); }
    }

    private static final Tensor X = Tensor.of(1, 2, 3);
    private static final Window WINDOW = new Window(
            Tensor.of(Shape.of(2, 3), 0.1, -0.2, 0.3, 0.4, 0.5, -0.6), Tensor.of(0.1, -0.1), Tensor.of(0.7, -0.8));

    @Test
    void theWindowForward() {
        within(1e-15, WINDOW.z(X), 0.7, -0.5);
        close(WINDOW.h(X), 0.6681877722, 0.3775406688);
        close(WINDOW.s(X), 0.1656989055);
        close(WINDOW.s(X).sigmoid(), 0.5413302057);
    }

    @Test
    void theWindowsGradients() {
        Window slopes = Numbers.gradientIsRight(n -> n.s(X), WINDOW, 1e-9);
        close(slopes.b(), 0.1551990113, -0.1880029698);
        close(slopes.w(), 0.1551990113, 0.3103980226, 0.4655970339, -0.1880029698, -0.3760059395, -0.5640089093);
        close(slopes.u(), WINDOW.h(X).toDoubles());
        close(grad(WINDOW::s, X), -0.0596812868, -0.1250412871, 0.1593614852);

        // by hand: delta = u ∘ f'(z); ds/db = delta, ds/dW = delta outer x, ds/dx = delta W
        Tensor h = WINDOW.h(X);
        Tensor delta = WINDOW.u().mul(h).mul(h.subFrom(1));
        within(1e-16, slopes.b(), delta.toDoubles());
        within(1e-15, slopes.w(), delta.outer(X).toDoubles());
        within(1e-15, grad(WINDOW::s, X), delta.matmul(WINDOW.w()).toDoubles());
        assertThat(slopes.w().at(1, 2)).as("W23 acts on z2 only, with x3").isCloseTo(delta.at(1) * 3, offset(1e-15));
    }

    @Test
    void jacobians() {
        Tensor z = WINDOW.z(X);
        Tensor h = WINDOW.h(X);
        Tensor u = WINDOW.u();
        within(1e-15, jacobian(Tensor::sigmoid, z), h.at(0) * (1 - h.at(0)), 0, 0, h.at(1) * (1 - h.at(1)));
        within(0, jacobian(WINDOW::z, X), WINDOW.w().toDoubles());
        within(0, jacobian(b -> WINDOW.w().matmul(X).add(b), WINDOW.b()), 1, 0, 0, 1);
        within(0, jacobian(v -> v.dot(h), u), h.toDoubles());
        // the Jacobian form of ds/dW is a row of n·m entries; the shape convention folds it to n × m
        Tensor dzdW = jacobian(w -> w.matmul(X), WINDOW.w());
        assertThat(dzdW.shape()).isEqualTo(Shape.of(2, 2, 3));
        within(0, dzdW.reshape(2, 6), 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 2, 3);
        Tensor delta = grad(t -> u.dot(t.sigmoid()), z);
        within(1e-16, delta.matmul(dzdW.reshape(2, 6)), grad((Window n) -> n.s(X), WINDOW).w().toDoubles());
        // the three factors of ds/db as matrices: u' diag(f'(z)) I
        Tensor product = u.matmul(jacobian(Tensor::sigmoid, z)).matmul(jacobian(b -> WINDOW.w().matmul(X).add(b), WINDOW.b()));
        within(1e-16, product, delta.toDoubles());
    }

    /// Left to the homework: the derivative of the logistic, and the loss J.
    @Test
    void theHomework() {
        Tensor s = WINDOW.s(X);
        double p = s.sigmoid().item();
        assertThat(grad(Tensor::sigmoid, s).item()).isCloseTo(p * (1 - p), offset(1e-16));
        // J = -log sigma(s) for a location: its slope at s is sigma(s) - 1
        Numbers.gradientIsRight(n -> n.s(X).sigmoid().log().neg(), WINDOW, 1e-9);
        assertThat(grad(t -> t.sigmoid().log().neg(), s).item()).isCloseTo(p - 1, offset(1e-15));
    }

    @Test
    void sgdIsOneEquation() {
        Window slopes = grad(n -> n.s(X), WINDOW);
        double alpha = 0.1;
        Window next = Tree.zip(WINDOW, slopes, (theta, slope) -> theta.sub(slope.mul(alpha)));
        assertThat(next.s(X).item()).isLessThan(WINDOW.s(X).item());
        within(1e-15, next.u(), 0.7 - 0.1 * slopes.u().at(0), -0.8 - 0.1 * slopes.u().at(1));
    }

    // ---- non-linearities

    private static void activation(UnaryOperator<Tensor> f, double z, double value, double slope) {
        var at = valueAndGrad(f, Tensor.scalar(z));
        assertThat(at.value().item()).isCloseTo(value, offset(1e-8));
        assertThat(at.gradient().item()).isCloseTo(slope, offset(1e-8));
    }

    @Test
    void smoothActivations() {
        activation(Tensor::sigmoid, 1, 0.73105858, 0.19661193);
        activation(Tensor::sigmoid, -1, 0.26894142, 0.19661193);
        activation(Tensor::tanh, 1, 0.76159416, 0.41997434);
        activation(Tensor::tanh, -1, -0.76159416, 0.41997434);
        activation(Tensor::silu, 1, 0.73105858, 0.92767051);
        activation(Tensor::silu, -1, -0.26894142, 0.07232949);
        activation(Tensor::gelu, 1, 0.84134475, 1.08331547);
        activation(Tensor::gelu, -1, -0.15865525, -0.08331547);
        Tensor one = Tensor.scalar(1);
        assertThat(one.mul(one.mul(1.702).sigmoid()).item()).as("the slide's short form").isCloseTo(0.84579577, offset(1e-8));
    }

    /// "A rescaled logistic: stretched by two, moved down by one", and its input is doubled, too.
    @Test
    void tanhIsARescaledLogistic() {
        for (double z : new double[] {-3, -0.1, 0, 0.7, 5}) {
            Tensor at = Tensor.scalar(z);
            assertThat(at.tanh().item()).isCloseTo(at.mul(2).sigmoid().mul(2).sub(1).item(), offset(3e-16));
        }
    }

    @Test
    void brokenLines() {
        Tensor z = Tensor.of(-2, -0.5, 0.5, 2);
        broken(Tensor::step, z, new double[] {0, 0, 1, 1}, new double[] {0, 0, 0, 0});
        broken(Tensor::relu, z, new double[] {0, 0, 0.5, 2}, new double[] {0, 0, 1, 1});
        broken(Tensor::hardTanh, z, new double[] {-1, -0.5, 0.5, 1}, new double[] {0, 1, 1, 0});
        broken(v -> v.leakyRelu(0.1), z, new double[] {-0.2, -0.05, 0.5, 2}, new double[] {0.1, 0.1, 1, 1});
        // parametric: the slope of the negative half is a parameter, and gets a gradient
        Tensor a = Tensor.scalar(0.25);
        broken(v -> v.parametricRelu(a), z, new double[] {-0.5, -0.125, 0.5, 2}, new double[] {0.25, 0.25, 1, 1});
        assertThat(grad(p -> z.parametricRelu(p).sum(), a).item()).isEqualTo(-2.5);
    }

    private static void broken(UnaryOperator<Tensor> f, Tensor z, double[] values, double[] slopes) {
        within(1e-16, f.apply(z), values);
        within(1e-16, vjp(f, z).apply(Tensor.ones(z.shape(), DType.F64)), slopes);
    }

    @Test
    void withoutThemTwoLayersAreOne() {
        Tensor first = WINDOW.w();
        Tensor second = Tensor.of(Shape.of(2, 2), 1, -2, 0.5, 3);
        within(1e-15, jacobian(x -> second.matmul(first.matmul(x)), X), second.matmul(first).toDoubles());
    }

    /// Announced, not treated: each logistic on the way back multiplies by a quarter at most.
    @Test
    void vanishing() {
        for (double[] row : new double[][] {{5, 9.8e-4}, {10, 9.5e-7}, {20, 9.1e-13}}) {
            Tensor slope = grad(v -> {
                Tensor y = v;
                for (int layer = 0; layer < row[0]; layer++) y = y.sigmoid().sub(0.5);      // stays at 0, where it is steepest
                return y;
            }, Tensor.scalar(0));
            assertThat(slope.item()).isEqualTo(Math.pow(0.25, row[0])).isCloseTo(row[1], offset(row[1] * 0.01));
        }
    }
}
