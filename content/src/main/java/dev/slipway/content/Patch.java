package dev.slipway.content;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * One run of bytes said by means of another that the reader has: what is the same is copied from there, the rest is given.
 * Made for tables whose entries moved, such as a manifest or a WIM's blob table: hashes do not compress, but both sides know them.
 *
 * <p>Binary form, big-endian: u32 length of what results, u32 length of the steps, then zlib streams of the steps and of the given
 * bytes, the first after its own u32 length. A step is three numbers, 7 bits a byte, lowest first: how many given bytes follow, how
 * far behind (zigzag) the last copy's end the next copy begins, how many bytes it has.
 */
final class Patch {
    private static final int WINDOW = 16;
    /** Of any run of 20 equal bytes, a SHA-1 for one, one window is found. */
    private static final int STRIDE = 4;

    private static final int NOTHING = -1;
    /** A longer one is not made; it keeps the reader's memory bounded. */
    static final int MAXIMUM_LENGTH = 64 << 20;

    private final byte[] base;
    private final byte[] target;
    private final int[] windows;
    private final ByteArrayOutputStream steps = new ByteArrayOutputStream();
    private final ByteArrayOutputStream given = new ByteArrayOutputStream();
    private int expected;

    private Patch(Base base, byte[] target) {
        this.base = base.bytes;
        this.windows = base.windows;
        this.target = target;
    }

    /** What the reader has, at most {@value #MAXIMUM_LENGTH} bytes, prepared for many patches. */
    static final class Base {
        private final byte[] bytes;
        private final int[] windows;

        Base(byte[] bytes) {
            this.bytes = bytes;
            windows = new int[Integer.highestOneBit(Math.max(bytes.length / STRIDE, 16)) * 4];
            Arrays.fill(windows, NOTHING);
            for (int at = 0; at + WINDOW <= bytes.length; at += STRIDE) {
                int slot = slot(bytes, at, windows.length);
                if (windows[slot] == NOTHING) {
                    windows[slot] = at;
                }
            }
        }

        /** @param target at most {@value #MAXIMUM_LENGTH} bytes */
        byte[] patchTo(byte[] target) {
            return new Patch(this, target).make();
        }
    }

    private byte[] make() {
        int from = 0;
        int at = 0;
        while (at + WINDOW <= target.length) {
            int found = find(at);
            if (found == NOTHING) {
                at++;
                continue;
            }
            int back = 0;
            while (at - back > from && found - back > 0 && base[found - back - 1] == target[at - back - 1]) {
                back++;
            }
            int begin = found - back;
            int targetBegin = at - back;
            int length = Arrays.mismatch(base, begin, base.length, target, targetBegin, target.length);
            if (length < 0) {
                length = target.length - targetBegin;
            }
            step(from, targetBegin, begin, length);
            from = targetBegin + length;
            at = from;
        }
        step(from, target.length, expected, 0);
        byte[] packedSteps = deflate(steps.toByteArray());
        byte[] packedGiven = deflate(given.toByteArray());
        return ByteBuffer.allocate(12 + packedSteps.length + packedGiven.length)
                .putInt(target.length)
                .putInt(steps.size())
                .putInt(packedSteps.length)
                .put(packedSteps)
                .put(packedGiven)
                .array();
    }

    /** What follows the last copy in the base is looked at first: then the step is short. */
    private int find(int at) {
        if (expected + WINDOW <= base.length && same(expected, at)) {
            return expected;
        }
        int candidate = windows[slot(target, at, windows.length)];
        return candidate != NOTHING && same(candidate, at) ? candidate : NOTHING;
    }

    private boolean same(int inBase, int inTarget) {
        return Arrays.equals(base, inBase, inBase + WINDOW, target, inTarget, inTarget + WINDOW);
    }

    private static int slot(byte[] bytes, int at, int slots) {
        long mix = 0;
        for (int i = 0; i < WINDOW; i += Integer.BYTES) {
            int word = bytes[at + i] & 0xff
                    | (bytes[at + i + 1] & 0xff) << 8
                    | (bytes[at + i + 2] & 0xff) << 16
                    | bytes[at + i + 3] << 24;
            mix = (mix ^ word) * 0x9e3779b97f4a7c15L;
            mix ^= mix >>> 29;
        }
        return (int) (mix >>> 32) & slots - 1;
    }

    private void step(int from, int to, int begin, int length) {
        number(to - from);
        int jump = begin - expected;
        number(jump << 1 ^ jump >> 31);
        number(length);
        given.write(target, from, to - from);
        expected = begin + length;
    }

    private void number(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            steps.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        steps.write(rest);
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[64 << 10];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    /**
     * Says what a patch stands for.
     *
     * @throws ContentException DOCUMENT_INVALID when it was not made for this base, or is damaged
     */
    static byte[] apply(byte[] base, byte[] patch) throws ContentException {
        try {
            ByteBuffer in = ByteBuffer.wrap(patch);
            int length = length(in, MAXIMUM_LENGTH);
            // A step has at least three bytes and, but for the last, copies a window.
            byte[] steps = new byte[length(in, (length / WINDOW + 1) * 3 * 5)];
            byte[] packedSteps = new byte[length(in, in.remaining() - 4)];
            in.get(packedSteps);
            require(inflate(packedSteps, steps) == steps.length);
            byte[] packedGiven = new byte[in.remaining()];
            in.get(packedGiven);
            byte[] given = new byte[length];
            ByteBuffer rest = ByteBuffer.wrap(given, 0, inflate(packedGiven, given));
            return follow(base, ByteBuffer.wrap(steps), rest, length);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | DataFormatException e) {
            throw invalid(e);
        }
    }

    private static byte[] follow(byte[] base, ByteBuffer steps, ByteBuffer given, int length) {
        byte[] target = new byte[length];
        int at = 0;
        int expected = 0;
        while (steps.hasRemaining()) {
            int count = number(steps);
            require(count >= 0 && count <= length - at);
            given.get(target, at, count);
            at += count;
            int jump = number(steps);
            int begin = expected + (jump >>> 1 ^ -(jump & 1));
            int copied = number(steps);
            require(copied >= 0 && copied <= length - at && begin >= 0 && begin <= base.length - copied);
            System.arraycopy(base, begin, target, at, copied);
            at += copied;
            expected = begin + copied;
        }
        require(at == length && !given.hasRemaining());
        return target;
    }

    private static int number(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has more than 32 bits");
    }

    private static int length(ByteBuffer in, int maximum) {
        int length = in.getInt();
        require(length >= 0 && length <= maximum);
        return length;
    }

    private static int inflate(byte[] packed, byte[] into) throws DataFormatException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            int filled = 0;
            while (!inflater.finished() && filled < into.length) {
                int count = inflater.inflate(into, filled, into.length - filled);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                filled += count;
            }
            require(inflater.finished() || inflater.inflate(new byte[1]) == 0 && inflater.finished());
            return filled;
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("a length or count in it does not fit");
        }
    }

    private static ContentException invalid(Exception cause) {
        return new ContentException(
                ContentError.DOCUMENT_INVALID,
                "A patch cannot be applied: " + cause.getMessage() + ". Fetch the whole document instead.",
                cause);
    }
}
