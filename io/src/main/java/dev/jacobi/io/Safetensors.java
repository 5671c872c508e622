package dev.jacobi.io;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Named tensors in a file of the safetensors format, the one in which weights travel between libraries.
///
/// A file is the length of its header, the header (JSON: the kind, the shape and the place of each tensor) and the
/// tensors' bytes, one after the other, least significant first. Nothing in it is ever run. Source: the page of the
/// format in the repository of the safetensors library.
///
/// ```java
/// Safetensors.write(file, Map.of("weight", weight), Map.of("made by", "me"));
/// Safetensors read = Safetensors.read(file);
/// Tensor same = read.tensors().get("weight");
/// ```
///
/// @param tensors by name, in the order of their data; can't be changed
/// @param metadata what the writer added in words; can't be changed
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    /// The maps are kept as views that can't be changed.
    public Safetensors {
        tensors = Collections.unmodifiableMap(tensors);
        metadata = Collections.unmodifiableMap(metadata);
    }

    /// A tensor of a file whose data was not read.
    ///
    /// @param name of the tensor
    /// @param dtype as the file calls it, as in "BF16"
    /// @param shape its sizes, which may be more than fit into memory
    /// @param begin the first byte of its data in the file
    /// @param end the byte behind its data
    public record Entry(String name, String dtype, List<Long> shape, long begin, long end) {}

    /// Reads a whole file: F64, F32, F16, BF16, I64, I32 and BOOL as they are, I16, I8 and U8 as `I32`.
    ///
    /// @throws FormatException if the file breaks a rule of the format, even one that others forgive (a name given
    ///     twice, bytes behind the data, a truth value of 2), has tensors of other kinds, or can't fit into memory
    /// @throws IOException if there is no such file, or it can't be read
    public static Safetensors read(Path path) throws IOException {
        String file = path.toString();
        try (InputStream in = open(path)) {
            List<SafetensorsHeader.Found> found = new ArrayList<>();
            SafetensorsHeader header = SafetensorsHeader.read(file, in, Files.size(path));
            List<Elements> kinds = new ArrayList<>();
            List<Shape> shapes = new ArrayList<>();
            for (SafetensorsHeader.Found f : header.found()) {                 // all are checked before the first is read
                Elements kind = kind(file, f);
                kinds.add(kind);
                shapes.add(kind.shape(file, f.at(), f.entry().shape()));
                found.add(f);
            }
            Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(found.size());
            for (int i = 0; i < found.size(); i++) {
                Entry entry = found.get(i).entry();
                tensors.put(entry.name(), kinds.get(i).read(file, in, entry.begin(), ByteOrder.LITTLE_ENDIAN, shapes.get(i)));
            }
            return new Safetensors(tensors, header.metadata());
        }
    }

    private static Elements kind(String file, SafetensorsHeader.Found found) throws FormatException {
        for (Elements kind : Elements.values()) {
            if (kind.name().equals(found.entry().dtype())) return kind;
        }
        throw new FormatException(file, found.at(), "the dtype must be one of " + Arrays.toString(Elements.values()), "that of "
            + SafetensorsText.brief(found.entry().name()) + " is " + found.entry().dtype(), "convert it where the file is made, say to F32");
    }

    /// What is in a file, in the order of its data, from the header alone: the data is not read.
    ///
    /// @throws FormatException if the header breaks a rule of the format, or doesn't fit the file's length
    /// @throws IOException if there is no such file, or it can't be read
    public static List<Entry> entries(Path path) throws IOException {
        return header(path).found().stream().map(SafetensorsHeader.Found::entry).toList();
    }

    /// What the writer added in words, from the header alone.
    ///
    /// @throws FormatException as [#entries]
    /// @throws IOException as [#entries]
    public static Map<String, String> metadata(Path path) throws IOException { return header(path).metadata(); }

    private static SafetensorsHeader header(Path path) throws IOException {
        try (InputStream in = open(path)) {
            return SafetensorsHeader.read(path.toString(), in, Files.size(path));
        }
    }

    private static InputStream open(Path path) throws IOException {
        DataFile.require(path);
        return new BufferedInputStream(Files.newInputStream(path));
    }

    /// Writes a file, as [AtomicFile] does. The same tensors and metadata give the same bytes, in whatever order the
    /// maps have them: larger kinds of elements come first, so that all are aligned, then names in their order.
    ///
    /// @throws IllegalArgumentException if a name can't be one
    /// @throws IOException if the file can't be written
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        List<Map.Entry<String, Tensor>> all = new ArrayList<>(tensors.entrySet());
        all.sort(Comparator.comparingInt((Map.Entry<String, Tensor> e) -> -e.getValue().dtype().bytes()).thenComparing(Map.Entry::getKey));
        byte[] header = header(path, all, metadata);
        AtomicFile.write(path, out -> {
            for (int shift = 0; shift < 64; shift += 8) out.write((int) ((long) header.length >> shift));
            out.write(header);
            for (Map.Entry<String, Tensor> e : all) Elements.write(e.getValue(), out);
        });
    }

    private static byte[] header(Path path, List<Map.Entry<String, Tensor>> all, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) header.put(SafetensorsHeader.METADATA, new TreeMap<>(metadata));
        metadata.forEach((name, value) -> {
            if (!SafetensorsText.isWellFormed(name) || !SafetensorsText.isWellFormed(value)) {
                throw new IllegalArgumentException("metadata must be text, but that of " + SafetensorsText.brief(name)
                    + " has half of a surrogate pair; leave it out");
            }
        });
        long at = 0;
        for (Map.Entry<String, Tensor> e : all) {
            String problem = SafetensorsHeader.problem(e.getKey());
            if (problem != null) {
                throw new IllegalArgumentException("a tensor in " + path + " needs a usable name, but " + SafetensorsText.brief(e.getKey())
                    + " " + problem + "; name it as a path, such as hidden.weight");
            }
            Tensor tensor = e.getValue();
            long end = at + (long) tensor.size() * tensor.dtype().bytes();
            header.put(e.getKey(), new TreeMap<>(Map.of("dtype", tensor.dtype().name(),
                "shape", Arrays.stream(tensor.shape().toArray()).boxed().toList(), "data_offsets", List.of(at, end))));
            at = end;
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        if (padded.length > SafetensorsHeader.MOST_BYTES) {
            throw new IllegalArgumentException("a header has at most " + SafetensorsHeader.MOST_BYTES + " bytes, but that of " + path
                + " would have " + padded.length + "; write less metadata, or several files");
        }
        return padded;
    }

    /// Writes all tensors of a tree by their paths, trained and [held][dev.jacobi.tensor.Held], those that are
    /// several places' once. [#load] reads them again.
    ///
    /// @throws IllegalArgumentException if the tree has a tensor without a path, or two of one path
    /// @throws IOException if the file can't be written
    public static void save(Path path, Object tree) throws IOException { write(path, Leaves.named(tree), Map.of()); }

    /// A tree as another one, with the tensors of a file at their paths: its shapes and kinds are checked, its
    /// numbers don't matter.
    ///
    /// @throws IllegalArgumentException if the file lacks a tensor, has others, or one of another shape or kind
    /// @throws FormatException as [#read]
    /// @throws IOException if there is no such file, or it can't be read
    public static <T> T load(Path path, T like) throws IOException { return Leaves.replaced(path.toString(), read(path).tensors(), like); }
}
