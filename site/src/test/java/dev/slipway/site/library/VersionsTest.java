package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.database.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Versions of an image whose source changes. */
@Tag("DIST-3")
class VersionsTest {
    /** Another one for each test, so that no two have the same content. */
    private Instant settled = Instant.EPOCH;

    private static int tests;

    @TempDir
    static Path folder;

    private static LibrarySite library;
    private static Path one;
    private static Path two;
    private static Path three;

    private Path source = folder;
    private String id = "";

    @BeforeAll
    static void make() throws Exception {
        library = new LibrarySite();
        one = Wims.twoImages(folder, "one", 11);
        two = Wims.twoImages(folder, "two", 12);
        three = Wims.twoImages(folder, "three", 13);
    }

    @BeforeEach
    void add() throws Exception {
        settled = Instant.parse("2026-01-02T03:04:05Z").plusSeconds(1000L * tests++);
        source = Files.createTempDirectory(folder, "source").resolve("install.wim");
        place(one, settled);
        id = library.made(library.post("/images", Map.of("path", source.toString(), "name", "Versions")));
    }

    private void place(Path wim, Instant time) throws Exception {
        Path next = source.resolveSibling("next");
        Files.copy(wim, next);
        Files.setLastModifiedTime(next, FileTime.from(time));
        Files.move(next, source, StandardCopyOption.REPLACE_EXISTING);
    }

    private String refresh() throws Exception {
        return library.said(library.site.api("POST", "/packages/" + id + "/refresh", ""));
    }

    private JsonNode image() throws Exception {
        return library.get("/images/" + id);
    }

    private List<Long> versions() throws Exception {
        return library.get("/packages/" + id + "/versions")
                .get("items")
                .valueStream()
                .map(version -> version.get("number").asLong())
                .toList();
    }

    @Test
    void unchangedSourceIsNoOp() throws Exception {
        assertThat(refresh()).contains("has not changed since version 1");
        assertThat(versions()).containsExactly(1L);
    }

    @Test
    void sourceThatWasOnlyTouchedIsNoOp() throws Exception {
        place(one, settled.plusSeconds(60));
        assertThat(refresh()).contains("has not changed");
        assertThat(versions()).containsExactly(1L);
        assertThat(library.store().contents())
                .as("nothing remains of the comparison")
                .hasSize(library.site
                        .bean(Database.class)
                        .read(handle -> new VersionSql(handle).namedContents())
                        .size());
    }

    @Test
    void changedSourceIsTheNextVersion() throws Exception {
        place(two, settled);
        assertThat(refresh()).contains("is now at version 2");
        JsonNode image = image();
        assertThat(image.get("sourceVersion").asLong()).isEqualTo(2);
        assertThat(library.stored(image.get("contentId").asString(), "image.wim"))
                .isEqualTo(Files.readAllBytes(two));
        assertThat(versions()).containsExactly(2L, 1L);
    }

    @Test
    void changeThatKeepsSizeAndTimeIsFoundByVerify() throws Exception {
        byte[] bytes = Files.readAllBytes(source);
        // The boot index of the header; the file stays a valid WIM.
        bytes[0x78] = 1;
        Files.write(source, bytes);
        Files.setLastModifiedTime(source, FileTime.from(settled));
        assertThat(refresh()).contains("has not changed");
        assertThat(library.said(library.site.api("POST", "/packages/" + id + "/refresh?verify=true", "")))
                .contains("is now at version 2");
    }

    @Test
    void damagedSourceLeavesTheVersionAsItIs() throws Exception {
        byte[] bytes = Files.readAllBytes(two);
        java.util.Arrays.fill(bytes, 150_000, 150_016, (byte) 0);
        Files.write(source, bytes);
        int contents = library.store().contents().size();
        library.assertFails(library.site.api("POST", "/packages/" + id + "/refresh", ""), "wim-corrupt");
        assertThat(versions()).containsExactly(1L);
        assertThat(library.store().contents()).hasSize(contents);
    }

    @Test
    void olderVersionsGoAsTheSettingSays() throws Exception {
        String first = image().get("contentId").asString();
        library.patch("/images/" + id, Map.of("keepVersions", 2));
        place(two, settled.plusSeconds(10));
        refresh();
        // A later time: the file system may give it the first file's number again.
        place(three, settled.plusSeconds(20));
        refresh();
        assertThat(versions()).containsExactly(3L, 2L);
        assertThat(library.store().contains(new ContentId(first))).isFalse();
        library.patch("/images/" + id, Map.of("keepVersions", 1));
        assertThat(versions()).containsExactly(3L);
    }

