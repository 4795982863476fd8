package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** wimlib applies from a pipe what {@link PipableWim} writes. */
class PipableWimTest {
    private final Path folder;

    PipableWimTest() throws IOException {
        folder = SampleWims.freshFolder();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--compress=none",
                "--compress=none --pipable",
                "--compress=XPRESS --chunk-size=4K",
                "--compress=XPRESS --chunk-size=32K",
                "--compress=XPRESS --chunk-size=16K --pipable",
                "--compress=LZX --chunk-size=32K",
                "--compress=LZX:20 --chunk-size=32K --pipable",
                "--compress=LZX --chunk-size=2M --pipable --check",
                "--compress=LZX --chunk-size=512K",
                "--compress=LZMS --chunk-size=32K"
            })
    void wimlibAppliesTheImageFromAPipe(String options) throws Exception {
        Path pipable = folder.resolve("pipable.wim");
        try (WimFile wim = WimFile.open(SampleWims.capture(options));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(pipable))) {
            PipableWim.of(wim, 1).write(out, Progress.NONE);
        }

        Path applied = folder.resolve("applied");
        Wimlib.Outcome outcome = applyFromPipe(pipable, applied);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(Trees.describe(applied)).isEqualTo(Trees.describe(SampleWims.tree()));
        Wimlib.run("verify", pipable);
        try (WimFile wim = WimFile.open(pipable)) {
            assertThat(wim.header().pipable()).isTrue();
            wim.verify(Progress.NONE);
        }
    }

    private static Wimlib.Outcome applyFromPipe(Path pipable, Path target) {
        return Wimlib.execute(
                null,
                List.of(
                        "sh",
                        "-c",
                        "mkdir \"$2\" && cat \"$1\" | wimlib-imagex apply - 1 \"$2\" --norpfix",
                        "sh",
                        pipable.toString(),
                        target.toString()));
    }

    @Test
    void onlyTheChosenImageIsWritten() throws Exception {
        Path source = folder.resolve("two.wim");
        Path small = Files.createDirectory(folder.resolve("small"));
        Files.writeString(small.resolve("only here"), "text of the second image");
        Files.copy(SampleWims.capture("--compress=LZX --chunk-size=32K"), source);
        Wimlib.run("append", small, source, "Second & last", "desc <2>", "--boot");

        Path pipable = folder.resolve("pipable.wim");
        try (WimFile wim = WimFile.open(source);
                OutputStream out = Files.newOutputStream(pipable)) {
            PipableWim.of(wim, 2).write(out, Progress.NONE);
        }

        Path applied = folder.resolve("applied");
        Wimlib.Outcome outcome = applyFromPipe(pipable, applied);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(applied.resolve("only here")).hasContent("text of the second image");
        try (WimFile wim = WimFile.open(pipable)) {
            assertThat(wim.images()).singleElement().satisfies(image -> {
                assertThat(image.index()).isOne();
                assertThat(image.name()).isEqualTo("Second & last");
                assertThat(image.description()).isEqualTo("desc <2>");
            });
            assertThat(wim.header().bootIndex()).isOne();
            assertThat(wim.header().bootMetadata().isPresent()).isTrue();
            assertThat(wim.blobs()).hasSize(1);
        }
    }

    @Test
    void theSourceIsReadInTheRangesAnnouncedAndForward() throws Exception {
        Path file = SampleWims.capture("--compress=LZX --chunk-size=32K");
        List<ByteRange> reads = new ArrayList<>();
        try (ReadAt plain = ReadAt.of(file);
                WimFile wim = WimFile.open(recording(plain, reads))) {
            List<ByteRange> announced = PipableWim.of(wim, 1).ranges();
            reads.clear();
            PipableWim.of(wim, 1).write(OutputStream.nullOutputStream(), Progress.NONE);

            assertThat(reads)
                    .allSatisfy(read -> assertThat(announced)
                            .anySatisfy(
                                    range -> assertThat(range.offset() <= read.offset() && read.end() <= range.end())
                                            .isTrue()));
            assertThat(announced.subList(1, announced.size()))
                    .isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
            ByteRange metadata = announced.getFirst();
            assertThat(reads.stream()
                            .filter(read -> read.offset() < metadata.offset())
                            .map(ByteRange::offset))
                    .isSorted();
        }
    }

    private static ReadAt recording(ReadAt source, List<ByteRange> reads) {
        return new ReadAt() {
            @Override
            public long size() throws IOException {
                return source.size();
            }

            @Override
            public void readFully(long position, ByteBuffer destination) throws IOException {
                reads.add(new ByteRange(position, destination.remaining()));
                source.readFully(position, destination);
            }

            @Override
            public void close() {
                // The test closes the source itself.
            }
        };
    }

    @Test
    void aSolidSourceIsRefusedBeforeAnythingIsWritten() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (WimFile wim = WimFile.open(SampleWims.capture("--solid"))) {
            assertThatThrownBy(() -> PipableWim.of(wim, 1).write(out, Progress.NONE))
                    .isInstanceOfSatisfying(
                            WimException.class, e -> assertThat(e.code()).isEqualTo(WimException.Code.SOLID));
            assertThat(out.size()).isZero();
        }
    }
}
