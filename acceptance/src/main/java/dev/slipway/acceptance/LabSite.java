package dev.slipway.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What an administrator does on a site, in the order of a deployment. Waits have a limit and say what they waited for. */
public record LabSite(SiteApi api) {
    public static final String ALL_UNKNOWN_COMPUTERS = "SMS000US";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    /** @return the package's identifier */
    public String addImage(Path wim) throws IOException, InterruptedException {
        return added(api.post("/images", Map.of("path", wim.toAbsolutePath().toString())), Duration.ofMinutes(5));
    }

    /** @return the package's identifier */
    public String addBootImage(Path folder) throws IOException, InterruptedException {
        return added(
                api.post("/boot-images", Map.of("path", folder.toAbsolutePath().toString())), Duration.ofMinutes(2));
    }

    /** Reads the package's source again; what changed becomes a new version. */
    public void refresh(String packageId) throws IOException, InterruptedException {
        added(api.post("/packages/" + packageId + "/refresh", Map.of()), Duration.ofMinutes(2));
    }

    private String added(JsonNode operation, Duration limit) throws IOException, InterruptedException {
        String id = operation.path("id").asString();
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            JsonNode now = api.get("/operations/" + id);
            String state = now.path("state").asString();
            if (state.equals("SUCCEEDED")) {
                return now.path("subject").asString();
            }
            if (ENDS.contains(state) || Instant.now().isAfter(deadline)) {
                throw new IOException(now.path("title").asString() + " is " + state + ": "
                        + now.path("message").asString());
            }
            Thread.sleep(POLL);
        }
    }

    /** @return the package's identifier */
    public String addSequence(String name, String xml) throws IOException, InterruptedException {
        return api.post("/task-sequences", Map.of("name", name, "xml", xml))
                .path("id")
                .asString();
    }

    /** Makes the machine known under its name. @return its device number */
    public long importDevice(VirtualMachine.Settings machine) throws IOException, InterruptedException {
        Map<String, Object> device = Map.of(
                "name", machine.name(),
                "macAddress", machine.macAddress(),
                "smbiosUuid", machine.smbiosUuid().toString());
        return api.post("/devices/import", Map.of("devices", List.of(device)))
                .path("items")
                .path(0)
                .path("id")
                .asLong();
    }

    /** @return a new collection's identifier */
    public String collectionOf(String name, long device) throws IOException, InterruptedException {
        String collection =
                api.post("/collections", Map.of("name", name)).path("id").asString();
        api.put("/collections/" + collection + "/members/" + device);
        return collection;
    }

    /** Deploys as required, to machines started from the network. @return the deployment's identifier */
    public String deploy(String sequence, String collection) throws IOException, InterruptedException {
        return api.post(
                        "/deployments",
                        Map.of(
                                "sequenceId",
                                sequence,
                                "collectionId",
                                collection,
                                "purpose",
                                "REQUIRED",
                                "availableTo",
                                "MEDIA_PXE"))
                .path("id")
                .asString();
    }

    /** The deployment's latest run, once there is one. */
    public Optional<JsonNode> run(String deployment) throws IOException, InterruptedException {
        JsonNode first = api.get("/runs?deployment=" + deployment).path("items").path(0);
        return first.isMissingNode() ? Optional.empty() : Optional.of(first);
    }

    /** Whether a wait is over. */
    public interface Condition {
        boolean holds(JsonNode run) throws IOException, InterruptedException;
    }

    /**
     * Waits until a run of the deployment fulfils a condition.
     *
     * @param what for the message when it does not, or when the run ends before
     */
    public JsonNode awaitRun(String deployment, Duration limit, String what, Condition condition)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            Optional<JsonNode> run = run(deployment);
            if (run.isPresent() && condition.holds(run.get())) {
                return run.get();
            }
            boolean ended = run.isPresent() && ended(run.get());
            if (ended || Instant.now().isAfter(deadline)) {
                throw new IOException("Waited for " + what + ", but "
                        + run.map(r -> "the run is " + r.path("state").asString() + " at "
                                        + r.path("percent").asInt() + " %: "
                                        + r.path("message").asString("") + " "
                                        + r.path("failedStep").asString("") + " "
                                        + r.path("currentStep").path("name").asString(""))
                                .orElse("no machine has begun a run")
                        + (ended ? "" : " after " + limit.toSeconds() + " s"));
            }
            Thread.sleep(POLL);
        }
    }

    /** Waits for a run's end and returns it, whatever the end is. */
    public JsonNode awaitEnd(String deployment, Duration limit) throws IOException, InterruptedException {
        return awaitRun(deployment, limit, "the run's end", LabSite::ended);
    }

    public static boolean ended(JsonNode run) {
        return ENDS.contains(run.path("state").asString());
    }

    public JsonNode steps(JsonNode run) throws IOException, InterruptedException {
        return api.get("/runs/" + run.path("id").asString() + "/steps").path("items");
    }

    /** All lines of a run's log, oldest first. */
    public List<String> log(JsonNode run) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode items = api.get("/runs/" + run.path("id").asString() + "/log?limit=5000&after=" + after)
                    .path("items");
            if (items.isEmpty()) {
                return lines;
            }
            for (JsonNode line : items) {
                lines.add(line.path("text").asString());
                after = line.path("number").asLong();
            }
        }
    }
}
