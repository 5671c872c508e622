package dev.jacobi.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The list of what a zip file holds, read by the letter: every entry is a plain file that has a place of its own and
/// says at both places where it is described the same. Source: APPNOTE.TXT 6.3.10 by PKWARE.
///
/// Written here because `java.util.zip` forgives entries that overlap or are described in two ways, which is how a
/// small file becomes a large one.
final class ZipEntries {
    private static final int END = 22;
    private static final int LOCAL = 30;
    private static final int CENTRAL = 46;
    private static final int MOST = 10_000;
    private static final int MOST_DIRECTORY_BYTES = 16 << 20;
    private static final int ZIP64 = 1;
    private static final long NOT_HERE = 0xffff_ffffL;
    private static final int ENCRYPTED = 1;
    private static final int SIZES_BEHIND = 8;
    private static final int LINK = 0xa000;

    /// A file in a zip file.
    ///
    /// @param begin the first byte of its data
    /// @param at where it is described
    record Entry(String name, boolean deflated, long crc, long packed, long size, long begin, long at) {}

    private final String file;
    private final FileChannel channel;
    private final long length;

    private ZipEntries(String file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    static List<Entry> read(String file, FileChannel channel) throws IOException { return new ZipEntries(file, channel).read(); }

    private List<Entry> read() throws IOException {
        if (length < END) throw error(length, "a zip file must have at least " + END + " bytes", "the file ends here", DataFile.INCOMPLETE);
        // a comment could follow; NumPy writes none, and whatever follows might be another file in disguise
        ByteBuffer end = bytes(length - END, END);
        if (end.getInt() != 0x06054b50) throw error(length - END, "a zip file must end with its directory's end", "met something else", DataFile.INCOMPLETE);
        if (end.getInt() != 0 || end.getShort(8) != end.getShort(10)) {
            throw error(length - END, "a zip file must be in one part", "this one is a part of several", "join them");
        }
        int count = end.getShort(10) & 0xffff;
        long size = end.getInt(12) & NOT_HERE;
        long begin = end.getInt(16) & NOT_HERE;
        if (count > MOST) throw error(length - END, "a zip file must have at most " + MOST + " entries here", "it has " + count, "split it");
        if (size > MOST_DIRECTORY_BYTES) throw error(length - END, "a directory must have at most 16 MiB", "it has " + size, DataFile.DAMAGED);
        if (begin + size != length - END) {
            throw error(length - END, "the directory must stand right before its end", "it is said to take " + size + " bytes from " + begin, DataFile.DAMAGED);
        }
        ByteBuffer directory = bytes(begin, (int) size);
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (entries.size() < count) entries.add(entry(directory, begin, names));
        if (directory.hasRemaining()) {
            throw error(begin + directory.position(), "the directory must have " + count + " entries", "there are more", DataFile.DAMAGED);
        }
        requireApart(entries, begin);
        return entries;
    }

    private Entry entry(ByteBuffer directory, long begin, Set<String> names) throws IOException {
        int start = directory.position();
        long at = begin + start;
        if (directory.remaining() < CENTRAL || directory.getInt(start) != 0x02014b50) {
            throw error(at, "an entry of the directory must begin here", "met something else", DataFile.DAMAGED);
        }
        int flags = directory.getShort(start + 8) & 0xffff;
        int method = directory.getShort(start + 10) & 0xffff;
        long crc = directory.getInt(start + 16) & NOT_HERE;
        long packed = directory.getInt(start + 20) & NOT_HERE;
        long size = directory.getInt(start + 24) & NOT_HERE;
        int nameLength = directory.getShort(start + 28) & 0xffff;
        int more = (directory.getShort(start + 30) & 0xffff) + (directory.getShort(start + 32) & 0xffff);
        int mode = directory.getShort(start + 40) & 0xf000;
        long local = directory.getInt(start + 42) & NOT_HERE;
        if (directory.remaining() < CENTRAL + nameLength + more) throw error(at, "an entry must end inside the directory", "it goes on", DataFile.DAMAGED);
        if ((flags & ENCRYPTED) != 0) throw error(at, "an entry must not be encrypted", "this one is", "save it without a password");
        if (method != 0 && method != 8) throw error(at, "an entry must be stored or deflated (method 0 or 8)", "met method " + method, "save it with numpy.savez");
        if (mode == LINK) throw error(at, "an entry must be a plain file", "this one is a link", DataFile.DAMAGED);
        if (packed == NOT_HERE || size == NOT_HERE || local == NOT_HERE) {
            throw error(at, "an entry must be smaller than 4 GiB", "this one says that its sizes are elsewhere (zip64)", "save large arrays with numpy.save");
        }
        byte[] bytes = new byte[nameLength];
        directory.get(start + CENTRAL, bytes).position(start + CENTRAL + nameLength + more);
        String name = new String(bytes, StandardCharsets.UTF_8);
        requireName(name, at);
        if (!names.add(name)) throw error(at, "a name must be given once", SafetensorsText.brief(name) + " is given again", DataFile.DAMAGED);
        if (method == 0 && packed != size) throw error(at, "a stored entry must be as long as its data", "they are " + packed + " and " + size, DataFile.DAMAGED);
        return new Entry(name, method == 8, crc, packed, size, data(local, flags, method, crc, packed, size, bytes, at), at);
    }

    private void requireName(String name, long at) throws FormatException {
        String problem = SafetensorsHeader.problem(name);
        if (problem == null && (name.startsWith("/") || name.startsWith("\\") || name.length() > 1 && name.charAt(1) == ':')) problem = "begins like a path of a disk";
        if (problem != null) throw error(at, "an entry must have a usable name", SafetensorsText.brief(name) + " " + problem, "name the arrays by plain words");
    }

    /// Where the data begins, if the second description says what the first did.
    private long data(long local, int flags, int method, long crc, long packed, long size, byte[] name, long at) throws IOException {
        ByteBuffer header = bytes(local, LOCAL);
        int nameLength = header.getShort(26) & 0xffff;
        int extraLength = header.getShort(28) & 0xffff;
        boolean same = header.getInt(0) == 0x04034b50 && nameLength == name.length && (header.getShort(6) & 0xffff) == flags
            && (header.getShort(8) & 0xffff) == method && bytes(local + LOCAL, nameLength).equals(ByteBuffer.wrap(name));
        long localCrc = header.getInt(14) & NOT_HERE;
        long localPacked = header.getInt(18) & NOT_HERE;
        long localSize = header.getInt(22) & NOT_HERE;
        if (localPacked == NOT_HERE && localSize == NOT_HERE) {
            ByteBuffer extra = bytes(local + LOCAL + nameLength, extraLength);
            while (extra.remaining() >= 4) {
                int id = extra.getShort() & 0xffff;
                int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
                if (id == ZIP64 && length >= 16) {
                    localSize = extra.getLong(extra.position());
                    localPacked = extra.getLong(extra.position() + 8);
                }
                extra.position(extra.position() + length);
            }
        }
        boolean behind = (flags & SIZES_BEHIND) != 0 && localCrc == 0 && localPacked == 0 && localSize == 0;
        if (!same || !behind && (localCrc != crc || localPacked != packed || localSize != size)) {
            throw error(local, "an entry must be described here as in the directory at byte " + at, "the two differ", DataFile.DAMAGED);
        }
        return local + LOCAL + nameLength + extraLength;
    }

    /// Entries that share bytes make much of little.
    private void requireApart(List<Entry> entries, long directory) throws FormatException {
        List<Entry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparingLong(Entry::begin));
        long end = 0;
        for (Entry e : inOrder) {
            long described = e.begin() - LOCAL - e.name().getBytes(StandardCharsets.UTF_8).length;
            if (described < end || e.begin() + e.packed() > directory) {
                throw error(e.at(), "entries must not share bytes with others or the directory", SafetensorsText.brief(e.name()) + " does", DataFile.DAMAGED);
            }
            end = e.begin() + e.packed();
        }
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        if (at + count > length) throw error(length, "the file must have " + count + " bytes at " + at, "the file ends here", DataFile.INCOMPLETE);
        ByteBuffer r = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (r.hasRemaining()) {
            if (channel.read(r, at + r.position()) < 0) throw new EOFException(file + " was shortened while it was read; try again");
        }
        return r.flip();
    }

    private FormatException error(long at, String rule, String met, String advice) { return new FormatException(file, at, rule, met, advice); }

    /// The packed bytes of an entry.
    static InputStream packed(FileChannel channel, Entry entry) {
        return new InputStream() {
            private long at = entry.begin();

            @Override public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override public int read(byte[] target, int from, int count) throws IOException {
                if (count == 0) return 0;
                int most = (int) Math.min(count, entry.begin() + entry.packed() - at);
                int met = most == 0 ? -1 : channel.read(ByteBuffer.wrap(target, from, most), at);
                at += Math.max(0, met);
                return met;
            }
        };
    }
}
