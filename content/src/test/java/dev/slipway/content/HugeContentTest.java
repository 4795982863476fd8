package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.PipableWim;
import dev.slipway.wim.ReadAt;
import dev.slipway.wim.WimFile;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A WIM of more than 4 GiB, most of which is a hole: in the store it is one block, named a thousand times. */
@Tag("IMG-1")
@Tag("DIST-3")
class HugeContentTest extends OpenStore {
    private static final long HOLE = (1L << 32) + 12_345;

    private Path wim;
    private byte[] data;
    private byte[] moved;

    @BeforeEach
    void makeWim() throws Exception {
        data = Samples.random(5_000_000, 1);
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.write(tree.resolve("file"), data);
        Path captured = folder.resolve("captured.wim");
        run("wimlib-imagex", "capture", tree.toString(), captured.toString(), "--compress=none");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(captured)).order(ByteOrder.LITTLE_ENDIAN);
        // The offsets in the blob table, and those of the tables in the header ([MS-WIM] 2.2).
        int blobTable = Math.toIntExact(bytes.getLong(56));
        int blobTableSize = (int) (bytes.getLong(48) & 0xff_ffff_ffff_ffffL);
        for (int entry = blobTable; entry < blobTable + blobTableSize; entry += 50) {
            bytes.putLong(entry + 8, bytes.getLong(entry + 8) + HOLE);
        }
        bytes.putLong(56, bytes.getLong(56) + HOLE).putLong(80, bytes.getLong(80) + HOLE);
        moved = new byte[bytes.capacity() - 208];
        bytes.get(208, moved);
        wim = folder.resolve("huge.wim");
        try (FileChannel file = FileChannel.open(
                wim, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            file.write(bytes.slice(0, 208), 0);
            file.write(ByteBuffer.wrap(moved), 208 + HOLE);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void itIsTakenInReadAndStreamedAndTakesTheRoomOfWhatIsInIt() throws Exception {
        Ingested added;
        try (WimFile file = WimFile.open(wim)) {
            Cutter cutter = new WimCutter(
                    file.resources().stream().map(resource -> resource.range()).toList());
            added = store.add(List.of(new SourceFile("huge.wim", wim, cutter)), IngestProgress.NONE);
        }
        assertThat(added.sizeBytes()).isEqualTo(Files.size(wim)).isGreaterThan(1L << 32);
        assertThat(Files.size(store.pack(added.pack().orElseThrow()))).isLessThan(15_000_000);

        try (ReadAt in = store.open(added.content(), "huge.wim")) {
            ByteBuffer end = ByteBuffer.allocate(moved.length);
            in.readFully(208 + HOLE, end);
            assertThat(end.array()).isEqualTo(moved);
            ByteBuffer border = ByteBuffer.allocate(112_000);
            in.readFully((1L << 32) - 100_000, border);
            assertThat(border.array()).isEqualTo(new byte[112_000]);
        }

        streamed(added.content());
        assertThat(Files.readAllBytes(folder.resolve("applied/file"))).isEqualTo(data);
    }

    /** Fetches from the store's folder only what the image needs, and lets wimlib apply it. */
    private void streamed(ContentId content) throws Exception {
        RemoteContent remote = new RemoteContent(
                store.manifest(content), ContentSources.of(ContentSource.inFolder(root)), RetryPolicy.DEFAULT);
        Path pipable = folder.resolve("pipable.wim");
        try (WimFile file = WimFile.open(remote.file("huge.wim"));
                OutputStream out = Files.newOutputStream(pipable)) {
            PipableWim.of(file, 1).write(out, (done, total) -> {});
        }
        assertThat(remote.fetchedBytes()).isLessThan(20_000_000);
        run("sh", "-c", "cat " + pipable + " | wimlib-imagex apply - 1 " + folder.resolve("applied"));
    }
}
