package dev.jacobi.io;

import dev.jacobi.io.Safetensors.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of a safetensors file before the data, read by the letter.
///
/// Memory is taken for bytes that are there: the length is compared with the file's before the header is read, and
/// what is made of it is bounded by it.
final class SafetensorsHeader {
    static final int MOST_BYTES = 100_000_000;
    static final String METADATA = "__metadata__";
    private static final int MOST_NAMES = 250_000;
    private static final int MOST_SIZES = 64;
    private static final int LONGEST_NAME = 4096;

    /// How many bits an element takes, of all the kinds that the format knows.
    private static final Map<String, Integer> BITS = Map.ofEntries(Map.entry("BOOL", 8), Map.entry("F4", 4),
        Map.entry("F6_E2M3", 6), Map.entry("F6_E3M2", 6), Map.entry("U8", 8), Map.entry("I8", 8), Map.entry("F8_E5M2", 8),
        Map.entry("F8_E4M3", 8), Map.entry("F8_E8M0", 8), Map.entry("F8_E4M3FNUZ", 8), Map.entry("F8_E5M2FNUZ", 8),
        Map.entry("I16", 16), Map.entry("U16", 16), Map.entry("F16", 16), Map.entry("BF16", 16), Map.entry("I32", 32),
        Map.entry("U32", 32), Map.entry("F32", 32), Map.entry("C64", 64), Map.entry("F64", 64), Map.entry("I64", 64),
        Map.entry("U64", 64));

    private static final List<String> KINDS = List.copyOf(BITS.keySet());
    private static final List<String> PARTS = List.of("dtype", "shape", "data_offsets");

    /// A tensor, and the byte of the file at which the header names it.
    record Found(Entry entry, int at) {}

    private final SafetensorsText text;
    private final long dataBegin;
    private final long[] sizes = new long[MOST_SIZES];
    private final long[] offsets = new long[2];
    private final List<Found> found = new ArrayList<>();
    private Map<String, String> metadata = Map.of();

    private SafetensorsHeader(SafetensorsText text, long dataBegin) {
        this.text = text;
        this.dataBegin = dataBegin;
    }

