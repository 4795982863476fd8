package dev.slipway.content;

import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import dev.slipway.wim.PipableWim;
import dev.slipway.wim.Resource;
import dev.slipway.wim.WimExport;
import dev.slipway.wim.WimFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that wimlib makes. */
class WimContentTest {
    @TempDir
    Path folder;

    private ContentStore store;
    private Path tree;

    @BeforeEach
    void makeTree() throws Exception {
        store = ContentStore.open(folder.resolve("store"));
        tree = Files.createDirectory(folder.resolve("tree"));
        Random random = new Random(1);
        for (int i = 0; i < 120; i++) {
            Files.write(tree.resolve("file" + i), halfRandom(1000 + random.nextInt(90_000), i));
        }
        Files.write(tree.resolve("large"), random(11_000_000, 1000));
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    private static byte[] halfRandom(int length, int seed) {
        byte[] bytes = random(length, seed);
        for (int i = 0; i < length; i += 2) {
            bytes[i] = 'x';
        }
        return bytes;
    }

    private static void wimlib(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("wimlib-imagex"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    private Ingested add(Path file) throws Exception {
        try (WimFile wim = WimFile.open(file)) {
            Cutter cutter =
                    new WimCutter(wim.resources().stream().map(Resource::range).toList());
            return store.add(List.of(new SourceFile("image.wim", file, cutter)), IngestProgress.NONE);
        }
    }

    @Test
    void aWimReadsBackByteForByteAndEachResourceIsABlock() throws Exception {
        Path file = folder.resolve("image.wim");
        wimlib("capture", tree, file, "--compress=LZX", "--check");
        ContentId content = add(file).content();

        assertThat(read(store, content, "image.wim")).isEqualTo(Files.readAllBytes(file));
        List<Integer> lengths = store.manifest(content).file("image.wim").orElseThrow().blocks().stream()
                .map(Block::length)
                .toList();
        try (WimFile wim = WimFile.open(store.open(content, "image.wim"))) {
            for (Resource resource : wim.resources()) {
                if (resource.sizeInWim() <= Block.MAXIMUM_LENGTH) {
                    assertThat(lengths).contains((int) resource.sizeInWim());
                }
            }
        }
    }

    @Test
    @Tag("DIST-3")
    void aRebuiltWimAddsLittleMoreThanWhatChanged() throws Exception {
        Path first = folder.resolve("first.wim");
        wimlib("capture", tree, first, "--compress=LZX");
        Ingested before = add(first);
        Files.write(tree.resolve("file7"), halfRandom(50_000, 5000));
        Files.write(tree.resolve("added"), halfRandom(60_000, 5001));
        Path second = folder.resolve("second.wim");
        wimlib("capture", tree, second, "--compress=LZX");
        Ingested after = add(second);

        assertThat(before.newBytes()).isGreaterThan(11_000_000);
        // Two changed blobs, the metadata, and the tables between the resources.
        assertThat(after.newBytes()).isLessThan(110_000 + 40_000);
        assertThat(read(store, after.content(), "image.wim")).isEqualTo(Files.readAllBytes(second));
    }

    @Test
    @Tag("IMG-4")
    void anExportedImageAddsOnlyItsTables() throws Exception {
        Path file = folder.resolve("many.wim");
        wimlib("capture", tree, file, "--compress=LZX");
        Files.write(tree.resolve("only in the second"), random(3_000_000, 77));
        wimlib("append", tree, file);
        add(file);

        Path exported = folder.resolve("exported.wim");
        long tables;
        try (WimFile wim = WimFile.open(file)) {
            WimExport export = WimExport.of(wim, List.of(2));
            export.write(exported, (done, total) -> {});
            tables = Files.size(exported) - export.totalBytes();
        }
        Ingested added = add(exported);

        assertThat(Files.size(exported)).isGreaterThan(14_000_000);
        assertThat(added.newBytes()).isLessThanOrEqualTo(tables).isLessThan(20_000);
        assertThat(read(store, added.content(), "image.wim")).isEqualTo(Files.readAllBytes(exported));
    }

    @Test
    void anIncompleteOrSolidWimIsContentLikeAnyOther() throws Exception {
        Path file = folder.resolve("solid.wim");
        wimlib("capture", tree, file, "--solid");
        assertThat(read(store, add(file).content(), "image.wim")).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void oneIndexOfManyStreamsWithItsOwnBlocksAlone() throws Exception {
        Path file = folder.resolve("many.wim");
        wimlib("capture", tree, file, "--compress=XPRESS");
        for (int index = 2; index <= 4; index++) {
            Files.write(tree.resolve("large"), random(9_000_000, index));
            wimlib("append", tree, file);
        }
        ContentId content = add(file).content();
        RemoteContent remote = new RemoteContent(
                store.manifest(content),
                ContentSources.of(ContentSource.inFolder(folder.resolve("store"))),
                RetryPolicy.DEFAULT);
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        long needed;
        RemoteFile in = remote.file("image.wim");
        try (WimFile wim = WimFile.open(in)) {
            List<ByteRange> ranges = PipableWim.of(wim, 2).ranges();
            needed = ranges.stream().mapToLong(ByteRange::length).sum();
            in.prefetch(ranges);
            PipableWim.of(wim, 2).write(streamed, (done, total) -> {});
        }

        assertThat(streamed.size()).isGreaterThan(9_000_000);
        assertThat(remote.fetchedBytes()).isBetween(needed, needed * 102 / 100);
        Path pipe = folder.resolve("streamed.wim");
        Files.write(pipe, streamed.toByteArray());
        Path applied = folder.resolve("applied");
        wimlib("apply", pipe, "1", applied);
        assertThat(Files.readAllBytes(applied.resolve("large"))).isEqualTo(random(9_000_000, 2));
        assertThat(files(applied)).hasSize(121);
    }
}
