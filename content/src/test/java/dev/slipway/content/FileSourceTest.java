package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.wim.ReadAt;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private ContentStore store;

    @BeforeEach
    void openStore() throws Exception {
        store = ContentStore.open(folder.resolve("store"));
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    /** A file on no file system of this computer, read in as many pieces as are asked for. */
    private static class Elsewhere implements FileSource {
        private final byte[] bytes;
        private final AtomicInteger open = new AtomicInteger();

        Elsewhere(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return "\\\\server\\share\\file";
        }

        @Override
        public Stamp stamp() {
            return new Stamp(bytes.length, TIME, "");
        }

        void beforeRead() throws IOException {}

        @Override
        public ReadAt open() {
            open.incrementAndGet();
            return new ReadAt() {
                @Override
                public long size() {
                    return bytes.length;
                }

                @Override
                public void readFully(long position, ByteBuffer destination) throws IOException {
                    beforeRead();
                    if (position + destination.remaining() > bytes.length) {
                        throw new EOFException();
                    }
                    destination.put(bytes, (int) position, destination.remaining());
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }

    @Test
    void aFileFromElsewhereIsTheSameContentAsALocalOne() throws Exception {
        byte[] data = random(37_000_001, 1);
        Elsewhere elsewhere = new Elsewhere(data);
        Ingested local = add(store, source(folder, "a", data));
        Ingested remote = add(store, new SourceFile("a", elsewhere, new ContentCutter()));

        assertThat(remote.newBytes()).isZero();
        assertThat(remote.sha256ByPath()).isEqualTo(local.sha256ByPath());
        assertThat(store.manifest(remote.content()).files().getFirst().modified())
                .isEqualTo(TIME);
        assertThat(read(store, remote.content(), "a")).isEqualTo(data);
        assertThat(elsewhere.open).hasValue(0);
    }

    @Test
    void aSourceThatBreaksIsNamedAndLeavesNothing() throws Exception {
        Elsewhere broken = new Elsewhere(random(40_000_000, 1)) {
            private int reads;

            @Override
            void beforeRead() throws IOException {
                if (++reads == 3) {
                    throw new IOException("the server went away");
                }
            }
        };

        assertThatThrownBy(() -> add(store, new SourceFile("a", broken, new ContentCutter())))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.SOURCE_UNREADABLE))
                .hasMessageContaining("\\\\server\\share\\file")
                .hasMessageContaining("the server went away");
        assertThat(files(folder.resolve("store"))).isEmpty();
        assertThat(broken.open).hasValue(0);
    }
}
