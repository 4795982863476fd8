package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.site.database.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several people work on the same few packages at once, in a random order; the seed stands in the failure. */
class AtOnceTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PEOPLE = 4;
    private static final int STEPS = 60;

    @TempDir
    static Path folder;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder);
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Timeout(240)
    @Tag("DIST-3")
    @Tag("DIST-4")
    @Tag("DIST-5")
    @Tag("DIST-6")
    @Tag("IMG-4")
    void noRequestFailsNoBlockIsLostAndEverythingEnds() throws Exception {
        long seed = Long.getLong("slipway.test.seed", System.nanoTime());
        List<Path> wims = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            wims.add(Wims.twoImages(folder, "ship" + i, seed + i));
        }
        Queue<String> complaints = new ConcurrentLinkedQueue<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                Person person = new Person(new Random(seed + 100 + i), wims, "source" + i % 2, complaints);
                all.add(people.submit(() -> {
                    person.work();
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(complaints).as("seed %d", seed).isEmpty();
        assertThat(unended()).as("seed %d", seed).isEmpty();
        assertThat(unforeseen()).as("seed %d", seed).isEmpty();
        assertNothingIsLost(seed);
    }

    private record Person(Random random, List<Path> wims, String source, Queue<String> complaints) {
        void work() throws Exception {
            for (int i = 0; i < STEPS; i++) {
                step();
                Thread.sleep(random.nextInt(30));
            }
        }

        private void step() throws Exception {
            List<String> packages = packages();
            if (packages.size() < 3) {
                place();
                ask("POST", "/images", Map.of("path", path().toString()));
                return;
            }
            String id = packages.get(random.nextInt(packages.size()));
            switch (random.nextInt(14)) {
                case 0, 1 -> {
                    place();
                    ask("POST", "/packages/" + id + "/refresh", Map.of());
                }
                case 2 -> ask("POST", "/packages/" + id + "/refresh?verify=true", Map.of());
                case 3 -> ask("POST", "/packages/" + id + "/rollback", Map.of("version", 1 + random.nextInt(4)));
                case 4 -> ask("DELETE", "/images/" + id, Map.of());
                case 5 -> ask("POST", "/content/" + id + "/redistribute", Map.of("points", List.of("SITE")));
                case 6 -> ask("POST", "/content/" + id + "/validate", Map.of("points", List.of("SITE")));
                case 7 -> ask("POST", "/content/" + id + "/remove", Map.of("points", List.of("SITE")));
                case 8 -> ask("POST", "/content/" + id + "/distribute", Map.of("points", List.of("SITE")));
                case 9 -> ask("POST", "/content/" + id + "/update", Map.of());
                case 10 -> {
                    String target = folder.resolve("extracted" + random.nextInt(5) + ".wim")
                            .toString();
                    ask("POST", "/images/" + id + "/extract", Map.of("index", 1 + random.nextInt(2), "path", target));
                }
                case 11 -> site.bean(Content.class).store().collect(Duration.ZERO, Instant.now());
                case 12 -> ask("PATCH", "/images/" + id, Map.of("keepVersions", 1 + random.nextInt(3)));
                default -> {
                    ask("POST", "/prestaged-files", Map.of("packages", List.of(id)));
                    cancelOne();
                }
            }
        }

        private List<String> packages() throws Exception {
            List<String> ids = new ArrayList<>();
            Answer answer = site.get("/images");
            answer.json().get("items").forEach(image -> ids.add(image.get("id").asString()));
            return ids;
        }

        private void cancelOne() throws Exception {
            JsonNode operations = site.get("/operations?limit=5").json().get("items");
            if (!operations.isEmpty()) {
                String id = operations
                        .get(random.nextInt(operations.size()))
                        .get("id")
                        .asString();
                ask("POST", "/operations/" + id + "/cancel", Map.of());
            }
        }

        private Path path() {
            return folder.resolve(source + ".wim");
        }

        private void place() throws Exception {
            Path coming = folder.resolve(source + Thread.currentThread().threadId() + ".coming");
            Files.copy(wims.get(random.nextInt(wims.size())), coming, StandardCopyOption.REPLACE_EXISTING);
            Files.move(coming, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        private void ask(String method, String path, Object body) throws Exception {
            Answer answer = site.api(method, path, JSON.writeValueAsString(body));
            if (answer.status() >= 500) {
                complaints.add(method + " " + path + " " + body + " → " + answer);
            }
        }
    }

    /** What has no end after a minute. */
    private static List<String> unended() throws Exception {
        List<String> open = List.of();
        for (int i = 0; i < 600; i++) {
            open = operations(operation -> !operation.path("finishedAt").isString(), operation -> operation.toString());
            if (open.isEmpty()) {
                return open;
            }
            Thread.sleep(100);
        }
        return open;
    }

    private static List<String> unforeseen() throws Exception {
        return operations(
                operation -> operation.path("errorCode").asString("").equals("internal-error")
                        || operation.path("message").asString("").isBlank(),
                JsonNode::toString);
    }

    private static List<String> operations(
            java.util.function.Predicate<JsonNode> which, java.util.function.Function<JsonNode, String> what)
            throws Exception {
        List<String> found = new ArrayList<>();
        site.get("/operations?limit=500").json().get("items").forEach(operation -> {
            if (which.test(operation)) {
                found.add(what.apply(operation));
            }
        });
        return found;
    }

    /** Every content that a version names is there, whole, and nothing else is. */
    private static void assertNothingIsLost(long seed) throws Exception {
        ContentStore store = site.bean(Content.class).store();
        List<String> named = site.bean(Database.class)
                .read(handle -> handle.createQuery(
                                "select distinct content_id from package_version where content_id <> ''")
                        .mapTo(String.class)
                        .list());
        assertThat(store.contents().stream().map(ContentId::hex).toList())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(named);
        for (String content : named) {
            assertThat(store.verify(new ContentId(content), IngestProgress.NONE))
                    .as("seed %d", seed)
                    .isEmpty();
        }
        store.collect(Duration.ZERO, Instant.now());
        store.collect(Duration.ZERO, Instant.now());
        for (String content : named) {
            assertThat(store.verify(new ContentId(content), IngestProgress.NONE))
                    .as("after a collection, seed %d", seed)
                    .isEmpty();
        }
    }
}
