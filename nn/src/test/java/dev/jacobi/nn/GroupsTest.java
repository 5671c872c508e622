package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Some tensors otherwise than the rest, and gradients that are clipped before they are used.
class GroupsTest {
    record Part(Tensor weight, Tensor bias) {}

    private static final List<Part> NET = List.of(new Part(Tensor.of(1, 2), Tensor.of(3)), new Part(Tensor.of(4), Tensor.of(5)));
    private static final List<Part> ONES = List.of(new Part(Tensor.of(1, 1), Tensor.of(1)), new Part(Tensor.of(1), Tensor.of(1)));

    private static double[] numbers(List<Part> net) {
        return Tensor.concat(0, net.stream().flatMap(p -> List.of(p.weight(), p.bias()).stream()).toList()).toDoubles();
    }

    private static double[] after(Optimizer optimizer) { return numbers(optimizer.start(NET).update(ONES).model()); }

    @Test
    void aGroupHasItsOwnDecay() {
        Optimizer o = new Sgd(0.1).decay(0.5).group("*.bias", g -> g.decay(0));
        assertThat(after(o)).containsExactly(new double[] {1 - 0.15, 2 - 0.2, 3 - 0.1, 4 - 0.3, 5 - 0.1}, offset(1e-15));
    }

    @Test
    void aGroupHasItsOwnRateAndTheLastMatchCounts() {
        Optimizer o = new Sgd(0.1).group("0.*", g -> g.rateTimes(10)).group("*.bias", g -> g.rateTimes(2).rateTimes(2));
        assertThat(after(o)).containsExactly(new double[] {0, 1, 3 - 0.4, 4 - 0.1, 5 - 0.4}, offset(1e-15));
        Training<List<Part>> faster = o.start(NET).withRate(0.2).update(ONES);
        assertThat(numbers(faster.model())).as("a factor of whatever the rate is").containsExactly(new double[] {-1, 0, 3 - 0.8, 4 - 0.2, 5 - 0.8}, offset(1e-15));
    }

    @Test
    void frozenTensorsStayAsTheyAreCompiledToo() {
        Optimizer o = new Adam(0.1).group("0.weight", Optimizer::frozen);
        Training<List<Part>> state = o.start(NET);
        var run = TrainingRun.of(state, (List<Part> net, Tensor x) ->
                net.get(0).weight().mul(x).sum().add(net.get(0).bias().sum()).add(net.get(1).weight().sum()).add(net.get(1).bias().sum()));
        for (int i = 0; i < 3; i++) {
            state = state.update(ONES);
            run.step(Tensor.of(1, 1));
        }
        assertThat(state.model().getFirst().weight()).isSameAs(NET.getFirst().weight());
        assertThat(state.slots().getFirst().getFirst().weight().toDoubles()).containsOnly(0);
        assertThat(state.model().getFirst().bias().item()).isCloseTo(3 - 0.3, offset(1e-6));
        assertThat(numbers(run.model())).containsExactly(numbers(state.model()));
    }

    @Test
    void groupsMayRememberMoreOrLessThanTheRest() {
        Optimizer o = new Adam(0.1).group("*.bias", _ -> new Sgd(0.1, 0.5)).group("1.weight", _ -> new Sgd(0.1));
        Training<List<Part>> state = o.start(NET).update(ONES).update(ONES);
        assertThat(state.model().get(0).bias().item()).isCloseTo(3 - 0.1 - 0.15, offset(1e-15));
        assertThat(state.model().get(1).weight().item()).isCloseTo(4 - 0.2, offset(1e-15));
        assertThat(state.model().get(0).weight().toDoubles()).containsExactly(new double[] {0.8, 1.8}, offset(1e-6));
        assertThat(state.slots()).hasSize(2);
    }

    @Test
    void aGroupThatMatchesNothingListsThePaths() {
        Optimizer o = new Adam(0.1).group("*.gamma", g -> g.decay(0)).clipNorm(1);
        assertThatIllegalArgumentException().isThrownBy(() -> o.start(NET)).withMessageContaining("\"*.gamma\"")
                .withMessageContaining("0.weight, 0.bias, 1.weight, 1.bias");
        assertThatIllegalArgumentException().as("only * is special").isThrownBy(() -> new Adam(0.1).group("0?weight", Optimizer::frozen).start(NET));
    }

