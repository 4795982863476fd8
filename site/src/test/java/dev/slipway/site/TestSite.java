package dev.slipway.site;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.database.Database;
import dev.slipway.site.database.TestDatabase;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.PackageVersion;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.VersionListener;
import dev.slipway.site.listener.Addresses;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole site on free ports, with a database and a store in a folder of its own. */
public final class TestSite implements AutoCloseable {
    private static final String PASSWORD = "a password for tests";
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");
    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext context;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token;

    private TestSite(ConfigurableApplicationContext context, Path folder) throws IOException, InterruptedException {
        this.context = context;
        this.folder = folder;
        if (bean(Accounts.class).all().stream()
                .noneMatch(account -> account.name().equals("tester"))) {
            bean(Accounts.class).create("tester", PASSWORD, Role.FULL_ADMINISTRATOR);
        }
        token = send("POST", "/api/v1/tokens", "{\"account\":\"tester\",\"password\":\"" + PASSWORD + "\"}", "")
                .json()
                .get("token")
                .asString();
    }

    /** @param arguments further settings, {@code --slipway.approval=automatic} */
    public static TestSite start(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "--slipway.data=" + folder.resolve("data"),
                "--slipway.http-port=0",
                "--slipway.tls-port=0",
                "--slipway.organisation=Shipyard"));
        all.addAll(TestDatabase.arguments(folder));
        all.addAll(Arrays.asList(arguments));
        return new TestSite(SpringApplication.run(Application.class, all.toArray(String[]::new)), folder);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public int tlsPort() {
        return bean(Addresses.class).tlsPort();
    }

    public int httpPort() {
        return bean(Addresses.class).httpPort();
    }

    /** An answer. @param location where a redirect leads; empty for none */
    public record Answer(int status, String body, String location) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** The error's stable code; empty for a success. */
        public String code() {
            return status < 400 ? "" : json().path("code").asString("");
        }
    }

    /** Calls the API as a Full Administrator. @param body JSON; empty for none */
    public Answer api(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, "/api/v1" + path, body, token);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return api("GET", path, "");
    }

    /** The operation that an answer accepted, when it has ended. */
    public JsonNode ended(Answer accepted) throws IOException, InterruptedException {
        if (accepted.status() != 202) {
            throw new AssertionError(accepted);
        }
        String id = accepted.json().get("id").asString();
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(deadline)) {
            JsonNode now = get("/operations/" + id).json();
            if (ENDS.contains(now.get("state").asString())) {
                return now;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("The operation does not end");
    }

    /** Calls anything as anybody. @param bearer a token; empty for nobody */
    public Answer send(String method, String path, String body, String bearer)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + httpPort() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        HttpResponse<String> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Location").orElse(""));
    }

    /** Puts a package with real content into the library. @param type as of the library, {@code OS_IMAGE} */
    public ContentId addPackage(String id, String type, String text)
            throws IOException, InterruptedException, ContentException {
        Path file = Files.writeString(folder.resolve(id), text);
        ContentId content = bean(Content.class)
                .store()
                .add(List.of(new SourceFile("file", file, new ContentCutter())), IngestProgress.NONE)
                .content();
        bean(Database.class).change(handle -> {
            handle.execute("""
                    insert into package (id, type, name, version, comment, source_path, source_version, content_id, size_bytes, stored_bytes,
                      created_at, changed_at)
                    values (?, ?, ?, '', '', '', 1, ?, 1, 1, 0, 0)
                    """, id, type, "Package " + id, content.hex());
            handle.execute("""
                    insert into package_version (package, number, content_id, size_bytes, new_bytes, source_path, source_stamp, note, created_at,
                      created_by)
                    values (?, 1, ?, 1, 1, '', '', '', 0, '')
                    """, id, content.hex());
            if (type.equals("BOOT_IMAGE")) {
                handle.execute("""
                        insert into boot_image (package, architecture, kernel_hash, kernel_size_bytes, initramfs_hash, initramfs_size_bytes, is_default)
                        values (?, 'x64', '', 1, '', 1, 1)
                        """, id);
            }
            tellOfVersion(handle, id);
        });
        return content;
    }

    /** Puts an image into the library whose content is no WIM. */
    public void addImage(String id, String text) throws IOException, InterruptedException, ContentException {
        addPackage(id, "OS_IMAGE", text);
        bean(Database.class)
                .change(handle -> handle.execute(
                        "insert into image (package, compression, solid, boot_index, wim_guid, blocks) values (?, 'LZX', 0, 0, '', 1)",
                        id));
    }

    /** As the library does when a package gets its first version: distribution and others learn of it. */
    private void tellOfVersion(Handle handle, String id) {
        StoredPackage added = Packages.find(handle, id).orElseThrow();
        PackageVersion version = new PackageVersion(id, 1, added.contentId(), 1, 1, "", "", "", Instant.EPOCH, "");
        context.getBeansOfType(VersionListener.class)
                .values()
                .forEach(listener -> listener.versionAdded(handle, added, version));
    }

    /** Stores a task sequence as it is. */
    public void addSequence(String id, String name, String xml, String... references) {
        bean(Database.class).change(handle -> {
            handle.execute("""
                    insert into task_sequence (id, name, description, enabled, revision, xml, step_count, warnings, created_at, changed_at, changed_by)
                    values (?, ?, '', 1, 1, ?, 1, '[]', 0, 0, 'tester')
                    """, id, name, xml);
            for (String reference : references) {
                handle.execute("insert into task_sequence_reference (sequence, package) values (?, ?)", id, reference);
            }
        });
    }

    /** Deploys and returns the deployment's identifier. */
    public String deploy(String sequence, String collection, String purpose, String availableTo)
            throws IOException, InterruptedException {
        Answer answer = api("POST", "/deployments", """
                {"sequenceId":"%s","collectionId":"%s","purpose":"%s","availableTo":"%s"}""".formatted(sequence, collection, purpose, availableTo));
        if (answer.status() != 201) {
            throw new AssertionError(answer);
        }
        return answer.json().get("id").asString();
    }

    /** A token of a fresh account with a role. */
    public String tokenOf(Role role) throws IOException, InterruptedException {
        return tokenOf("a" + Long.toHexString(System.nanoTime()), role);
    }

    /** A token of a fresh account of this name. */
    public String tokenOf(String name, Role role) throws IOException, InterruptedException {
        bean(Accounts.class).create(name, PASSWORD, role);
        return send("POST", "/api/v1/tokens", "{\"account\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}", "")
                .json()
                .get("token")
                .asString();
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
