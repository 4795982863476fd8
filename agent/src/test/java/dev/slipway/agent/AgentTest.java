package dev.slipway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.agent.console.Console;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.protocol.Assignments.Offer;
import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.SavedState;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent from its start to the machine's restart, against a site that behaves. */
class AgentTest {
    private static final Offer REQUIRED = new Offer("D1", "SLP00001", "Required one", "", Purpose.REQUIRED);
    private static final Offer AVAILABLE = new Offer("D1", "SLP00001", "Available one", "", Purpose.AVAILABLE);

    @TempDir
    Path machine;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private FakeSite site;
    private Console console;

    @BeforeEach
    void start() throws Exception {
        site = FakeSite.start(machine);
        site.policy(Sequences.steps(3));
        console = new Console(new PipedInputStream(keyboard), new PrintStream(screen, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    @Tag("ENG-13")
    void aRequiredSequenceStartsByItself() throws Exception {
        site.offer(AVAILABLE, REQUIRED);

        run(Environment.WINPE);

        assertThat(done())
                .containsExactly("begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3", "sync", "reboot -f");
        assertThat(shown()).contains("Step 2 of 3: 2").contains("The task sequence 'Test sequence' is done");
    }

    @Test
    @Tag("CON-1")
    void contentIsDownloadedBeforeTheFirstStepWhenTheDeploymentSaysSo() throws Exception {
        site.offer(REQUIRED);
        Path file = Files.writeString(machine.resolve("a.txt"), "content");
        Path root = machine.resolve("store");
        ContentId content;
        try (ContentStore store = ContentStore.open(root)) {
            content = store.add(List.of(new SourceFile("a.txt", file, new ContentCutter())), IngestProgress.NONE)
                    .content();
            site.answer(
                    "/runs/run-1/content/" + content + "/manifest",
                    store.manifest(content).encode());
        }
        HttpServer place = place(root);
        site.answer(
                "/runs/run-1/content/" + content + "/ticket",
                Json.encode(new ContentTicket(
                        List.of(new ContentTicket.Place(
                                "http://localhost:" + place.getAddress().getPort(), "", "place")),
                        "t=1",
                        Instant.now().plusSeconds(600))));
        site.policy(Sequences.steps(2, new RunPolicy.ContentReference("SLP00009", "Data", "OS_IMAGE", content.hex())));
        try {
            run(Environment.WINPE);
        } finally {
            place.stop(0);
        }

        assertThat(done()).contains("end 2");
        assertThat(shown()).containsSubsequence("Downloading package SLP00009: 1 files, 7 bytes", "Step 1 of 2");
    }

    private static HttpServer place(Path root) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = Files.readAllBytes(
                    root.resolve(exchange.getRequestURI().getPath().substring(1)));
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range != null) {
                String[] bounds = range.substring("bytes=".length()).split("-");
                bytes = Arrays.copyOfRange(bytes, Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]) + 1);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
        return server;
    }

    @Test
    @Tag("CON-1")
    void aRunWhoseContentCannotBeDownloadedBeforehandEndsWithoutAStep() throws Exception {
        site.offer(REQUIRED);
        site.policy(Sequences.steps(2, new RunPolicy.ContentReference("SLP00009", "Data", "OS_IMAGE", "0".repeat(64))));
        CompletableFuture<Void> agent = later(Environment.WINPE);
        await(() -> shown().contains("The content cannot be downloaded") && shown().contains("Enter is pressed"));

        keyboard.write("\n".getBytes(StandardCharsets.UTF_8));

        agent.get(60, TimeUnit.SECONDS);
        assertThat(done()).containsExactly("sync", "reboot -f");
    }

    @Test
    @Tag("ENG-13")
    void anAvailableSequenceWaitsForAPerson() throws Exception {
        site.offer(AVAILABLE);
        CompletableFuture<Void> agent = later(Environment.WINPE);
        await(() -> shown().contains("1  Available one"));
        assertThat(site.requests()).doesNotContain("POST /runs");

        keyboard.write("1\n".getBytes(StandardCharsets.UTF_8));

        agent.get(60, TimeUnit.SECONDS);
        assertThat(done()).contains("end 3");
    }

    @Test
    void aMachineWithoutASequenceStartsFromItsDisk() throws Exception {
        CompletableFuture<Void> agent = later(Environment.WINPE);
        await(() -> shown().contains("No task sequence is deployed to this computer"));

        keyboard.write("\n".getBytes(StandardCharsets.UTF_8));

        agent.get(60, TimeUnit.SECONDS);
        assertThat(done()).containsExactly("sync", "reboot -f");
    }

