package dev.jacobi.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The contents of a gzip file, inflated only as far as they are asked for, so that a small file that stands for
/// terabytes costs no more than its reader takes.
///
/// Written here because `java.util.zip.GZIPInputStream` passes over a broken second member in silence. A file is
/// one or more members, whose contents follow each other; each ends with a checksum and a length, and both are
/// compared before the end of the contents is told. Source: RFC 1952.
final class Gunzip extends InputStream {
    private static final int FLAG_HEADER_CHECKSUM = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final String file;
    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[16 * 1024];
    private int next; // the first byte of the buffer that nobody took
    private int filled;
    private long before; // bytes of the file before the buffer
    private boolean ended;

    private Gunzip(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    /// The contents of a file, plain or compressed: its first two bytes decide, not its name.
    ///
    /// @throws java.nio.file.FileSystemException if there is no such file, or it is a folder, a pipe or a device
    static InputStream open(Path path) throws IOException {
        DataFile.require(path);
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 64 * 1024);
        try {
            in.mark(2);
            boolean compressed = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            if (!compressed) {
                return in;
            }
            Gunzip contents = new Gunzip(in, path.toString());
            in = contents;
            contents.beginMember();
            return contents;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        try {
            while (!ended) {
                int inflated = inflater.inflate(target, from, length);
                if (inflated > 0) {
                    checksum.update(target, from, inflated);
                    return inflated;
                }
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    takeBack();
                    throw broken("gzip data must not need a dictionary", "this asks for one", DataFile.DAMAGED);
                } else {
                    fill();
                    giveToInflater();
                }
            }
            return -1;
        } catch (DataFormatException e) {
            takeBack();
            String reason = Objects.requireNonNullElse(e.getMessage(), "a bad code");
            throw broken("gzip data must follow the deflate format", "met " + reason, DataFile.DAMAGED);
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private void endMember() throws IOException {
        takeBack();
        long met = checksum.getValue();
        long promised = readInt();
        if (met != promised) {
            throw broken(
                "the checksum must match the contents",
                String.format("the file says %08x and the contents give %08x", promised, met), DataFile.DAMAGED);
        }
        long length = inflater.getBytesWritten() & 0xffff_ffffL;
        promised = readInt();
        if (length != promised) {
            throw broken("the length at the end must be that of the contents",
                "it is " + promised + " and the contents have " + length + " bytes", DataFile.DAMAGED);
        }
        if (next == filled && !tryFill()) {
            ended = true;
        } else {
            beginMember();
        }
    }

    private void beginMember() throws IOException {
        if (readByte() != 0x1f || readByte() != 0x8b) {
            throw broken("after a gzip member the file must end or another member begin",
                "something else follows", "cut it off, or fetch the file again");
        }
        int method = readByte();
        if (method != 8) {
            throw broken("gzip data must be compressed by method 8 (deflate)", "met method " + method, DataFile.DAMAGED);
        }
        int flags = readByte();
        if ((flags & 0xe0) != 0) {
            throw broken("the three upper gzip flags must be 0", String.format("met the flags 0x%02x", flags), DataFile.DAMAGED);
        }
        skip(6); // time, compression level, operating system
        if ((flags & FLAG_EXTRA) != 0) {
            skip(readByte() | readByte() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CHECKSUM) != 0) {
            skip(2); // what it guards is not used
        }
        checksum.reset();
        inflater.reset();
        giveToInflater();
    }

    private void giveToInflater() {
        inflater.setInput(buffer, next, filled - next);
        next = filled;
    }

    /// What the inflater was given and didn't use.
    private void takeBack() {
        next = filled - inflater.getRemaining();
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            readByte();
        }
    }

    private void skipText() throws IOException {
        while (readByte() != 0) {
            // a file name or a comment, which nobody here needs
        }
    }

    /// Four bytes, the least significant first.
    private long readInt() throws IOException {
        long result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            result |= (long) readByte() << shift;
        }
        return result;
    }

    private int readByte() throws IOException {
        if (next == filled) {
            fill();
        }
        return buffer[next++] & 0xff;
    }

    private void fill() throws IOException {
        if (!tryFill()) {
            throw broken("a gzip member must be complete", "the file ends here", DataFile.INCOMPLETE);
        }
    }

    private boolean tryFill() throws IOException {
        before += filled;
        next = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        return filled > 0;
    }

    private FormatException broken(String rule, String met, String advice) {
        return new FormatException(file, before + next, rule, met, advice);
    }
}
