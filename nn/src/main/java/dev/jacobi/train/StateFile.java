package dev.jacobi.train;

import dev.jacobi.io.FormatException;
import dev.jacobi.io.Json;
import dev.jacobi.io.JsonObject;
import dev.jacobi.io.Safetensors;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A safetensors file with a JSON object beside the tensors and a checksum over both: one flipped bit, and it
/// isn't read.
///
/// @param tensors by name
/// @param description what the tensors are
record StateFile(Map<String, Tensor> tensors, JsonObject description) {
    private static final String DESCRIPTION = "jacobi";
    private static final String CHECKSUM = "sha256";

    static void write(Path file, Map<String, Tensor> tensors, Map<String, Object> description) throws IOException {
        String json = Json.write(description);
        Safetensors.write(file, tensors, Map.of(DESCRIPTION, json, CHECKSUM, checksum(tensors, json)));
    }

    static StateFile read(Path file) throws IOException {
        Safetensors read = Safetensors.read(file);
        String json = read.metadata().get(DESCRIPTION);
        String checksum = read.metadata().get(CHECKSUM);
        if (json == null || checksum == null) {
            throw new FormatException(file.toString(), 8, "a file of Jacobi describes itself under \"" + DESCRIPTION + "\" and \"" + CHECKSUM + "\"",
                    "this one doesn't", "safetensors from elsewhere are read with Safetensors.read");
        }
        if (!checksum.equals(checksum(read.tensors(), json))) {
            throw new FormatException(file.toString(), 8, "the contents must agree with their checksum", "they don't: the file is damaged", "take another copy");
        }
        try {
            return new StateFile(read.tensors(), JsonObject.parse(json));
        } catch (IllegalArgumentException e) {
            throw wrong(file, e);
        }
    }

    /// What is said where the description isn't as it should be.
    static FormatException wrong(Path file, IllegalArgumentException e) {
        FormatException r = new FormatException(file.toString(), 8, "the description must be one that this version writes", String.valueOf(e.getMessage()),
                "was the file made by another version?");
        r.initCause(e);
        return r;
    }

    private static String checksum(Map<String, Tensor> tensors, String json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(json.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            new TreeMap<>(tensors).forEach((name, tensor) -> {
                digest.update((name + " " + tensor.type()).getBytes(StandardCharsets.UTF_8));
                int size = tensor.size();
                int each = bytes.capacity() / 8;
                var storage = tensor.dense();
                for (int start = 0; start < size; start += each) {
                    bytes.clear();
                    int end = Math.min(size, start + each);
                    for (int i = start; i < end; i++) {
                        switch (tensor.dtype()) {
                            case F32 -> bytes.putInt(Float.floatToRawIntBits(storage.f32()[i]));
                            case F64 -> bytes.putLong(Double.doubleToRawLongBits(storage.f64()[i]));
                            case F16, BF16 -> bytes.putShort(storage.halves()[i]);
                            case I32 -> bytes.putInt(storage.i32()[i]);
                            case I64 -> bytes.putLong(storage.i64()[i]);
                            case BOOL -> bytes.put((byte) (storage.bool()[i] ? 1 : 0));
                        }
                    }
                    digest.update(bytes.flip());
                }
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /// The leaves of a tree by path, behind a prefix.
    static void collect(String prefix, Object tree, Map<String, Tensor> into) {
        for (Tree.Leaf leaf : Tree.leaves(tree)) into.put(prefix + leaf.path(), leaf.tensor());
    }

    /// The same tree with the tensors of this file, by path behind a prefix.
    ///
    /// @throws IllegalArgumentException if one is missing or of another type
    <T> T fill(String prefix, T tree) {
        List<Tree.Leaf> leaves = Tree.leaves(tree);
        Map<Tensor, Tensor> found = new java.util.IdentityHashMap<>();
        for (Tree.Leaf leaf : leaves) {
            Tensor tensor = tensors.get(prefix + leaf.path());
            if (tensor == null || !tensor.type().equals(leaf.tensor().type())) {
                throw new IllegalArgumentException("\"" + prefix + leaf.path() + "\" should be " + leaf.tensor().type() + ", but "
                        + (tensor == null ? "isn't there" : "is " + tensor.type()));
            }
            found.putIfAbsent(leaf.tensor(), tensor);
        }
        return Tree.mapAll(tree, found::get);
    }

    static Map<String, Tensor> collected(String prefix, Object tree) {
        Map<String, Tensor> r = new LinkedHashMap<>();
        collect(prefix, tree, r);
        return r;
    }
}
