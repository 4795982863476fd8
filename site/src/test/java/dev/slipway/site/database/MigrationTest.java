package dev.slipway.site.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.content.WimCutter;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.Wims;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.WimFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A site of an earlier version, with an image, a boot image, a task sequence and runs, is what it was after an update. */
class MigrationTest {
    private static final String IMAGE = "SLP00001";
    private static final String BOOT_IMAGE = "SLP00002";
    private static final String SEQUENCE = "SLP00003";

    @TempDir
    static Path folder;

    private static Path wim;

    @BeforeAll
    static void wim() throws Exception {
        wim = Wims.twoImages(folder, "earlier", 41);
    }

    private static Dialect dialect(String name, Path data) throws Exception {
        return name.equals("sqlite")
                ? new Dialect.Sqlite(data.resolve("site.sqlite"))
                : new Dialect.Postgresql(PostgresqlServer.get().newDatabase(), PostgresqlServer.USER, "");
    }

    /** Tables as a version left them. */
    private static void migrate(Dialect dialect, HikariDataSource source, int version) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .placeholders(dialect.placeholders())
                .target(Integer.toString(version))
                .load()
                .migrate();
    }

    private static ContentId store(Path data) throws Exception {
        try (ContentStore store = ContentStore.open(data.resolve("content"));
                WimFile read = WimFile.open(wim)) {
            List<ByteRange> cuts = read.resources().stream()
                    .map(resource -> new ByteRange(resource.offset(), resource.sizeInWim()))
                    .toList();
            return store.add(List.of(new SourceFile("image.wim", wim, new WimCutter(cuts))), IngestProgress.NONE)
                    .content();
        }
    }

    private static void rowsOfVersion2(Handle handle, ContentId content) throws Exception {
        long size = Files.size(wim);
        handle.execute("insert into package_number (site_code, last) values ('SLP', 3)");
        handle.execute("insert into setting (name, value) values ('earlier', 'kept')");
        String add = """
                insert into package (id, type, name, version, comment, source_path, source_version, content_id, size_bytes, stored_bytes, created_at,
                  changed_at) values (?, ?, ?, '7', 'A comment', ?, ?, ?, ?, ?, 1000, 2000)
                """;
        handle.execute(add, IMAGE, "OS_IMAGE", "Ship", wim.toString(), 4, content.hex(), size, size);
        handle.execute(
                "insert into image (package, compression, solid, boot_index, wim_guid, blocks) values (?, 'XPRESS', 0, 0, 'g', 9)",
                IMAGE);
        handle.execute("""
                insert into image_index (package, number, name, description, architecture, os_version, languages, size_bytes, hard_link_bytes, file_count,
                  directory_count) values (?, 1, 'Ship one', 'First', 'x64', '10.0.26100.1', 'en-US de-DE', 5, 0, 3, 2)
                """, IMAGE);
        handle.execute(add, BOOT_IMAGE, "BOOT_IMAGE", "Boot", "/boot", 1, "", 5, 5);
        handle.execute("""
                insert into boot_image (package, architecture, kernel_version, agent_version, kernel_hash, kernel_size_bytes, initramfs_hash,
                  initramfs_size_bytes, is_default) values (?, 'x64', '6.1', '1', ?, 3, ?, 2, 1)
                """, BOOT_IMAGE, "a".repeat(64), "b".repeat(64));
        handle.execute("""
                insert into task_sequence (id, name, description, enabled, revision, xml, step_count, warnings, created_at, changed_at, changed_by)
                values (?, 'Deploy', '', 1, 2, '<sequence version="3.10"/>', 0, '[]', 1000, 2000, 'admin')
                """, SEQUENCE);
        handle.execute("insert into task_sequence_reference (sequence, package) values (?, ?)", SEQUENCE, IMAGE);
        handle.execute("""
                insert into device (name, name_key, state, state_reason, unknown, smbios_uuid, serial_number, asset_tag, manufacturer, model, firmware,
                  architecture, memory_bytes, public_key, offered_key, agent_version, environment, address, created_at, last_seen_at)
                values ('PC-1', 'pc-1', 'APPROVED', '', 0, 'u', 's', '', 'Maker', 'Model', 'UEFI', 'x64', 8, 'key', '', '1', 'BOOT', '10.0.0.9', 1000, 3000)
                """);
        handle.execute("""
                insert into deployment (id, sequence, collection, purpose, available_to, enabled, comment, created_at, created_by)
                values ('DEP00001', ?, 'SMS00001', 'REQUIRED', 'MEDIA_PXE', 1, '', 1000, 'admin')
                """, SEQUENCE);
        run(handle, "11111111-1111-1111-1111-111111111111", "SUCCEEDED", 4000L, content);
        run(handle, "22222222-2222-2222-2222-222222222222", "RUNNING", null, content);
    }

    private static void run(
            Handle handle,
            String id,
            String state,
            @org.jspecify.annotations.Nullable Long finished,
            ContentId content) {
        handle.execute("""
                insert into run (id, deployment, device, device_name, sequence, sequence_name, sequence_revision, sequence_xml, state, environment,
                  step_count, current_step, percent, last_event, last_line, message, error_code, failed_step, started_at, last_event_at, finished_at)
                values (?, 'DEP00001', 1, 'PC-1', ?, 'Deploy', 2, '<sequence version="3.10"/>', ?, 'BOOT', 3, 1, 50, 2, 2, '', '', '', 3000, 3500, ?)
                """, id, SEQUENCE, state, finished);
        handle.execute(
                "insert into run_content (run, package, name, kind, content_id) values (?, ?, 'Ship', 'OS_IMAGE', ?)",
                id,
                IMAGE,
                content.hex());
    }

    /** What version 4 and 5 brought. */
    private static void laterRows(Handle handle, int version, ContentId content) {
        if (version >= 4) {
            handle.execute(
                    "insert into distribution_point (id, name, name_key, kind, created_at) values ('DP00001', 'Dock', 'dock', 'REMOTE', 5)");
            handle.execute("""
                    insert into distribution (package, point, state, target_version, target_content, present_version, present_content, job, job_kind,
                      job_state, percent, done_bytes, total_bytes, fetched_bytes, attempt, heard_at, error_code, message, changed_at)
                    values (?, 'DP00001', 'INSTALLED', 4, ?, 4, ?, '', 'FETCH', 'COMPLETE', 100, 1, 1, 1, 1, 5, '', '', 5)
                    """, IMAGE, content.hex(), content.hex());
        }
    }

    private static void earlierSite(Dialect dialect, Path data, int version) throws Exception {
        ContentId content = store(data);
        try (HikariDataSource source = dialect.writeSource()) {
            Jdbi jdbi = Mapping.configure(Jdbi.create(source));
            migrate(dialect, source, Math.min(2, version));
            if (version == 1) {
                // The fleet came with version 2; what was there before it stays as well.
                jdbi.useTransaction(
                        handle -> handle.execute("insert into setting (name, value) values ('oldest', 'kept')"));
                migrate(dialect, source, 2);
            }
            jdbi.useTransaction(handle -> rowsOfVersion2(handle, content));
            migrate(dialect, source, Math.max(2, version));
            jdbi.useTransaction(handle -> laterRows(handle, version, content));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite,1",
        "sqlite,3",
        "sqlite,4",
        "sqlite,6",
        "sqlite,7",
        "postgresql,1",
        "postgresql,3",
        "postgresql,4",
        "postgresql,7"
    })
    void rowsOfEveryVersionStay(String database, int version) throws Exception {
        Path data = Files.createTempDirectory(folder, "rows");
        Dialect dialect = dialect(database, data);
        earlierSite(dialect, data, version);
        try (Database migrated = Database.open(dialect)) {
            List<String> rows = migrated.read(
                    handle -> handle.createQuery("""
                            select p.name || ' ' || p.last_version || ' ' || v.number || ' ' || p.keep_versions || ' ' || v.source_path
                            from package p join package_version v on v.package = p.id where p.id = 'SLP00001'
                            """).mapTo(String.class).list());
            assertThat(rows).containsExactly("Ship 4 4 3 " + wim);
            String site = migrated.read(
                    handle -> handle.createQuery("""
                            select state || ' ' || present_version from distribution where package = 'SLP00001' and point = 'SITE'
                            """).mapTo(String.class).one());
            assertThat(site).as("the site's own point holds it").isEqualTo("INSTALLED 4");
            long points = migrated.read(
                    handle -> handle.createQuery("select count(*) from distribution where package = 'SLP00001'")
                            .mapTo(Long.class)
                            .one());
            assertThat(points).isEqualTo(version >= 4 ? 2 : 1);
            long runs = migrated.read(handle -> handle.createQuery("select count(*) from run")
                    .mapTo(Long.class)
                    .one());
            assertThat(runs).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void aSiteStartsOnIt(String database) throws Exception {
        Path place = Files.createTempDirectory(folder, "site");
        Path data = Files.createDirectories(place.resolve("data"));
        Dialect dialect = dialect(database, data);
        earlierSite(dialect, data, 2);
        String[] settings = dialect instanceof Dialect.Postgresql server
                ? new String[] {"--slipway.database.url=" + server.url(), "--slipway.database.user=" + server.user()}
                : new String[] {"--slipway.database.url="};
        try (TestSite site = TestSite.start(place, settings)) {
            JsonNode image = site.get("/images/" + IMAGE).json();
            assertThat(image.get("sourceVersion").asLong()).isEqualTo(4);
            assertThat(image.get("indexes").get(0).get("name").asString()).isEqualTo("Ship one");
            assertThat(site.get("/boot-images")
                            .json()
                            .get("items")
                            .get(0)
                            .get("isDefault")
                            .asBoolean())
                    .isTrue();
            assertThat(site.get("/runs").json().get("items")).hasSize(2);
            assertThat(site.get("/content/" + IMAGE).status()).isEqualTo(200);
            ContentStore store = site.bean(Content.class).store();
            assertThat(store.verify(new ContentId(image.get("contentId").asString()), IngestProgress.NONE))
                    .isEmpty();
            refreshed(site);
            assertThat(site.api("POST", "/packages/" + IMAGE + "/reload", "").status())
                    .isEqualTo(200);
            assertThat(site.get("/images/" + IMAGE).json().get("indexes")).hasSize(2);
        }
    }

    /** Numbers go on where they were. */
    private static void refreshed(TestSite site) throws Exception {
        String operation = site.api("POST", "/packages/" + IMAGE + "/refresh", "")
                .json()
                .get("id")
                .asString();
        JsonNode now = site.get("/operations/" + operation).json();
        for (int i = 0; i < 500 && !now.path("finishedAt").isString(); i++) {
            Thread.sleep(20);
            now = site.get("/operations/" + operation).json();
        }
        assertThat(now.get("message").asString()).contains("is now at version 5");
    }
}
