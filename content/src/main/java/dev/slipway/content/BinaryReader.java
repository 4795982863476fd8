package dev.slipway.content;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Reads our binary documents: big-endian, every count checked against what is left before anything is made of it. */
final class BinaryReader {
    private final ByteBuffer in;

    private BinaryReader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Decodes a whole document.
     *
     * @param what the document's name in error messages
     * @param magic eight bytes that begin it: its kind and the version of its form
     */
    static <T> T decode(byte[] bytes, String what, long magic, Function<BinaryReader, T> body) throws ContentException {
        BinaryReader reader = new BinaryReader(ByteBuffer.wrap(bytes));
        try {
            reader.check(
                    reader.in.getLong() == magic, "it begins with other bytes than this version of Slipway writes");
            T result = body.apply(reader);
            reader.check(!reader.in.hasRemaining(), reader.in.remaining() + " bytes follow its end");
            return result;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            String reason = e instanceof BufferUnderflowException ? "it ends too early" : e.getMessage();
            throw new ContentException(
                    ContentError.DOCUMENT_INVALID,
                    what + " of " + bytes.length + " bytes is not valid: " + reason
                            + ". Fetch it again from its source.",
                    e);
        }
    }

    static long magic(String eightCharacters) {
        return ByteBuffer.wrap(eightCharacters.getBytes(StandardCharsets.US_ASCII))
                .getLong();
    }

    /** @return a count of entries, for which at least the given bytes each must follow */
    int count(int bytesPerEntry) {
        int count = in.getInt();
        check(count >= 0 && count <= in.remaining() / bytesPerEntry, "it claims " + (count & 0xffffffffL) + " entries");
        return count;
    }

    int integer() {
        return in.getInt();
    }

    long longInteger() {
        return in.getLong();
    }

    BlockId hash() {
        return BlockId.get(in);
    }

    /** @param length as {@link #count} has checked it */
    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    String text() {
        int length = in.getShort() & 0xffff;
        check(length <= in.remaining(), "it claims a text of " + length + " bytes");
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }

    void check(boolean condition, String reason) {
        if (!condition) {
            throw new IllegalArgumentException(reason);
        }
    }
}
