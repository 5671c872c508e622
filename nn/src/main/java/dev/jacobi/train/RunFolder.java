package dev.jacobi.train;

import dev.jacobi.io.AtomicFile;
import dev.jacobi.io.FormatException;
import dev.jacobi.io.Json;
import dev.jacobi.io.JsonObject;
import dev.jacobi.nn.Training;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of a training: its settings, what came out of each epoch, and checkpoints to go on from. One program
/// writes to it at a time.
///
/// - `config.json`: the settings, written once
/// - `checkpoints/00000012345.safetensors`: the training after so many steps; the two last are kept
/// - `metrics.jsonl`: an object for each epoch
/// - `lock`: who writes
///
/// Checkpoints appear as a whole or not at all, and carry a checksum; one that is damaged is passed over for the one
/// before.
public final class RunFolder implements AutoCloseable {
    private static final int KEPT = 2;
    private static final int VERSION = 1;
    private static final int MOST_CONFIG_BYTES = 1 << 20;

    private final Path folder;
    private final FileChannel lockFile;
    private final JsonObject config;

    private RunFolder(Path folder, FileChannel lockFile, JsonObject config) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.config = config;
    }

    /// A new run.
    ///
    /// @param folder which must be empty, or not exist
    /// @param config the settings, in maps, lists, texts and numbers
    /// @throws IOException if there is something in the folder, or it can't be written
    public static RunFolder create(Path folder, Map<String, Object> config) throws IOException {
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) throw new IOException(folder + " is not a folder; name another for the run");
            try (Stream<Path> inside = Files.list(folder)) {
                // a run that ended before it had settings hasn't begun
                if (inside.map(p -> p.getFileName().toString()).anyMatch(name -> !name.equals("lock") && !name.endsWith(".tmp"))) {
                    throw new IOException(folder + " holds something already; name another folder, or go on with a run that is there (--resume)");
                }
            }
        }
        Files.createDirectories(folder);
        FileChannel lock = lock(folder);
        try {
            String text = Json.write(config);
            AtomicFile.write(folder.resolve("config.json"), out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
            return new RunFolder(folder, lock, JsonObject.parse(text));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// A run that was begun before.
    ///
    /// @throws IOException if it isn't one, or another program writes to it
    public static RunFolder open(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) throw new IOException(folder + " is no run: it has no config.json");
        if (Files.size(file) > MOST_CONFIG_BYTES) {
            throw new FormatException(file.toString(), MOST_CONFIG_BYTES, "the settings of a run take at most " + MOST_CONFIG_BYTES + " bytes", "these take more", "is this a run's?");
        }
        FileChannel lock = lock(folder);
        try {
            removeLeftovers(folder);
            removeLeftovers(folder.resolve("checkpoints"));
            return new RunFolder(folder, lock, JsonObject.parse(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            lock.close();
            throw StateFile.wrong(file, e);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /// The lock is the operating system's, and goes with the program that held it, however it ends.
    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // held by this very program
        }
        if (lock == null) {
            ByteBuffer text = ByteBuffer.allocate(200);
            channel.read(text, 0);
            channel.close();
            throw new IOException(folder + " is being written by " + new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip()
                    + "; wait for it, or end it first");
        }
        String holder = "process " + ProcessHandle.current().pid() + " on " + InetAddress.getLocalHost().getHostName();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        return channel;
    }

    /// Files that a program was writing when it was killed.
    private static void removeLeftovers(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.filter(f -> f.getFileName().toString().endsWith(".tmp")).toList()) Files.delete(file);
        }
    }

    public Path path() { return folder; }

    /// The settings.
    public JsonObject config() { return config; }

    /// Where the finished model is kept.
    public Path model() { return folder.resolve("model.safetensors"); }

    /// Saves a checkpoint; then forgets the oldest.
    public void save(Snapshot<?> checkpoint) throws IOException {
        Map<String, Tensor> tensors = StateFile.collected("training.", checkpoint.training());
        if (checkpoint.best() != null) StateFile.collect("best.", checkpoint.best(), tensors);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("kind", "checkpoint");
        description.put("version", VERSION);
        description.put("position", checkpoint.position().toJson());
        Files.createDirectories(folder.resolve("checkpoints"));
        long steps = (long) checkpoint.training().step().tensor().item();
        StateFile.write(folder.resolve("checkpoints").resolve(String.format(Locale.ROOT, "%011d.safetensors", steps)), tensors, description);
        List<Path> all = checkpoints();
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) Files.delete(old);
    }

    /// The last checkpoint that is whole, or none.
    ///
    /// @param start a training of the same structure; its numbers don't matter
    /// @param damaged is told of those that were passed over
    /// @throws IOException if there are checkpoints and none can be read
    public <M> @Nullable Snapshot<M> latest(Training<M> start, Consumer<IOException> damaged) throws IOException {
        List<Path> all = checkpoints();
        IOException failure = null;
        for (Path file : all.reversed()) {
            try {
                StateFile state = StateFile.read(file);
                try {
                    JsonObject description = state.description();
                    if (!description.text("kind").equals("checkpoint") || description.whole("version") != VERSION) {
                        throw new IllegalArgumentException("\"kind\" and \"version\" should be \"checkpoint\" and " + VERSION);
                    }
                    boolean best = state.tensors().keySet().stream().anyMatch(name -> name.startsWith("best."));
                    return new Snapshot<>(state.fill("training.", start), Position.of(description.object("position")),
                            best ? state.fill("best.", start.model()) : null);
                } catch (IllegalArgumentException e) {
                    throw StateFile.wrong(file, e);
                }
            } catch (IOException e) {
                damaged.accept(e);
                failure = e;
            }
        }
        if (failure != null) throw failure;
        return null;
    }

    private List<Path> checkpoints() throws IOException {
        if (!Files.isDirectory(folder.resolve("checkpoints"))) return List.of();
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
            return new ArrayList<>(files.filter(f -> f.getFileName().toString().matches("\\d{11}\\.safetensors"))
                    .sorted(Comparator.comparing(f -> f.getFileName().toString())).toList());
        }
    }

    /// Adds the result of an epoch to `metrics.jsonl`.
    public void add(EpochResult result) throws IOException {
        Files.writeString(folder.resolve("metrics.jsonl"), Json.write(result.toJson()) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Makes `metrics.jsonl` say what a checkpoint knows, and no more: epochs that came after it are made again.
    public void rewind(List<EpochResult> history) throws IOException {
        AtomicFile.write(folder.resolve("metrics.jsonl"), out -> {
            for (EpochResult result : history) out.write((Json.write(result.toJson()) + "\n").getBytes(StandardCharsets.UTF_8));
        });
    }

    /// Lets others write.
    @Override public void close() throws IOException { lockFile.close(); }
}