    /// Reads the header and leaves the stream at the first byte of data.
    ///
    /// @param size of the whole file
    static SafetensorsHeader read(String file, InputStream in, long size) throws IOException {
        byte[] start = new byte[8];
        DataFile.fill(file, in, 0, start, 8, "the eight bytes with the header's length");
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MOST_BYTES) {
            throw new FormatException(file, 0, "the header must have 2 to " + MOST_BYTES + " bytes",
                "its length is given as " + Long.toUnsignedString(length), "is this a safetensors file?");
        }
        if (length > size - 8) {
            throw new FormatException(file, size, "the header must have the " + length + " bytes that the first eight promise",
                "the file ends here", DataFile.INCOMPLETE);
        }
        byte[] bytes = new byte[(int) length];
        DataFile.fill(file, in, 8, bytes, bytes.length, "the header");
        if (bytes[0] != '{') {
            throw new FormatException(file, 8, "the header must begin with {", String.format("met the byte 0x%02x", bytes[0]),
                "is this a safetensors file?");
        }
        SafetensorsText text = new SafetensorsText(file, bytes);
        text.requireUtf8();
        SafetensorsHeader header = new SafetensorsHeader(text, 8 + length);
        header.parse();
        header.requireContiguous(file, size);
        return header;
    }

    /// The tensors in the order of their data.
    List<Found> found() { return found; }

    Map<String, String> metadata() { return metadata; }

    private void parse() throws FormatException {
        Set<String> names = new HashSet<>();
        text.require('{');
        if (!text.take('}')) {
            do {
                int at = text.at();
                String name = name(names, at);
                if (name.equals(METADATA)) metadata = Collections.unmodifiableMap(strings());
                else found.add(new Found(tensor(name, at), 8 + at));
            } while (text.take(','));
            text.require('}');
        }
        text.requireEnd();
    }

    /// A name and the colon behind it.
    private String name(Set<String> names, int at) throws FormatException {
        String name = text.string();
        if (!names.add(name)) {
            throw givenAgain(at, name);
        }
        if (names.size() > MOST_NAMES) {
            throw text.error(at, "there must be at most " + MOST_NAMES + " names", "here is one more", "split the file");
        }
        text.require(':');
        return name;
    }

    private FormatException givenAgain(int at, String name) {
        return text.error(at, "a name must be given once", SafetensorsText.brief(name) + " is given again", SafetensorsText.ADVICE);
    }

    private Map<String, String> strings() throws FormatException {
        Map<String, String> result = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        text.require('{');
        if (text.take('}')) return result;
        do {
            String name = name(names, text.at());
            result.put(name, text.string());
        } while (text.take(','));
        text.require('}');
        return result;
    }

    private Entry tensor(String name, int at) throws FormatException {
        String problem = problem(name);
        if (problem != null) {
            throw text.error(at, "the name of a tensor must be usable", SafetensorsText.brief(name) + " " + problem,
                "give it another name where the file is made");
        }
        String dtype = null;
        int rank = -1;
        int ends = -1;
        text.require('{');
        do {
            int partAt = text.at();
            String part = text.string(PARTS);
            text.require(':');
            boolean again = switch (part) {
                case "dtype" -> dtype != null;
                case "shape" -> rank >= 0;
                case "data_offsets" -> ends >= 0;
                default -> throw text.error(partAt, "a tensor must have dtype, shape and data_offsets", "met "
                    + SafetensorsText.brief(part), SafetensorsText.ADVICE);
            };
            if (again) throw givenAgain(partAt, part);
            switch (part) {
                case "dtype" -> dtype = text.string(KINDS);
                case "shape" -> rank = text.numbers(sizes);
                default -> ends = text.numbers(offsets);
            }
        } while (text.take(','));
        text.require('}');
        if (dtype == null || rank < 0 || ends != 2) {
            throw text.error(at, "a tensor must have dtype, shape and two data_offsets",
                SafetensorsText.brief(name) + " lacks some", SafetensorsText.ADVICE);
        }
        List<Long> shape = switch (rank) {
            case 0 -> List.of();
            case 1 -> List.of(sizes[0]);
            case 2 -> List.of(sizes[0], sizes[1]);
            default -> Arrays.stream(sizes, 0, rank).boxed().toList();
        };
        return entry(name, at, dtype, shape, offsets[0], offsets[1]);
    }

    private Entry entry(String name, int at, String dtype, List<Long> shape, long begin, long end) throws FormatException {
        Integer bits = BITS.get(dtype);
        if (bits == null) {
            throw text.error(at, "the dtype must be one that the format knows, as in F32", "that of " + SafetensorsText.brief(name)
                + " is " + SafetensorsText.brief(dtype), "was it written by a newer library?");
        }
        long total = bits;
        try {
            for (long size : shape) total = Math.multiplyExact(total, size);
        } catch (ArithmeticException e) {
            throw text.error(at, "the elements must be fewer than 2^63 bits", "the shape of " + SafetensorsText.brief(name) + " is "
                + Elements.brief(shape), SafetensorsText.ADVICE);
        }
        if (begin > end || total % 8 != 0 || end - begin != total / 8) {
            throw text.error(at, "the data must take as many bytes as dtype and shape say, " + total / 8.0, "the data_offsets of "
                + SafetensorsText.brief(name) + " are " + begin + " and " + end, SafetensorsText.ADVICE);
        }
        if (end > Long.MAX_VALUE - dataBegin) {
            throw text.error(at, "an offset must be inside the file", "met " + end, SafetensorsText.ADVICE);
        }
        return new Entry(name, dtype, shape, dataBegin + begin, dataBegin + end);
    }

    /// The data of the tensors must fill the rest of the file, one after the other.
    private void requireContiguous(String file, long size) throws FormatException {
        found.sort(Comparator.comparingLong((Found f) -> f.entry().begin()).thenComparingLong(f -> f.entry().end()));
        long at = dataBegin;
        for (Found f : found) {
            Entry entry = f.entry();
            if (entry.begin() != at) {
                throw new FormatException(file, f.at(), "the data of the tensors must follow each other without holes or overlaps",
                    "that of " + SafetensorsText.brief(entry.name()) + " begins at byte " + entry.begin() + " instead of " + at,
                    SafetensorsText.ADVICE);
            }
            if (entry.end() > size) {
                throw new FormatException(file, size, "the data of " + SafetensorsText.brief(entry.name()) + " must be complete, up to byte "
                    + entry.end(), "the file ends here", DataFile.INCOMPLETE);
            }
            at = entry.end();
        }
        if (at != size) {
            throw new FormatException(file, at, "the file must end with the last tensor's data", (size - at) + " bytes more follow",
                "cut them off, or fetch the file again");
        }
    }

    /// Why a tensor can't have a name, or null if it can. Names are printed and looked up, never opened; these would
    /// mislead the one who reads them.
    static @Nullable String problem(String name) {
        if (name.isEmpty()) return "is empty";
        if (name.length() > LONGEST_NAME) return "has more than " + LONGEST_NAME + " characters";
        if (name.equals(METADATA)) return "is where the metadata are";
        if (!SafetensorsText.isWellFormed(name)) return "has half of a surrogate pair";
        for (int i = 0; i < name.length(); i++) {
            if (SafetensorsText.isUnseen(name.charAt(i))) return "has a control character";
        }
        boolean leadsOut = name.contains("..") && Arrays.asList(name.split("[/\\\\]")).contains("..");
        return leadsOut ? "leads out of a folder" : null;
    }
}
