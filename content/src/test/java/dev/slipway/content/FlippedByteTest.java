package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bit of any file of a store changes, or the whole file: what is read is right, or an error says which object is damaged. */
@Tag("DIST-5")
class FlippedByteTest {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final RetryPolicy ONCE = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    private static final Cutter CUTTER = new WimCutter(List.of(new ByteRange(0, 300), new ByteRange(300, 400)));

    @TempDir
    Path folder;

    private Path root;
    private final Map<ContentId, byte[]> contents = new TreeMap<>(java.util.Comparator.comparing(ContentId::hex));
    private final Map<String, byte[]> files = new TreeMap<>();

    /** A whole content, one with a damaged block, one half received anew, and a retired pack: together they have files of every kind. */
    @BeforeEach
    void makeStore() throws Exception {
        root = folder.resolve("store");
        byte[] damaged = join(random(300, 2), random(400, 3));
        try (ContentStore store = ContentStore.open(root)) {
            content(store, "whole", join(random(300, 1), random(400, 4)));
            Ingested second = content(store, "damaged", damaged);
            ContentId gone = content(store, "gone", random(700, 5)).content();
            store.remove(gone);
            contents.remove(gone);
            store.collect(Duration.ofHours(1), Instant.now());
            flip(store.pack(second.pack().orElseThrow()), 10);
            assertThat(store.verify(second.content(), IngestProgress.NONE)).hasSize(1);
            halfReceived(store);
        }
        for (String name : Samples.files(root)) {
            files.put(name, Files.readAllBytes(root.resolve(name)));
        }
        assertThat(files.keySet().stream().map(name -> name.replaceAll("[0-9a-f]{64}", "X")))
                .contains(
                        "packs/X.pack",
                        "packs/X.index",
                        "packs/X.damaged",
                        "packs/X.retired",
                        "manifests/X.manifest",
                        "extents/X.extents",
                        "wanted/X.manifest",
                        "wanted/X.renewed");
    }

    private Ingested content(ContentStore store, String name, byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve(name), bytes);
        Ingested added = add(store, new SourceFile("file", file, CUTTER));
        contents.put(added.content(), bytes);
        return added;
    }

    private void halfReceived(ContentStore store) throws Exception {
        try (ContentStore elsewhere = ContentStore.open(folder.resolve("elsewhere"))) {
            Path file = Files.write(folder.resolve("received"), join(random(300, 6), random(400, 7)));
            Manifest manifest = elsewhere.manifest(
                    add(elsewhere, new SourceFile("file", file, CUTTER)).content());
            ContentSource disk = ContentSource.inFolder(folder.resolve("elsewhere"));
            ContentSource breaking = Samples.over(disk, (pack, offset, length) -> {
                try (InputStream in = disk.open(pack, offset, length)) {
                    return new java.io.ByteArrayInputStream(in.readNBytes(offset == 0 ? 300 : 0));
                }
            });
            try {
                store.receive(
                        manifest,
                        ContentSources.of(breaking),
                        ONCE,
                        Pace.UNLIMITED,
                        ReceiveMode.ALL,
                        ReceiveProgress.NONE);
            } catch (ContentException e) {
                assertThat(e.error()).isEqualTo(ContentError.TRANSFER_FAILED);
            }
            assertThat(store.unfinished()).containsExactly(manifest.contentId());
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << at % 8);
        Files.write(file, bytes);
    }

    private void restore() throws IOException {
        for (String name : Samples.files(root)) {
            Files.delete(root.resolve(name));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(root.resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void isNeverReadAsAnythingElse() throws Exception {
        List<String> complaints = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            int length = file.getValue().length;
            for (int at = 0; at < length; at += Math.max(1, length / 40)) {
                restore();
                flip(root.resolve(file.getKey()), at);
                use("byte " + at + " of " + file.getKey() + ": ", complaints);
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** The whole file is cut, emptied, gone, or a folder. */
    @Test
    void aFileThatIsNoLongerOneIsNeverReadAsAnythingElse() throws Exception {
        List<String> complaints = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] bytes = file.getValue();
            Path path = root.resolve(file.getKey());
            for (int length : new int[] {bytes.length - 1, bytes.length / 2, 0}) {
                restore();
                Files.write(path, Arrays.copyOf(bytes, length));
                use(file.getKey() + " cut to " + length + ": ", complaints);
            }
            restore();
            Files.delete(path);
            use(file.getKey() + " deleted: ", complaints);
            restore();
            Files.delete(path);
            Files.createDirectory(path);
            Files.write(path.resolve("something"), bytes);
            use(file.getKey() + " is a folder: ", complaints);
            if (Files.isDirectory(path)) { // otherwise it has been mended
                Files.delete(path.resolve("something"));
                Files.delete(path);
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** Twice, since the first start may mend what it finds. */
    private void use(String where, List<String> complaints) throws Exception {
        for (int start = 0; start < 2; start++) {
            try (ContentStore store = ContentStore.open(root)) {
                contents.forEach((content, bytes) -> complain(where, complaints, () -> {
                    if (!Arrays.equals(read(store, content, "file"), bytes)) {
                        complaints.add(where + "wrong bytes of " + content);
                    }
                }));
                contents.forEach((content, bytes) -> complain(where, complaints, () -> {
                    if (!Arrays.equals(fetched(store.manifest(content)), bytes)) {
                        complaints.add(where + "wrong bytes fetched of " + content);
                    }
                }));
                contents.keySet()
                        .forEach(content ->
                                complain(where, complaints, () -> store.verify(content, IngestProgress.NONE)));
                complain(where, complaints, () -> store.collect(Duration.ofHours(1), Instant.now()));
            } catch (ContentException e) {
                complaints.add(where + "is not opened: " + e.getMessage());
            }
        }
    }

    /** As a place that copies the folder gives it. */
    private byte[] fetched(Manifest manifest) throws Exception {
        RemoteContent remote = new RemoteContent(manifest, ContentSources.of(ContentSource.inFolder(root)), ONCE);
        try (RemoteFile file = remote.file("file")) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.readFully(0, bytes);
            return bytes.array();
        }
    }

    private interface Deed {
        void run() throws Exception;
    }

    /** Whatever fails must have a code and name a content, a pack or a block. */
    private static void complain(String where, List<String> complaints, Deed deed) {
        try {
            deed.run();
        } catch (ContentException e) {
            if (!HASH.matcher(String.valueOf(e.getMessage())).find()) {
                complaints.add(where + "names nothing: " + e.getMessage());
            }
        } catch (Exception e) {
            complaints.add(where + e);
        }
    }
}
