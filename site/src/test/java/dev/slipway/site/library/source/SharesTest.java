package dev.slipway.site.library.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.wim.ReadAt;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("IMG-2")
class SharesTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    static Path folder;

    private static TestSite site;
    private static SambaServer samba;

    @BeforeAll
    static void start() throws Exception {
        samba = SambaServer.start(folder);
        site = SharedSite.get();
        accounts().put("yard", SambaServer.USER, "", SambaServer.PASSWORD);
        accounts().put("wrong", SambaServer.USER, "", "not it");
    }

    @AfterAll
    static void stop() throws Exception {
        if (samba != null) {
            samba.close();
        }
    }

    private static SourceAccounts accounts() {
        return site.bean(SourceAccounts.class);
    }

    private static Source open(String path, String account) throws Exception {
        return site.bean(Sources.class).open(path, account);
    }

    private static byte[] file(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.createDirectories(samba.images().resolve(name).getParent());
        Files.write(samba.images().resolve(name), bytes);
        return bytes;
    }

    private static void assertRefused(String path, String account, String code) {
        assertThatThrownBy(() -> {
                    try (Source source = open(path, account)) {
                        source.file().stamp();
                    }
                })
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void fileIsReadUpwards() throws Exception {
        byte[] bytes = file("big.bin", 20 * MEBIBYTE + 17);
        try (Source source = open(samba.unc("big.bin"), "yard");
                ReadAt file = source.file().open()) {
            ByteBuffer read = ByteBuffer.allocate(bytes.length);
            while (read.hasRemaining()) {
                ByteBuffer part = read.slice(read.position(), Math.min(3 * MEBIBYTE, read.remaining()));
                file.readFully(read.position(), part);
                read.position(read.position() + part.limit());
            }
            assertThat(read.array()).isEqualTo(bytes);
        }
    }

    @Test
    void fileIsReadAnywhere() throws Exception {
        byte[] bytes = file("any.bin", 5 * MEBIBYTE);
        try (Source source = open(samba.unc("any.bin"), "yard");
                ReadAt file = source.file().open()) {
            for (int at : new int[] {4 * MEBIBYTE + 5, 0, MEBIBYTE - 3, 5 * MEBIBYTE - 10}) {
                byte[] part = new byte[10];
                file.readFully(at, ByteBuffer.wrap(part));
                assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(bytes, at, at + 10));
            }
        }
    }

    @Test
    void folderIsListedWithEveryFileBelow() throws Exception {
        file("tree/setup.exe", 10);
        file("tree/sources/deep/a.txt", 20);
        try (Source source = open(samba.unc("tree"), "yard")) {
            assertThat(source.files())
                    .extracting(SourceFileEntry::path)
                    .containsExactly("setup.exe", "sources/deep/a.txt");
            assertThat(source.files().getFirst().stamp().sizeBytes()).isEqualTo(10);
        }
    }

    @Test
    void wrongPasswordIsTold() {
        assertRefused(samba.unc("big.bin"), "wrong", "source-account-refused");
    }

    @Test
    void otherPeoplesShareIsTold() {
        assertRefused(samba.unc("locked", "a.wim"), "yard", "source-not-readable");
    }

    @Test
    void missingShareIsTold() {
        assertRefused(samba.unc("nowhere", "a.wim"), "yard", "source-share-not-found");
    }

    @Test
    void missingFileIsTold() {
        assertRefused(samba.unc("none\\a.wim"), "yard", "source-not-found");
    }

    @Test
    void silentServerIsTold() {
        assertRefused("\\\\127.0.0.1:1\\images\\a.wim", "yard", "source-unreachable");
    }

    @Test
    void droppedConnectionGoesOnWhereItWas() throws Exception {
        byte[] bytes = file("dropped.bin", 30 * MEBIBYTE);
        try (Source source = open(samba.unc("dropped.bin"), "yard");
                ReadAt file = source.file().open()) {
            ByteBuffer begin = ByteBuffer.allocate(MEBIBYTE);
            file.readFully(0, begin);
            samba.dropConnections();
            ByteBuffer rest = ByteBuffer.allocate(29 * MEBIBYTE);
            file.readFully(MEBIBYTE, rest);
            assertThat(rest.array()).isEqualTo(java.util.Arrays.copyOfRange(bytes, MEBIBYTE, bytes.length));
        }
    }

    @Test
    void fileThatWasReplacedWhileTheConnectionWasLostIsNotReadOn() throws Exception {
        file("replaced.bin", 30 * MEBIBYTE);
        try (Source source = open(samba.unc("replaced.bin"), "yard");
                ReadAt file = source.file().open()) {
            file.readFully(0, ByteBuffer.allocate(10));
            samba.dropConnections();
            Files.delete(samba.images().resolve("replaced.bin"));
            file("replaced.bin", 30 * MEBIBYTE + 1);
            assertThatThrownBy(() -> file.readFully(20 * MEBIBYTE, ByteBuffer.allocate(10)))
                    .isInstanceOfSatisfying(
                            SourceException.class, e -> assertThat(e.code()).isEqualTo("content-source-changed"));
        }
    }

    @Test
    void passwordIsNeitherShownNorKeptReadable() throws Exception {
        assertThat(accounts().get("yard").toString()).doesNotContain(SambaServer.PASSWORD);
        String kept = site.bean(dev.slipway.site.database.Database.class)
                .read(handle -> handle.createQuery("select password from source_account where name = 'yard'")
                        .mapTo(String.class)
                        .one());
        assertThat(kept).doesNotContain(SambaServer.PASSWORD);
    }
}
