package dev.slipway.sequence;

/** A task sequence cannot be read. @see #code for what kind of error it is */
public final class SequenceException extends Exception {
    private final String code;
    private final int line;

    /** @param line in the XML, from 1; 0 when unknown */
    public SequenceException(String code, int line, String message) {
        super(line > 0 ? "Line " + line + ": " + message : message);
        this.code = code;
        this.line = line;
    }

    public String code() {
        return code;
    }

    public int line() {
        return line;
    }
}