    @Test
    void aMachineThatIsNotApprovedGetsNothing() throws Exception {
        site.offer(REQUIRED);
        site.approval(RegistrationResult.State.PENDING);
        CompletableFuture<Void> agent = later(Environment.WINPE);
        await(() -> shown().contains("Waiting for approval. Ask the service desk."));
        Thread.sleep(1500);
        assertThat(site.requests()).containsOnly("POST /register");

        site.approval(RegistrationResult.State.APPROVED);

        agent.get(60, TimeUnit.SECONDS);
        assertThat(done()).contains("end 3");
    }

    @Test
    @Tag("VAR-3")
    void secretsReachNeitherTheScreenNorTheSitesLog() throws Exception {
        site.offer(REQUIRED);

        run(Environment.WINPE);

        assertThat(site.events().toString())
                .contains("working on 2 with ********")
                .doesNotContain(Sequences.SECRET);
        assertThat(shown()).doesNotContain(Sequences.SECRET);
    }

    @Test
    void whatHappensWhileTheSiteIsAwayReachesItLater() throws Exception {
        site.resume(Sequences.steps(12));
        CompletableFuture<Void> agent = later(Environment.FULL_OS);
        await(() -> done().contains("end 2"));
        site.away(true);
        await(() -> done().contains("end 12"));
        assertThat(site.events()).noneMatch(event -> event.body() instanceof RunEvent.RunFinished);
        assertThat(machine.resolve(StateVolume.FOLDER).resolve(StateVolume.EVENTS))
                .isNotEmptyFile();

        site.away(false);

        agent.get(90, TimeUnit.SECONDS);
        assertThat(site.events())
                .extracting(RunEvent::number)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(site.events().getLast().body()).isInstanceOf(RunEvent.RunFinished.class);
        assertThat(done()).filteredOn(line -> line.startsWith("end")).hasSize(12);
    }

    @Test
    @Tag("ENG-9")
    void theNewerOfTwoStatesWins() throws Exception {
        site.resume(Sequences.steps(5));
        site.state(new SavedState(9, new Snapshot(9, 4, 0, Environment.WINPE, 0, List.of()).encode()));

        run(Environment.WINPE);

        assertThat(done()).startsWith("begin 4", "end 4", "begin 5");
        assertThat(site.events().getFirst().body()).isInstanceOf(RunEvent.RunResumed.class);
    }

    @Test
    @Tag("ENG-3")
    void aDisabledStepIsSkippedAndNotCounted() throws Exception {
        String type = AgentChild.STEP;
        site.policy(
                Sequences.policy("<sequence version=\"3.10\"><step type=\"" + type + "\" name=\"1\" disable=\"true\">"
                        + "<action/><defaultVarList/></step><step type=\"" + type
                        + "\" name=\"2\"><action/><defaultVarList/></step></sequence>"));
        site.offer(REQUIRED);

        run(Environment.WINPE);

        assertThat(done()).startsWith("begin 2", "end 2").doesNotContain("begin 1");
        assertThat(shown()).contains("Skipped: 1, disabled").contains("Step 1 of 1: 2");
        assertThat(site.events())
                .anyMatch(event -> event.body() instanceof RunEvent.StepSkipped skipped && skipped.step() == 1);
    }

    @Test
    void aSequenceThatCannotBeReadIsReported() throws Exception {
        site.policy(Sequences.policy("<sequence><nonsense"));
        site.offer(REQUIRED);
        CompletableFuture<Void> agent = later(Environment.WINPE);
        await(() -> shown().contains("or when Enter is pressed"));

        keyboard.write("\n".getBytes(StandardCharsets.UTF_8));

        agent.get(60, TimeUnit.SECONDS);
        assertThat(site.events().getLast().body())
                .isInstanceOfSatisfying(
                        RunEvent.RunFinished.class,
                        end -> assertThat(end.message()).contains("cannot be read"));
    }

    @Test
    void aCancelledRunStopsInTheMiddle() throws Exception {
        RunPolicy longRun = Sequences.steps(400);
        site.resume(longRun);
        CompletableFuture<Void> agent = later(Environment.FULL_OS);
        await(() -> done().contains("end 1"));

        site.cancel();

        agent.get(60, TimeUnit.SECONDS);
        assertThat(done()).doesNotContain("end 400");
        assertThat(shown()).contains("The site has cancelled this run");
        assertThat(machine.resolve(StateVolume.FOLDER)).doesNotExist();
    }

    @Test
    void inTheInstalledSystemNothingStartsThatWasNotBegun() throws Exception {
        site.offer(REQUIRED);

        run(Environment.FULL_OS);

        assertThat(done()).isEmpty();
        assertThat(site.requests()).doesNotContain("POST /runs");
    }

    private void run(Environment environment) throws Exception {
        later(environment).get(90, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> later(Environment environment) throws IOException {
        Agent agent = new Agent(AgentChild.settings(environment, machine, site.address(), console));
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                agent.run();
                end.complete(null);
            } catch (IOException | InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(shown()).isBefore(limit);
            Thread.sleep(20);
        }
    }

    private List<String> done() {
        try {
            Path file = AgentChild.done(machine);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}
