package dev.jacobi.io;

import java.io.IOException;

/// A file breaks the rules of its format.
///
/// The message is one sentence: the file and the byte, the rule that was asked for, what was met there, and what
/// to do. Every reader of this package ends with a complete result or with an exception, never with half an object;
/// and with no other exception for what a file contains.
public final class FormatException extends IOException {
    private final String file;
    private final long offset;
    private final String rule;

    /// @param file   the file, as the caller named it
    /// @param offset the byte that breaks the rule, counted from 0; in a compressed file counted in its contents,
    ///               unless the compression itself is broken
    /// @param rule   what the format asks for, as in "the element type must be one of ..."
    /// @param met    what was there instead, as in "met 0x07"
    /// @param advice what to do, as in "is this an idx file?"
    public FormatException(String file, long offset, String rule, String met, String advice) {
        super(file + ", byte " + offset + ": " + rule + ", but " + met + "; " + advice);
        this.file = file;
        this.offset = offset;
        this.rule = rule;
    }

    /// The file, as the caller named it.
    public String file() { return file; }

    /// The byte that breaks the rule, counted from 0.
    public long offset() { return offset; }

    /// What the format asks for.
    public String rule() { return rule; }
}
