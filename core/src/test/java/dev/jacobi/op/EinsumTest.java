package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static dev.jacobi.tensor.Tensor.einsum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.Reverse;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EinsumTest {
    private static final String LETTERS = "abcdXY";
    private static final Tensor A = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    private static final Tensor B = Tensor.of(Shape.of(3, 2), 1, -1, 0, 2, 1, 3);
    private static final Tensor V = Tensor.of(1, 10, 100);

    // ---- against a loop over all indexes

    /// An equation with the letters of every group spelled out and the size of each letter.
    private record Case(String equation, List<String> groups, String result, int[] sizes, List<Tensor> operands) {

        /// The sum over every index of every letter, one product at a time.
        double[] naive() {
            String all = groups.stream().reduce(result, String::concat).chars().distinct()
                    .mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining());
            int[] size = all.chars().map(c -> sizes[c]).toArray();
            int[] outSizes = result.chars().map(c -> sizes[c]).toArray();
            double[] r = new double[Shape.of(outSizes).size()];
            if (IntStream.of(size).anyMatch(n -> n == 0)) return r;
            int[] index = new int[size.length];
            while (true) {
                double product = 1;
                for (int i = 0; i < operands.size(); i++) {
                    int[] at = groups.get(i).chars().map(c -> index[all.indexOf(c)]).toArray();
                    for (int a = 0; a < at.length; a++) if (operands.get(i).size(a) == 1) at[a] = 0;
                    product *= operands.get(i).at(at);
                }
                int place = 0;
                for (int i = 0; i < outSizes.length; i++) place = place * outSizes[i] + index[all.indexOf(result.charAt(i))];
                r[place] += product;
                int a = index.length - 1;
                while (a >= 0 && ++index[a] == size[a]) index[a--] = 0;
                if (a < 0) return r;
            }
        }
    }

    /// @param seed what reproduces it
    private static Case random(int seed) {
        Random random = new Random(seed);
        int[] sizes = new int[128];
        for (char c : LETTERS.toCharArray()) sizes[c] = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3);
        boolean ellipsis = random.nextInt(3) == 0;
        int before = ellipsis ? random.nextInt(3) : 0;                        // as the letters p and q, aligned at the end
        sizes['p'] = 1 + random.nextInt(2);
        sizes['q'] = 1 + random.nextInt(3);
        List<String> texts = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<Tensor> operands = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        boolean broadcast = random.nextInt(2) == 0;
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(4); k > 0; k--) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            String group = text.toString();
            if (ellipsis && (i == 0 || random.nextBoolean())) {
                int at = random.nextInt(text.length() + 1);
                String dots = "pq".substring(2 - (i == 0 ? before : random.nextInt(before + 1)));
                group = text.substring(0, at) + dots + text.substring(at);
                text.insert(at, "...");
            }
            texts.add(text.toString());
            groups.add(group);
            int[] shape = group.chars().map(c -> broadcast && random.nextInt(4) == 0 ? 1 : sizes[c]).toArray();
            operands.add(RandomKey.of(seed).fold(i).normal(Shape.of(shape), DType.F64));
        }
        // a letter that is 1 wherever it stands has the size 1
        for (char c : (LETTERS + "pq").toCharArray()) {
            int largest = 1;
            for (int i = 0; i < count; i++) {
                for (int a = 0; a < groups.get(i).length(); a++) {
                    int n = operands.get(i).size(a);
                    if (groups.get(i).charAt(a) == c && n != 1) largest = n;
                }
            }
            sizes[c] = largest;
        }
        String met = String.join("", groups);
        String equation = String.join(random.nextBoolean() ? "," : " , ", texts);
        String dots = "pq".substring(2 - before);
        if (random.nextInt(3) == 0) {
            String once = LETTERS.chars().filter(c -> met.chars().filter(m -> m == c).count() == 1).sorted()
                    .mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining());
            return new Case(equation, groups, dots + once, sizes, operands);
        }
        List<Integer> left = new ArrayList<>(LETTERS.chars().filter(c -> met.indexOf(c) >= 0 && random.nextBoolean()).boxed().toList());
        Collections.shuffle(left, random);
        String result = left.stream().map(c -> String.valueOf((char) c.intValue())).collect(Collectors.joining());
        int at = random.nextInt(result.length() + 1);
        String written = ellipsis ? result.substring(0, at) + "..." + result.substring(at) : result;
        return new Case(equation + "->" + written, groups, ellipsis ? result.substring(0, at) + dots + result.substring(at) : result, sizes, operands);
    }

    @Test
    void randomEquationsEqualALoopOverAllIndexes() {
        int repeated = 0;
        int empty = 0;
        int many = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Case c = random(seed);
            Tensor y = einsum(c.equation, c.operands.toArray(Tensor[]::new));
            double[] expected = c.naive();
            Tensor plain = Tensor.of(Shape.of(c.result.chars().map(l -> c.sizes[l]).toArray()), expected);
            String again = "seed " + seed + ": " + c.equation + " of " + c.operands.stream().map(Tensor::shape).toList();
            assertThat(y.shape()).as(again).isEqualTo(plain.shape());
            assertThat(y.allClose(plain, 1e-12, 1e-11)).as(again).isTrue();
            repeated += c.groups.stream().anyMatch(g -> g.chars().distinct().count() < g.length()) ? 1 : 0;
            empty += c.operands.stream().anyMatch(t -> t.size() == 0) ? 1 : 0;
            many += c.operands.size() > 2 ? 1 : 0;
        }
        assertThat(List.of(repeated, empty, many)).allMatch(n -> n > 100);
    }

    @Test
    void gradientsOfRandomEquationsEqualDifferences() {
        for (int seed = 5000; seed < 5100; seed++) {
            Case c = random(seed);
            Tensor weights = RandomKey.of(seed).fold(99).normal(einsum(c.equation, c.operands.toArray(Tensor[]::new)).shape(), DType.F64);
            List<Tensor> gradients = Reverse.grad(in -> einsum(c.equation, in.toArray(Tensor[]::new)).mul(weights).sum(), c.operands);
            for (int i = 0; i < gradients.size(); i++) {
                // linear in each operand: the gradient at an entry is the value with a one there
                Tensor x = c.operands.get(i);
                for (int k = 0; k < x.size(); k++) {
                    double[] one = new double[x.size()];
                    one[k] = 1;
                    List<Tensor> in = new ArrayList<>(c.operands);
                    in.set(i, Tensor.of(x.shape(), one));
                    double expected = einsum(c.equation, in.toArray(Tensor[]::new)).mul(weights).sum().item();
                    assertThat(gradients.get(i).flatten().at(k)).as("seed %s: %s", seed, c.equation)
                            .isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    // ---- the well-known ones

    @Test
    void theUsualEquations() {
        assertThat(einsum("ij,jk->ik", A, B).toDoubles()).containsExactly(A.matmul(B).toDoubles());
        assertThat(einsum("ij,jk", A, B).toDoubles()).containsExactly(A.matmul(B).toDoubles());
        assertThat(einsum("ij->ji", A).toDoubles()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(einsum("ba", A).toDoubles()).as("implicit axes are alphabetical").containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(einsum("ii", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).item()).isEqualTo(5);
        assertThat(einsum("ii->i", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).toDoubles()).containsExactly(1, 4);
        assertThat(einsum("iii->i", Tensor.of(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8)).toDoubles()).containsExactly(1, 8);
        assertThat(einsum("ij->", A).item()).isEqualTo(21);
        assertThat(einsum("ij->i", A).toDoubles()).containsExactly(6, 15);
        assertThat(einsum("i,j->ij", Tensor.of(1, 2), V).toDoubles()).containsExactly(1, 10, 100, 2, 20, 200);
        assertThat(einsum("ij,ij", A, A).item()).isEqualTo(91);
        assertThat(einsum("ij,j->i", A, V).toDoubles()).containsExactly(321, 654);
        assertThat(einsum("...j,j->...", A, V).toDoubles()).containsExactly(321, 654);
        assertThat(einsum(",i->i", Tensor.scalar(2), V).toDoubles()).containsExactly(2, 20, 200);
        assertThat(einsum("->", Tensor.scalar(2)).item()).isEqualTo(2);
        assertThat(einsum("ij,j->ij", A, Tensor.of(2.0)).toDoubles()).as("size 1 goes with 3").containsExactly(2, 4, 6, 8, 10, 12);
        assertThat(einsum("ij,jk->ik", Tensor.zeros(Shape.of(2, 0), DType.F64), Tensor.zeros(Shape.of(0, 3), DType.F64)).toDoubles()).containsExactly(0, 0, 0, 0, 0, 0);
        int[] ones = new int[1500];
        Arrays.fill(ones, 1);
        assertThat(einsum("...,i->i...", Tensor.ones(Shape.of(ones), DType.F64), V).rank()).isEqualTo(1501);
        assertThat(einsum("ij,jk->ik", A.to(DType.F32), B.to(DType.F32)).dtype()).isEqualTo(DType.F32);
    }

    /// A chain of matrices with a vector at its end costs products with vectors only: any other order would need
    /// matrices of 2·10⁹ elements, or 10¹³ multiplications.
    @Test
    void theCheapestPairGoesFirst() {
        Tensor tall = Tensor.full(Shape.of(40_000, 2), 1, DType.F64);
        Tensor wide = Tensor.full(Shape.of(2, 50_000), 1, DType.F64);
        Tensor v = Tensor.full(Shape.of(50_000), 1, DType.F64);
        assertThat(einsum("ij,jk,k->i", tall, wide, v).at(39_999)).isEqualTo(100_000);
        assertThat(einsum("i,ij,jk,k->", Tensor.full(Shape.of(40_000), 1, DType.F64), tall, wide, v).item()).isEqualTo(4e9);
    }

    @Test
    void derivativesAndBatches() {
        Tensor g = grad(t -> einsum("ij,jk,ki->", t, B, A.matmul(B)), A);
        assertThat(g.allClose(B.matmul(A.matmul(B)).transpose(), 1e-14, 1e-14)).isTrue();
        Tensor batch = Tensor.stack(List.of(A, A.mul(2)));
        assertThat(vmap(t -> einsum("ij,kj->ik", t, A), batch).toDoubles()).containsExactly(einsum("...ij,kj->...ik", batch, A).toDoubles());
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> einsum("ij,jk->ik", A)).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "einsum needs an equation such as \"ij,jk->ik\", but \"ij,jk->ik\" has 2 operands, but got 1 tensor; separate one group of letters a tensor by commas");
        assertThatThrownBy(() -> einsum("ij,jk->ik", A, A)).hasMessageContaining("gives \"j\" the size 3 and then 2, of (2, 3)");
        assertThatThrownBy(() -> einsum("ijk->ik", A)).hasMessageContaining("names 3 axes of operand 0 in \"ijk\", but it has the shape (2, 3)");
        assertThatThrownBy(() -> einsum("i->i", A)).hasMessageContaining("names 1 axis of operand 0");
        assertThatThrownBy(() -> einsum("ij...k", A)).hasMessageContaining("names 3 axes");
        assertThatThrownBy(() -> einsum("ij->ik", A)).hasMessageContaining("has \"k\" in the result, but no operand has it");
        assertThatThrownBy(() -> einsum("ij->ii", A)).hasMessageContaining("has \"i\" twice in the result").hasMessageContaining("diagEmbed");
        assertThatThrownBy(() -> einsum("...j->j", A)).hasMessageContaining("has axes of ... that the result lacks");
        assertThatThrownBy(() -> einsum("i1->i", A)).hasMessageContaining("has \"1\" in \"i1\"");
        assertThatThrownBy(() -> einsum("ij->i->j", A)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("an axis is named by a letter");
        assertThatThrownBy(() -> einsum("..ij", A)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("stands once for several");
        assertThatThrownBy(() -> einsum("......ij", A)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("stands once for several");
        assertThatThrownBy(() -> einsum("", A)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("names 0 axes");
        assertThatThrownBy(() -> einsum("ij")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got 0 tensors");
        assertThatThrownBy(() -> einsum("ij,jk", A, B.to(DType.F32))).hasMessageContaining("to(DType.F64)");
        assertThatThrownBy(() -> einsum("i,i", Tensor.ofInts(1), Tensor.ofInts(1))).hasMessageContaining("einsum needs a floating tensor");
    }
}
