package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metadata made by hand, as no program would write it. */
class MetadataTest {
    private static final int ENTRY = 120;

    /** An empty security table, then entries of 120 bytes each. */
    private static byte[] metadata(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(8).array());
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] folder(String name, long childrenAt) {
        byte[] letters = name.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer entry = ByteBuffer.allocate(ENTRY).order(ByteOrder.LITTLE_ENDIAN);
        entry.putLong(0, ENTRY)
                .putInt(8, Dentry.ATTRIBUTE_DIRECTORY)
                .putInt(12, -1)
                .putLong(16, childrenAt);
        entry.putShort(100, (short) letters.length).put(102, letters);
        return entry.array();
    }

    private static final byte[] END = new byte[8];

    @Test
    void aFolderThatContainsItselfIsRefused() {
        byte[] cyclic = metadata(folder("", 8 + ENTRY + 8), END, folder("a", 8 + ENTRY + 8), END);
        assertThatThrownBy(() -> MetadataParser.parse(1, cyclic))
                .isInstanceOf(WimException.class)
                .hasMessageContaining("contain themselves");
    }

    @Test
    void foldersThatShareTheirEntriesDoNotMultiply() {
        List<byte[]> parts = new ArrayList<>(List.of(folder("", 8 + ENTRY + 8), END));
        int at = 8 + ENTRY + 8;
        for (int level = 0; level < 60; level++) {
            int next = at + 2 * ENTRY + 8;
            parts.addAll(List.of(folder("a", next), folder("b", next), END));
            at = next;
        }
        parts.add(END);
        byte[] exponential = metadata(parts.toArray(byte[][]::new));
        assertThatThrownBy(() -> MetadataParser.parse(1, exponential)).isInstanceOf(WimException.class);
    }

    @Test
    void namesThatLeadElsewhereAreIgnored() throws WimException {
        long at = 8 + ENTRY + 8;
        byte[] bytes = metadata(
                folder("", at),
                END,
                folder("..", 0),
                folder(".", 0),
                folder("a\0b", 0),
                folder("", 0),
                folder("ok", 0),
                folder("ok", 0),
                END);
        assertThat(MetadataParser.parse(1, bytes).root().children())
                .extracting(Dentry::name)
                .containsExactly("ok");
    }

    @Test
    void lengthsThatOverflowAreRefused() {
        byte[] entry = folder("a", 0);
        for (long length : new long[] {-1, Long.MAX_VALUE, Long.MAX_VALUE - 6, Long.MIN_VALUE, 101, 1L << 32}) {
            ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            byte[] bytes = metadata(folder("", 8 + ENTRY + 8), END, entry, END);
            assertThatThrownBy(() -> MetadataParser.parse(1, bytes)).isInstanceOf(WimException.class);
        }
        byte[] children = metadata(folder("", Long.MAX_VALUE), END);
        assertThatThrownBy(() -> MetadataParser.parse(1, children)).isInstanceOf(WimException.class);
    }

    @Test
    void aTreeAsDeepAsAllowedIsReadAndWalked() throws WimException {
        int depth = 16_000;
        List<byte[]> parts = new ArrayList<>(List.of(folder("", 8 + ENTRY + 8), END));
        for (int level = 1; level <= depth; level++) {
            parts.add(folder("d", level == depth ? 0 : 8 + (long) (ENTRY + 8) * (level + 1)));
            parts.add(END);
        }
        Image image = MetadataParser.parse(1, metadata(parts.toArray(byte[][]::new)));
        int[] longest = {0};
        image.walk((path, dentry) -> longest[0] = Math.max(longest[0], path.length()));
        assertThat(longest[0]).isEqualTo(2 * depth);
    }
}
