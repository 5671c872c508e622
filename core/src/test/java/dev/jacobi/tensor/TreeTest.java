package dev.jacobi.tensor;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Trees keep their structure, their roles and the identity of tied tensors.
class TreeTest {
    record Layer(Tensor weight, Held mean, int size) {
        Layer {
            if (weight.rank() > 2) throw new IllegalArgumentException("shapes are checked");
        }
    }

    record Net(Layer first, List<Tensor> rest, Map<String, Tensor> named, Tensor labels, @Nullable Tensor none) {}

    record Tied(Tensor in, Tensor out) {}

    private static Net net() {
        return new Net(new Layer(Tensor.of(1, 2), new Held(Tensor.of(5)), 7), List.of(Tensor.of(3), Tensor.of(4)),
                Map.of("b", Tensor.of(6), "a", Tensor.of(7)), Tensor.ofInts(1, 2), null);
    }

    @Test
    void leavesHavePathsAndRoles() {
        assertThat(Tree.leaves(net())).extracting(l -> l.path() + " " + l.role()).containsExactly("first.weight TRAINED",
                "first.mean CARRIED", "rest.0 TRAINED", "rest.1 TRAINED", "named.a TRAINED", "named.b TRAINED", "labels CARRIED");
        assertThat(Tree.named(net())).containsOnlyKeys("first.weight", "rest.0", "rest.1", "named.a", "named.b");
    }

    @Test
    void mapChangesTrainedTensorsOnly() {
        Net net = net();
        Net r = Tree.map(net, t -> t.mul(2));
        assertThat(r.first().weight().toDoubles()).containsExactly(2, 4);
        assertThat(r.first().mean()).isSameAs(net.first().mean());
        assertThat(r.first().size()).isEqualTo(7);
        assertThat(r.labels()).isSameAs(net.labels());
        assertThat(r.named().get("a").item()).isEqualTo(14);
        assertThat(r.none()).isNull();
        assertThat(Tree.map(net, t -> t)).isSameAs(net);
    }

    @Test
    void aTiedTensorIsOneParameter() {
        Tensor t = Tensor.of(1, 2, 3);
        Tied tied = new Tied(t, t);
        Tied g = grad((Tied n) -> n.in().mul(2).sum().add(n.out().square().sum()), tied);
        assertThat(g.in()).isSameAs(g.out());
        assertThat(g.in().toDoubles()).containsExactly(4, 6, 8);
        Tied stepped = Tree.zip(tied, g, (w, d) -> w.sub(d));
        assertThat(stepped.in()).isSameAs(stepped.out());
        assertThat(Tree.named(tied)).containsOnlyKeys("in");
    }

    /// Both get the very same numbers, but what is made of them must stay apart.
    @Test
    void equalGradientsOfTwoParametersAreTwoTensors() {
        Tied net = new Tied(Tensor.of(1, 2), Tensor.of(3, 4));
        Tied g = grad((Tied n) -> n.in().add(n.out()).sum(), net);
        assertThat(g.in()).isNotSameAs(g.out());
        Tied stepped = Tree.zip(g, net, (d, w) -> w.sub(d));
        assertThat(stepped.in().toDoubles()).containsExactly(0, 1);
        assertThat(stepped.out().toDoubles()).containsExactly(2, 3);
    }

    @Test
    void treesOfDifferentLeavesDoNotMeet() {
        assertThatThrownBy(() -> Tree.zip((Object) new Tied(Tensor.of(1), Tensor.of(2)), List.of(Tensor.of(1)), (a, b) -> a))
                .hasMessageContaining("different leaves").hasMessageContaining("[in, out]");
    }

    @Test
    void constructorsOfRecordsSeeTheirErrorsThrough() {
        assertThatThrownBy(() -> Tree.map(net().first(), t -> t.reshape(1, 1, 2))).hasMessage("shapes are checked");
    }

    @Test
    void structureTellsTreesApart() {
        assertThat(Tree.structure(net())).isEqualTo(Tree.structure(Tree.map(net(), t -> t.mul(3))));
        assertThat(Tree.structure(List.of(Tensor.of(1)))).isNotEqualTo(Tree.structure(List.of(Tensor.of(1, 2))));
        assertThat(Tree.structure(new Layer(Tensor.of(1), new Held(Tensor.of(1)), 1)))
                .isNotEqualTo(Tree.structure(new Layer(Tensor.of(1), new Held(Tensor.of(1)), 2)));
    }

    /// What a tree doesn't look into would silently not be trained.
    @Test
    void tensorsOutOfSightAreRefused() {
        record Layers(Tensor[] all, Tensor bias) {}
        record Perhaps(Optional<Tensor> scale, Tensor bias) {}
        Tensor t = Tensor.of(1, 2);
        assertThatThrownBy(() -> grad((Layers n) -> n.bias().sum(), new Layers(new Tensor[] {t}, t)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Tensor[]").hasMessageContaining("use a List");
        assertThatThrownBy(() -> Tree.leaves(new Perhaps(Optional.of(t), t))).hasMessageContaining("Optional");
        assertThatThrownBy(() -> Tree.map(Set.of(new Tied(t, t)), x -> x)).hasMessageContaining("use a List");
        assertThat(Tree.leaves(new Perhaps(Optional.empty(), t))).hasSize(1);
        assertThat(Tree.leaves(List.of(new String[] {"a"}, Set.of(1, 2)))).isEmpty();
    }

    @Test
    void keysOfOneTextAreRefused() {
        Map<Object, Tensor> map = new LinkedHashMap<>();
        map.put(1, Tensor.of(1));
        map.put("1", Tensor.of(2));
        assertThatThrownBy(() -> Tree.leaves(map)).hasMessageContaining("different texts");
    }
}