    @Test
    void contentOfAnActiveRunStays() throws Exception {
        String first = image().get("contentId").asString();
        Database database = library.site.bean(Database.class);
        String run = "run-" + id;
        database.change(handle -> {
            handle.execute("""
                    insert into run (id, deployment, device, device_name, sequence, sequence_name, sequence_revision, sequence_xml, state,
                      environment, step_count, current_step, percent, last_event, last_line, message, error_code, failed_step, started_at,
                      last_event_at)
                    values (?, '', 0, '', '', '', 1, '', 'RUNNING', 'BOOT', 0, 0, 0, 0, 0, '', '', '', 0, 0)
                    """, run);
            handle.execute(
                    "insert into run_content (run, package, name, kind, content_id) values (?, ?, '', 'OS_IMAGE', ?)",
                    run,
                    id,
                    first);
        });
        library.patch("/images/" + id, Map.of("keepVersions", 1));
        place(two, settled);
        refresh();
        assertThat(versions()).containsExactly(2L);
        assertThat(library.store().contains(new ContentId(first))).isTrue();
        database.change(handle -> handle.execute("update run set state = 'SUCCEEDED' where id = ?", run));
        library.site.bean(Content.class).forgetUnnamed();
        assertThat(library.store().contains(new ContentId(first))).isFalse();
    }

    @Test
    void rollbackStoresNothingAndIsNotUndoneBySchedule() throws Exception {
        String first = image().get("contentId").asString();
        place(two, settled);
        refresh();
        long before = library.site.bean(Content.class).storedBytes();
        assertThat(library.post("/packages/" + id + "/rollback", Map.of("version", 1))
                        .status())
                .isEqualTo(200);
        assertThat(image().get("contentId").asString()).isEqualTo(first);
        assertThat(library.site.bean(Content.class).storedBytes()).isEqualTo(before);
        assertThat(library.post("/packages/" + id + "/rollback", Map.of("version", 1))
                        .code())
                .isEqualTo("version-is-current");
        assertThat(library.post("/packages/" + id + "/rollback", Map.of("version", 9))
                        .code())
                .isEqualTo("version-not-found");

        library.patch("/images/" + id, Map.of("refreshSchedule", "DAILY"));
        library.site.bean(ScheduledRefresh.class).submitDue(Instant.now().plusSeconds(90_000));
        String operation = library.get("/operations?subject=" + id)
                .get("items")
                .valueStream()
                .filter(one -> one.get("title").asString().endsWith("as scheduled"))
                .map(one -> one.get("id").asString())
                .findFirst()
                .orElseThrow();
        for (int i = 0;
                i < 500
                        && !library.get("/operations/" + operation)
                                .get("state")
                                .asString()
                                .equals("SUCCEEDED");
                i++) {
            Thread.sleep(20);
        }
        assertThat(image().get("sourceVersion").asLong()).isEqualTo(1);
        assertThat(refresh()).contains("at version 2 again").contains("nothing had to be stored");
        assertThat(image().get("sourceVersion").asLong()).isEqualTo(2);
    }

    @Test
    @Tag("DIST-3")
    void theSourceIsComparedAtTheTimeThatTheScheduleSays() throws Exception {
        library.patch("/images/" + id, Map.of("refreshSchedule", "WEEKLY SUNDAY 02:00"));
        assertThat(image().get("refreshSchedule").asString()).isEqualTo("WEEKLY SUNDAY 02:00");
        Instant next = Instant.parse(image().get("nextRefreshAt").asString());
        assertThat(next.atZone(ZoneOffset.UTC)).satisfies(time -> {
            assertThat(time.getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
            assertThat(time.toLocalTime()).isEqualTo(LocalTime.of(2, 0));
        });
        assertThat(library.patch("/images/" + id, Map.of("refreshSchedule", "WEEKLY 02:00"))
                        .code())
                .isEqualTo("request-invalid");

        library.site.bean(ScheduledRefresh.class).submitDue(next.minusSeconds(1));
        assertThat(image().get("nextRefreshAt").asString()).isEqualTo(next.toString());
        library.site.bean(ScheduledRefresh.class).submitDue(next.plusSeconds(30));
        assertThat(image().get("nextRefreshAt").asString())
                .isEqualTo(next.plus(Duration.ofDays(7)).toString());
    }

    @Test
    @Tag("IMG-6")
    void reloadReadsTheMetadataAnew() throws Exception {
        library.site
                .bean(Database.class)
                .change(handle -> handle.execute("update image_index set name = 'wrong' where package = ?", id));
        assertThat(library.post("/packages/" + id + "/reload", Map.of()).status())
                .isEqualTo(200);
        assertThat(image().get("indexes").get(0).get("name").asString()).isEqualTo("Ship one");
    }
}
