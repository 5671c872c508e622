package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;
import static dev.jacobi.examples.Numbers.close;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Text 003: a net 2-2-2, its linear and sigmoid nodes apart; what happens where a node
/// branches, and how the way back is written without branching or conditions.
class BranchesTest {
    record Net(Tensor hidden, Tensor output) {
        Tensor ah(Tensor x) { return hidden.matmul(x).sigmoid(); }

        Tensor o(Tensor ah) { return output.matmul(ah); }

        Tensor ao(Tensor x) { return o(ah(x)).sigmoid(); }
    }

    private static final Tensor X = Tensor.of(1, 2);
    private static final Tensor Y = Tensor.of(0, 1);
    private static final Net NET = new Net(
            Tensor.of(Shape.of(2, 2), 0.1, 0.2, 0.3, 0.4),
            Tensor.of(Shape.of(2, 2), 0.5, 0.6, 0.7, 0.8));

    private static Tensor l2(Tensor ao) { return ao.sub(Y).square().sum(); }

    private static Tensor l2(Net n) { return l2(n.ao(X)); }

    @Test
    void forward() {
        close(NET.hidden().matmul(X), 0.5, 1.1);
        close(NET.ah(X), 0.6224593312, 0.7502601056);
        close(NET.o(NET.ah(X)), 0.7613857290, 1.0359296163);
        close(NET.ao(X), 0.6816545149, 0.7380638596);
        close(l2(NET), 0.5332634193);
    }

    /// Question 1: w5 is a dead end, ah1 is a tunnel. Each is an input of o1, and an op has a
    /// derivative for each of its inputs.
    @Test
    void aWeightEndsTheChainAndAnActivationGoesOn() {
        Tensor ah = NET.ah(X);
        Tensor atO = grad(o -> l2(o.sigmoid()), NET.o(ah));
        close(atO, 0.2958402915, -0.1012779224);
        Net slopes = grad(BranchesTest::l2, NET);
        assertThat(slopes.output().at(0, 0)).isCloseTo(0.1841485500, offset(1e-10))
                .isCloseTo(atO.at(0) * ah.at(0), offset(1e-16));                         // · do1/dw5 = ah1
        double atAh1 = grad(a -> l2(NET.o(a).sigmoid()), ah).at(0);                      // · do/dah1, both
        double w1 = atAh1 * ah.at(0) * (1 - ah.at(0)) * X.at(0);
        assertThat(slopes.hidden().at(0, 0)).isCloseTo(w1, offset(1e-16));
    }

    /// Question 2: yes, the branches add up.
    @Test
    void theBranchesAtAh1AddUp() {
        Tensor ah = NET.ah(X);
        double viaO1 = grad(a -> l2(Tensor.stack(List.of(NET.o(a).get(0), NET.o(ah).get(1))).sigmoid()), ah).at(0);
        double viaO2 = grad(a -> l2(Tensor.stack(List.of(NET.o(ah).get(0), NET.o(a).get(1))).sigmoid()), ah).at(0);
        double both = grad(a -> l2(NET.o(a).sigmoid()), ah).at(0);
        assertThat(viaO1).isCloseTo(0.1479201457, offset(1e-10));
        assertThat(viaO2).isCloseTo(-0.0708945457, offset(1e-10));
        assertThat(both).isCloseTo(0.0770256001, offset(1e-10)).isCloseTo(viaO1 + viaO2, offset(1e-16));
    }

    /// Question 3: the sum over the branches is the product with the transposed weights.
    @Test
    void theWayBackAsFourProducts() {
        Tensor ah = NET.ah(X);
        Tensor ao = NET.ao(X);
        Tensor deltaO = ao.sub(Y).mul(2).mul(ao).mul(ao.subFrom(1));
        Tensor deltaH = NET.output().transpose().matmul(deltaO).mul(ah).mul(ah.subFrom(1));
        Net slopes = Numbers.gradientIsRight(BranchesTest::l2, NET, 1e-9);
        close(slopes.output(), 0.1841485500, 0.2219571683, -0.0630413878, -0.0759847847);
        close(slopes.hidden(), 0.0181013020, 0.0362026039, 0.0180777902, 0.0361555804);
        Numbers.within(1e-16, slopes.output(), deltaO.outer(ah).toDoubles());
        Numbers.within(1e-16, slopes.hidden(), deltaH.outer(X).toDoubles());
        close(grad(x -> l2(NET.ao(x)), X), 0.0072334672, 0.0108513765);
    }

    /// Text 001 asks about nets with two output nodes: the loss is the sum over the nodes, and so is its gradient.
    @Test
    void twoOutputsAreTwoLossesAdded() {
        Net all = grad(BranchesTest::l2, NET);
        Net one = grad((Net n) -> n.ao(X).sub(Y).square().get(0), NET);
        Net other = grad((Net n) -> n.ao(X).sub(Y).square().get(1), NET);
        Numbers.within(1e-16, all.hidden(), one.hidden().add(other.hidden()).toDoubles());
        Numbers.within(1e-16, all.output(), one.output().add(other.output()).toDoubles());
    }

    /// "Weights which are dependent on other weights": dw5/dw1 is 0 between independent weights,
    /// and where one tensor serves as both matrices, its two gradients are summed.
    @Test
    void dependentWeights() {
        Tensor w = NET.hidden();
        Tensor apart = jacobian(h -> NET.output().add(h.mul(0)), w);
        assertThat(apart.toDoubles()).containsOnly(0);
        Net tied = new Net(w, w);
        Net slopes = grad(BranchesTest::l2, tied);
        assertThat(slopes.hidden()).isSameAs(slopes.output());
        Net untied = grad(BranchesTest::l2, new Net(w, w.alias()));
        Numbers.within(1e-16, slopes.hidden(), untied.hidden().add(untied.output()).toDoubles());
        Numbers.gradientIsRight(BranchesTest::l2, tied, 1e-9);
    }
}
