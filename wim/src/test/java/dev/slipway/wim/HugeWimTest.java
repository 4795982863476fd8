package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A file of more than 4 GiB, whose chunk table has eight bytes an entry ([MS-WIM] 2.2), in a WIM of more than 4 GiB. Zeros between a few
 * marks, and a hole in the WIM, take next to no room on the disk.
 */
@Tag("IMG-1")
class HugeWimTest {
    private static final long FOUR_GIBIBYTES = 1L << 32;
    private static final long SIZE = FOUR_GIBIBYTES + 3 * (32 << 10) + 77;
    private static final List<Long> MARKS = List.of(0L, FOUR_GIBIBYTES - 20, FOUR_GIBIBYTES + 40_000, SIZE - 20);

    private static Path folder;
    private static Path wim;

    @BeforeAll
    static void capture() throws IOException {
        folder = SampleWims.freshFolder();
        Path tree = Files.createDirectory(folder.resolve("tree"));
        try (FileChannel file = sparse(tree.resolve("huge"))) {
            for (long mark : MARKS) {
                file.write(ByteBuffer.wrap(mark(mark)), mark);
            }
        }
        Path captured = folder.resolve("captured.wim");
        Wimlib.run("capture", tree, captured, "Huge", "--compress=XPRESS", "--chunk-size=32K");
        wim = folder.resolve("huge.wim");
        move(captured, wim, FOUR_GIBIBYTES);
    }

    private static byte[] mark(long at) {
        return "mark %15d".formatted(at).getBytes(StandardCharsets.US_ASCII);
    }

    private static FileChannel sparse(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE);
    }

    /** Puts a hole behind the header; the header and the blob table then say where everything lies. */
    private static void move(Path from, Path to, long by) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(from)).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int blobTable = Math.toIntExact(bytes.getLong(48 + 8));
        int blobTableSize = (int) (bytes.getLong(48) & 0xff_ffff_ffff_ffffL);
        for (int entry = blobTable; entry < blobTable + blobTableSize; entry += 50) {
            bytes.putLong(entry + 8, bytes.getLong(entry + 8) + by);
        }
        for (int table : new int[] {48, 72}) {
            bytes.putLong(table + 8, bytes.getLong(table + 8) + by);
        }
        try (FileChannel file = sparse(to)) {
            file.write(bytes.slice(0, 208), 0);
            file.write(bytes.slice(208, bytes.capacity() - 208), 208 + by);
        }
    }

    @Test
    void everyByteOfItIsRead() throws Exception {
        assertThat(Files.size(wim)).isGreaterThan(FOUR_GIBIBYTES);
        try (WimFile file = WimFile.open(wim)) {
            Dentry huge = file.image(1).find("huge").orElseThrow();
            try (InputStream in = file.open(huge.streams().getFirst())) {
                long at = 0;
                for (long mark : MARKS) {
                    in.skipNBytes(mark - at);
                    assertThat(in.readNBytes(20)).isEqualTo(mark(mark));
                    at = mark + 20;
                }
                // The read that reaches the end has compared the SHA-1.
                assertThat(in.read()).isEqualTo(-1);
                assertThat(at).isEqualTo(SIZE);
            }
        }
    }

    @Test
    void wimlibAcceptsItStreamed() throws Exception {
        Path pipable = folder.resolve("pipable.wim");
        try (WimFile file = WimFile.open(wim);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(pipable))) {
            PipableWim.of(file, 1).write(out, Progress.NONE);
        }
        Wimlib.run("verify", pipable);
    }
}
