package dev.jacobi.io;

import dev.jacobi.io.ZipEntries.Entry;
import dev.jacobi.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/// Several arrays by name in a file of the npz format: a zip file of [npy][Npy] files, as `numpy.savez` and
/// `numpy.savez_compressed` write it.
public final class Npz {
    private static final String NPY = ".npy";

    /// A file that promises more than this must not promise more than [#MOST_TIMES] its own length.
    private static final long ALWAYS_ALLOWED = 16 << 20;
    private static final int MOST_TIMES = 100;

    private Npz() {}

    /// Reads all arrays, in the order of the file; the map can't be changed.
    ///
    /// @throws FormatException if the file breaks a rule of zip or npy, is damaged, stands for more than a hundred
    ///     times its length (and 16 MiB), holds something else, or can't fit into memory
    /// @throws IOException if there is no such file, or it can't be read
    public static Map<String, Tensor> read(Path path) throws IOException {
        DataFile.require(path);
        String file = path.toString();
        try (FileChannel channel = FileChannel.open(path)) {
            Map<String, Tensor> result = new LinkedHashMap<>();
            Iterable<Entry> entries = ZipEntries.read(file, channel);
            long total = 0;
            for (Entry e : entries) {
                total += e.size();
                if (total > Math.max(ALWAYS_ALLOWED, MOST_TIMES * channel.size())) {
                    throw new FormatException(file, e.at(), "the arrays must take at most " + MOST_TIMES + " times the file's "
                        + channel.size() + " bytes", "they take " + total + " and more", "if that is right, save them with numpy.savez");
                }
                if (!e.name().endsWith(NPY)) {
                    throw new FormatException(file, e.at(), "an entry must be an npy file", "met " + SafetensorsText.brief(e.name()), "is this an npz file?");
                }
            }
            for (Entry e : entries) {
                // what takes much memory is looked at once before, in vain if it is damaged
                if (e.deflated() && e.size() > ALWAYS_ALLOWED) contents(file, channel, e, in -> "");
                result.put(e.name().substring(0, e.name().length() - NPY.length()),
                    contents(file, channel, e, in -> Npy.read(file + "!" + e.name(), in, e.size())));
            }
            return Collections.unmodifiableMap(result);
        }
    }

    /// What is done with the contents of an entry.
    private interface Use<R> {
        R of(InputStream in) throws IOException;
    }

    /// Uses the contents of an entry, and checks that they are what the directory promises.
    private static <R> R contents(String file, FileChannel channel, Entry e, Use<R> use) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            InputStream packed = new BufferedInputStream(ZipEntries.packed(channel, e));
            CheckedInputStream in = new CheckedInputStream(e.deflated() ? new InflaterInputStream(packed, inflater) : packed, new CRC32());
            R result = use.of(in);
            byte[] rest = new byte[8192]; // what the use left, but not more than was promised: the checksum is that of all
            for (int count = 0; count >= 0 && inflater.getBytesWritten() <= e.size(); ) count = in.read(rest);
            boolean isWhole = !e.deflated() || inflater.getBytesWritten() == e.size() && inflater.getBytesRead() == e.packed();
            if (in.getChecksum().getValue() != e.crc() || !isWhole) {
                throw new FormatException(file, e.begin(), "the contents of " + e.name() + " must have the length and checksum that the directory says",
                    "they have others", DataFile.DAMAGED);
            }
            return result;
        } catch (ZipException | EOFException broken) {
            throw new FormatException(file, e.begin(), "the data of " + e.name() + " must follow the deflate format", "met " + broken.getMessage(), DataFile.DAMAGED);
        } finally {
            inflater.end();
        }
    }

    /// Writes arrays, as [AtomicFile] does: not compressed, in the order of their names.
    ///
    /// @throws IllegalArgumentException if a name can't be one
    /// @throws IOException if the file can't be written
    public static void write(Path path, Map<String, Tensor> arrays) throws IOException {
        for (String name : arrays.keySet()) {
            String problem = SafetensorsHeader.problem(name);
            if (problem != null) {
                throw new IllegalArgumentException("an array in " + path + " needs a usable name, but " + SafetensorsText.brief(name) + " " + problem
                    + "; name it by a plain word");
            }
        }
        AtomicFile.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, Tensor> e : new TreeMap<>(arrays).entrySet()) {
                ZipEntry entry = new ZipEntry(e.getKey() + NPY);
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0)); // the same arrays give the same bytes
                zip.putNextEntry(entry);
                Npy.write(e.getValue(), zip);
                zip.closeEntry();
            }
            zip.finish();
        });
    }
}
