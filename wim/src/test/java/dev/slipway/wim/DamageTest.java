package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.wim.WimException.Code;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot be used are refused with a code that says why. */
class DamageTest {
    private static final String PLAIN = "--compress=XPRESS --chunk-size=32K";

    private final Path folder;

    DamageTest() throws IOException {
        folder = SampleWims.freshFolder();
    }

    private static void assertCode(Code code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        WimException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "damaged", ".wim"), content);
    }

    private Path patched(String options, int offset, byte[] bytes) throws IOException {
        byte[] content = Files.readAllBytes(SampleWims.capture(options));
        System.arraycopy(bytes, 0, content, offset, bytes.length);
        return file(content);
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    @Test
    void otherFilesAreNotWims() throws IOException {
        Path text = file(SampleTree.text(5000).getBytes(StandardCharsets.UTF_8));
        Path empty = file(new byte[0]);
        assertCode(Code.NOT_A_WIM, () -> WimFile.open(text));
        assertCode(Code.NOT_A_WIM, () -> WimFile.open(empty));
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, "--solid", "--compress=LZX:20 --chunk-size=32K --pipable"})
    void aFileCutAnywhereIsCalledTruncated(String options) throws IOException {
        byte[] content = Files.readAllBytes(SampleWims.capture(options));
        for (int i = 0; i < 40; i++) {
            int length = (int) ((long) content.length * i / 40);
            Path cut = file(java.util.Arrays.copyOf(content, length));
            Throwable problem = catchThrowable(() -> WimFile.open(cut));
            assertThat(problem)
                    .isInstanceOfSatisfying(
                            WimException.class,
                            e -> assertThat(e.code())
                                    .as("cut to " + length + " bytes: " + e.getMessage())
                                    .isIn(Code.TRUNCATED, length < WimHeader.SIZE ? Code.NOT_A_WIM : Code.TRUNCATED));
        }
    }

    @Test
    void unknownVersionsAndCompressionsAreNamed() throws IOException {
        Path version = patched(PLAIN, 12, littleEndian(0x10b00));
        Path compression = patched(PLAIN, 16, littleEndian(0x400002));
        Path chunkSize = patched(PLAIN, 20, littleEndian(12345));
        assertCode(Code.UNSUPPORTED_VERSION, () -> WimFile.open(version));
        assertCode(Code.UNSUPPORTED_COMPRESSION, () -> WimFile.open(compression));
        assertCode(Code.UNSUPPORTED_COMPRESSION, () -> WimFile.open(chunkSize));
    }

    @Test
    void aPartOfASplitWimIsRefused() throws IOException {
        Path first = folder.resolve("split.swm");
        Wimlib.run("split", SampleWims.capture(PLAIN), first, "0.3");
        assertCode(Code.SPLIT_PART, () -> WimFile.open(first));
        assertCode(Code.SPLIT_PART, () -> WimFile.open(folder.resolve("split2.swm")));
    }

    @Test
    void anEncryptedEsdShowsItsImagesButNotTheirFiles() throws IOException {
        byte[] content = Files.readAllBytes(SampleWims.capture(PLAIN));
        String xml = "\ufeff<WIM><ESD><ENCRYPTED><KEY>x</KEY></ENCRYPTED></ESD>"
                + "<IMAGE INDEX=\"1\"><NAME>Windows</NAME></IMAGE></WIM>";
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer encrypted =
                ByteBuffer.allocate(content.length + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        encrypted.put(content).put(bytes);
        encrypted.putLong(72, bytes.length | (long) Resource.METADATA << 56);
        encrypted.putLong(80, content.length).putLong(88, bytes.length);
        try (WimFile wim = WimFile.open(file(encrypted.array()))) {
            assertThat(wim.isEncrypted()).isTrue();
            assertThat(wim.images()).singleElement().extracting(ImageInfo::name).isEqualTo("Windows");
            assertCode(Code.ENCRYPTED, () -> wim.image(1));
            assertCode(Code.ENCRYPTED, () -> wim.verify(Progress.NONE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--compress=none, HASH_MISMATCH",
        "--compress=none --check, INTEGRITY_MISMATCH",
        "--compress=XPRESS --chunk-size=8K --check, INTEGRITY_MISMATCH"
    })
    void aChangedByteIsFound(String options, Code code) throws IOException {
        Path original = SampleWims.capture(options);
        Blob victim;
        try (WimFile wim = WimFile.open(original)) {
            victim = wim.blobs().get(wim.blobs().size() / 2);
        }
        byte[] content = Files.readAllBytes(original);
        content[(int) (victim.resource().offset() + victim.resource().sizeInWim() / 2)] ^= 0x40;
        try (WimFile wim = WimFile.open(file(content))) {
            assertCode(code, () -> wim.verify(Progress.NONE));
        }
    }

    @Test
    void damageInCompressedDataIsFound() throws IOException {
        for (String options : new String[] {PLAIN, "--compress=LZX --chunk-size=32K", "--solid"}) {
            Path original = SampleWims.capture(options);
            byte[] content = Files.readAllBytes(original);
            long end;
            try (WimFile wim = WimFile.open(original)) {
                end = wim.resources().getLast().end();
            }
            int found = 0;
            for (int i = 1; i < 10; i++) {
                byte[] damaged = content.clone();
                damaged[(int) (end * i / 10)] ^= 0x10;
                try (WimFile wim = WimFile.open(file(damaged))) {
                    Throwable problem = catchThrowable(() -> wim.verify(Progress.NONE));
                    if (problem != null) {
                        found++;
                        assertThat(problem)
                                .isInstanceOfSatisfying(
                                        WimException.class,
                                        e -> assertThat(e.code()).isIn(Code.CORRUPT, Code.HASH_MISMATCH));
                    }
                }
            }
            // A compressed stream has bits that mean nothing, such as the filling at a chunk's end; a flip there
            // changes no file.
            assertThat(found).as("%s: damages found of 9", options).isGreaterThanOrEqualTo(7);
        }
    }

    @Test
    void anImageWithoutItsBlobsIsNamed() throws IOException {
        Path base = SampleWims.capture(PLAIN);
        Path delta = folder.resolve("delta.wim");
        Wimlib.run("capture", SampleWims.tree(), delta, "--compress=XPRESS", "--delta-from=" + base);
        try (WimFile wim = WimFile.open(delta)) {
            assertCode(Code.MISSING_BLOB, () -> wim.blobsNeededBy(1));
        }
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        try (WimFile wim = WimFile.open(SampleWims.capture(PLAIN))) {
            assertCode(Code.NO_SUCH_IMAGE, () -> wim.image(0));
            assertCode(Code.NO_SUCH_IMAGE, () -> wim.image(2));
            Image image = wim.image(1);
            assertCode(
                    Code.NO_SUCH_PATH,
                    () -> wim.extract(image, "/data/missing", folder.resolve("missing"), Progress.NONE));
            Path full = Files.createDirectory(folder.resolve("full"));
            Files.createFile(full.resolve("file"));
            assertCode(Code.TARGET_EXISTS, () -> wim.extract(image, full, Progress.NONE));
            assertThat(full).isDirectoryContaining(path -> path.endsWith("file"));
        }
    }

    @Test
    void onePathIsExtractedAlone() throws IOException {
        try (WimFile wim = WimFile.open(SampleWims.capture("--solid"))) {
            Path target = folder.resolve("text");
            wim.extract(wim.image(1), "/DATA/Text.txt", target, Progress.NONE);
            assertThat(target).hasContent(SampleTree.text(300_000));
            wim.extract(wim.image(1), "links", folder.resolve("only links"), Progress.NONE);
            assertThat(folder.resolve("only links/symbolic")).isSymbolicLink();
        }
    }

    @Test
    void anInterruptCancelsAndLeavesTheFileUsable() throws IOException {
        try (WimFile wim = WimFile.open(SampleWims.capture("--compress=none"))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> wim.verify(Progress.NONE)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            wim.verify(Progress.NONE);
        }
    }
}
