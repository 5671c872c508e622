package dev.jacobi.nn;

import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way of a batch through a network: in training or in use. It hands out random numbers
/// to layers that need some, and takes the statistics that layers gather; the network itself
/// never changes.
///
/// ```java
/// Pass pass = Pass.training(RandomKey.of(1));
/// Tensor outputs = net.apply(inputs, pass);
/// Sequential next = pass.updated(net);             // with the running statistics after this batch
/// ```
public final class Pass {
    private final @Nullable RandomKey key;
    private final Map<Tensor, Tensor> statistics = new IdentityHashMap<>();
    private int drawn;

    private Pass(@Nullable RandomKey key) { this.key = key; }

    /// A pass of a network in use: nothing is random, nothing is gathered.
    public static Pass inference() { return new Pass(null); }

    /// A pass of training.
    ///
    /// @param key another for each step
    public static Pass training(RandomKey key) { return new Pass(key); }

    public boolean isTraining() { return key != null; }

    /// Random numbers for one layer: another key at each call.
    ///
    /// @throws IllegalStateException if this isn't training
    public RandomKey key() {
        if (key == null) throw new IllegalStateException("random numbers were asked of a network in use, but only training has some; ask isTraining() first");
        return key.fold(drawn++);
    }

    /// Takes the new value of a statistic.
    ///
    /// @param old where the layer holds it
    /// @param now its value after this batch
    public void gather(Held old, Tensor now) { statistics.put(old.tensor(), now.stopGradient()); }

    /// The same network, or tree of networks, with the statistics after this pass.
    public <T> T updated(T model) {
        return Tree.rebuild(model, (t, role) -> role == Tree.Role.CARRIED ? statistics.getOrDefault(t, t) : t);
    }
}