    @Test
    void whatAGroupCannotDoIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(0.1).group("*", g -> g.clipNorm(1))).withMessageContaining("whole optimizer");
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(0.1).group("*", _ -> new Adam(0.2))).withMessageContaining("rateTimes");
        assertThatIllegalStateException().isThrownBy(() -> new Adam(0.1).group("*", g -> g.decay(0)).decay(1)).withMessageContaining("first");
    }

    @Test
    void pathsThatLookAlikeAreStillTwoTensors() {
        Map<String, Object> model = Map.of("a.b", Tensor.of(1), "a", Map.of("b", Tensor.of(2)));
        Map<String, Object> moved = new Sgd(1).start(model).update(Map.of("a.b", Tensor.of(10), "a", Map.of("b", Tensor.of(20)))).model();
        assertThat(((Tensor) moved.get("a.b")).item()).isEqualTo(-9);
        assertThat(((Tensor) ((Map<?, ?>) moved.get("a")).get("b")).item()).isEqualTo(-18);
    }

    @Test
    void aTiedTensorCountsOnceInTheNorm() {
        Tensor w = Tensor.of(0);
        Tensor g = Tensor.of(3);
        double moved = new Sgd(1).clipNorm(1.5).start(List.of(w, w)).update(List.of(g, g)).model().getFirst().item();
        assertThat(moved).isEqualTo(-1.5);
    }

    private static double[] clipped(Optimizer optimizer, double... g) {
        return optimizer.start(Tensor.zeros(Tensor.of(g).shape(), Tensor.of(g).dtype())).update(Tensor.of(g)).model().neg().toDoubles();
    }

    @Test
    void theNormOfAllIsHeldWithinTheLimit() {
        double each = 1 / Math.sqrt(5);                                            // five ones
        assertThat(after(new Sgd(1).clipNorm(1))).containsExactly(new double[] {1 - each, 2 - each, 3 - each, 4 - each, 5 - each}, offset(1e-15));
        List<Part> big = List.of(new Part(Tensor.of(3, 0), Tensor.of(0)), new Part(Tensor.of(0), Tensor.of(4)));
        List<Part> moved = new Sgd(1).clipNorm(2.5).start(NET).update(big).model();
        assertThat(numbers(moved)).containsExactly(new double[] {1 - 1.5, 2, 3, 4, 5 - 2}, offset(1e-15));
        assertThat(clipped(new Sgd(1).clipNorm(6), 3, 4)).as("within the limit, bit for bit").containsExactly(3, 4);
        assertThat(clipped(new Sgd(1).clipNorm(6), 0, 0)).as("0 - 0, negated").containsExactly(-0.0, -0.0);
    }

    @Test
    void theNormNeitherOverflowsNorVanishes() {
        assertThat(clipped(new Sgd(1).clipNorm(5), 3e200, 4e200)).containsExactly(new double[] {3, 4}, offset(1e-14));
        assertThat(clipped(new Sgd(1).clipNorm(5e-250), 3e-200, 4e-200)).containsExactly(new double[] {3e-250, 4e-250}, offset(1e-264));
        float[] floats = new Sgd(1).clipNorm(5).start(Tensor.ofFloats(0, 0)).update(Tensor.ofFloats(-3e30f, -4e30f)).model().toFloats();
        assertThat(floats).containsExactly(new float[] {3, 4}, offset(1e-6f));
    }

    @Test
    void valuesAreHeldWithinTheLimit() {
        assertThat(clipped(new Sgd(1).clipValue(2), -5, 1, 2, 7)).containsExactly(-2, 1, 2, 2);
        assertThat(clipped(new Sgd(1).clipValue(4).clipNorm(2.5), 30, 3)).containsExactly(new double[] {2, 1.5}, offset(1e-15));
    }

    @Test
    void aGradientThatIsNotFiniteIsNeverClippedAway() {
        for (Optimizer o : List.of(new Sgd(0.1).clipNorm(1), new Sgd(0.1).clipValue(1), new Adam(0.1).clipValue(1).clipNorm(1))) {
            for (double sign : new double[] {1, -1}) {
                // the slope of √ at 0 is infinite, the loss is not
                var run = Training.compileTraining(Tensor.of(0, 4), o, (Tensor w, Tensor x) -> w.sqrt().mul(x).sum());
                NonFiniteStep refusal = catchThrowableOfType(NonFiniteStep.class, () -> run.step(Tensor.of(sign, 1)));
                assertThat(refusal).as("%s", o).isNotNull();
                assertThat(refusal.path()).isEqualTo("model");
                assertThat(run.model().toDoubles()).containsExactly(0, 4);
            }
        }
    }
}
