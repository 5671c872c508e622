package dev.jacobi.op;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// How a batch of convolutions is a single larger one: two of the three tensors carry the batch, and it becomes
/// more of what these two have in common.
///
/// @param role   what the batch becomes more of
/// @param groups of one convolution
/// @param size   of the batch
record ConvBatching(Role role, int groups, int size) {

    /// What the axes before the space stand for, channels and filters being those of a group.
    enum Role { IMAGES, GROUPS, FILTERS, CHANNELS }

    /// The three tensors that meet in a convolution. Which two axes lie in memory as one is told by where the groups stand.
    enum Kind {
        INPUT(Role.IMAGES, Role.GROUPS, Role.CHANNELS), WEIGHT(Role.GROUPS, Role.FILTERS, Role.CHANNELS),
        OUTPUT(Role.IMAGES, Role.GROUPS, Role.FILTERS);

        private final List<Role> roles;

        Kind(Role... roles) { this.roles = List.of(roles); }

        /// (a, b) with the groups as an axis of their own.
        private Shape split(Shape s, int groups) {
            return (this == WEIGHT ? Shape.of(groups, s.size(0) / groups, s.size(1)) : Shape.of(s.size(0), groups, s.size(1) / groups))
                    .append(s.part(2, s.rank()));
        }

        private Shape merged(Shape s) {
            return (this == WEIGHT ? Shape.of(s.size(0) * s.size(1), s.size(2)) : Shape.of(s.size(0), s.size(1) * s.size(2)))
                    .append(s.part(3, s.rank()));
        }
    }

    ConvBatching {
        if (size == 0 && role == Role.GROUPS) throw new IllegalArgumentException("vmap needs a batch of at least 1 for a convolution");
    }

    /// Groups of the larger convolution.
    int allGroups() { return role == Role.GROUPS ? Math.multiplyExact(groups, size) : groups; }

    /// The shape of one of many, as that of the larger convolution.
    Shape joined(Kind kind, Shape one) {
        int at = kind.roles.indexOf(role);
        if (at < 0) return one;
        Shape split = kind.split(one, groups);
        return kind.merged(split.with(at, Math.multiplyExact(size, split.size(at))));
    }

    /// A batch, or what all have in common, as a tensor of the larger convolution.
    Tensor joined(Kind kind, Tensor t) {
        int at = kind.roles.indexOf(role);
        if (at < 0) return t;
        Shape one = t.shape().part(1, t.rank());
        return t.reshape(kind.split(one, groups).prepend(size)).moveAxis(0, at).reshape(joined(kind, one));
    }

    /// A result of the larger convolution as a batch of results of this shape.
    Tensor parted(Kind kind, Tensor t, Shape one) {
        int at = kind.roles.indexOf(role);
        Shape split = kind.split(one, groups);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < split.rank(); i++) {
            if (i == at) sizes.add(size);
            sizes.add(split.size(i));
        }
        return t.reshape(sizes.stream().mapToInt(Integer::intValue).toArray()).moveAxis(at, 0).reshape(one.prepend(size));
    }
}
